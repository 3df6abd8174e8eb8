import { betaQuantile } from './beta-quantile.ts';
import { inverseNormal } from '../solve/inverse-normal.ts';

/** A distribution with its numbers in one unit. */
export type Distribution =
  | {
      distribution: 'normal' | 'lognormal';
      mean: number;
      deviation: number;
      atLeast?: number | undefined;
      atMost?: number | undefined;
    }
  | { distribution: 'uniform'; min: number; max: number }
  | { distribution: 'triangular' | 'pert'; min: number; likely: number; max: number };

/** The value below which a share `u` lies, 0 < u < 1. */
export type Quantile = (u: number) => number;

const HALVINGS = 80;

/** What is wrong with the numbers of a distribution; undefined where nothing is. */
export function distributionProblem(of: Distribution): { says: string; remedy: string } | undefined {
  switch (of.distribution) {
    case 'normal':
    case 'lognormal':
      return spreadProblem(of);
    case 'uniform':
    case 'triangular':
    case 'pert':
      if (!(of.min < of.max))
        return {
          says: `its least value ${of.min} is not below its greatest ${of.max}`,
          remedy: 'Give min and max in order.',
        };
      if (of.distribution !== 'uniform' && !(of.likely >= of.min && of.likely <= of.max))
        return {
          says: `the likely value ${of.likely} lies outside ${of.min} to ${of.max}`,
          remedy: 'Choose it between min and max.',
        };
      return undefined;
    default:
      return of satisfies never;
  }
}

function spreadProblem({
  distribution,
  mean,
  deviation,
  atLeast = -Infinity,
  atMost = Infinity,
}: Extract<Distribution, { mean: number }>): { says: string; remedy: string } | undefined {
  if (!(deviation > 0))
    return {
      says: `its standard deviation is ${deviation}`,
      remedy: 'Give one above 0, or set the value in a variant.',
    };
  if (distribution === 'lognormal' && !(mean > 0))
    return { says: `the mean of a lognormal is above 0, not ${mean}`, remedy: 'Take a normal distribution.' };
  if (!(atLeast < atMost))
    return {
      says: `it is cut off at ${atLeast} and ${atMost}, with nothing between`,
      remedy: 'Give atLeast and atMost in order.',
    };
  const whole = quantileOf({ distribution, mean, deviation });
  if (!(shareBelow(whole, atMost) - shareBelow(whole, atLeast) > 1e-9))
    return {
      says: `next to nothing of it lies between ${atLeast} and ${atMost}`,
      remedy: 'Cut it off less, or take a uniform one.',
    };
  return undefined;
}

/**
 * Draws by the inverse of the distribution function. The lognormal has the mean and standard deviation that are said, not those of its logarithm.
 * PERT is the beta distribution with mean (min + 4 likely + max)/6 (Malcolm, Roseboom, Clark & Fazar, Operations Research 7 (1959) 646–669).
 */
export function quantileOf(of: Distribution): Quantile {
  switch (of.distribution) {
    case 'normal':
      return cutOff((u) => of.mean + of.deviation * inverseNormal(u), of.atLeast, of.atMost);
    case 'lognormal': {
      const variance = Math.log1p((of.deviation / of.mean) ** 2);
      const middle = Math.log(of.mean) - variance / 2;
      return cutOff((u) => Math.exp(middle + Math.sqrt(variance) * inverseNormal(u)), of.atLeast, of.atMost);
    }
    case 'uniform':
      return (u) => of.min + u * (of.max - of.min);
    case 'triangular': {
      const { min, likely, max } = of;
      const peak = (likely - min) / (max - min);
      return (u) =>
        u < peak
          ? min + Math.sqrt(u * (max - min) * (likely - min))
          : max - Math.sqrt((1 - u) * (max - min) * (max - likely));
    }
    case 'pert': {
      const { min, likely, max } = of;
      const width = max - min;
      const [a, b] = [1 + (4 * (likely - min)) / width, 1 + (4 * (max - likely)) / width];
      return (u) => min + width * betaQuantile(u, a, b);
    }
    default:
      return of satisfies never;
  }
}

function cutOff(whole: Quantile, atLeast = -Infinity, atMost = Infinity): Quantile {
  if (atLeast === -Infinity && atMost === Infinity) return whole;
  const [from, to] = [shareBelow(whole, atLeast), shareBelow(whole, atMost)];
  return (u) => Math.min(Math.max(whole(from + u * (to - from)), atLeast), atMost);
}

function shareBelow(quantile: Quantile, value: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (quantile(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

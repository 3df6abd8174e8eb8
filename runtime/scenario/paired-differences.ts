import { inverseNormal } from '../solve/inverse-normal.ts';
import type { PreparedChance } from './prepare-runs.ts';
import type { StudyRun } from './run-points.ts';
import { spreadOf, type Spread } from './spread.ts';

/** A share of runs with the interval in which the true one lies with 95 %. */
export interface Share {
  share: number;
  from: number;
  to: number;
}

/** How a KPI differs between two variants, draw by draw. Without `above`: no draw gave a value in both. */
export interface PairedDifference extends Spread {
  /** Draws in which it is greater than in the other variant. */
  above?: Share;
  below?: Share;
}

/** By KPI, what it is in a variant less what it is in the one that the study plays in. */
export interface VariantDifference {
  variant: string;
  kpis: PairedDifference[];
}

const CONFIDENCE = 0.975;

/**
 * Differences of variants that ran with the same draws and the same noise: what chance does to both falls out (common random numbers; N. K. Stout and
 * S. J. Goldie, Health Care Manag. Sci. 11 (2008) 399–406). The half width of the mean is that of Student's t over the differences d, t·s/√n.
 */
export function pairedDifferences(
  { points, swings, compared, percentiles }: Omit<PreparedChance, 'method' | 'of' | 'axes' | 'sampling'>,
  all: ReadonlyMap<number, StudyRun>,
): VariantDifference[] {
  return compared.map((variant, i) => {
    const begin = points.length + swings.length + i * points.length;
    const pairs = points.flatMap((_, draw) => {
      const [other, own] = [all.get(draw), all.get(begin + draw)];
      return other && own ? [{ other, own }] : [];
    });
    const kpis = (pairs[0]?.own.kpis ?? []).map((_, kpi) =>
      differenceOf(
        pairs.flatMap(({ other, own }) => {
          const [from, to] = [other.kpis[kpi] ?? null, own.kpis[kpi] ?? null];
          return from === null || to === null ? [] : [to - from];
        }),
        percentiles,
      ),
    );
    return { variant, kpis };
  });
}

function differenceOf(differences: readonly number[], percentiles: readonly number[]): PairedDifference {
  const spread = spreadOf(differences, percentiles);
  const { count } = spread;
  if (count === 0) return spread;
  return {
    ...spread,
    above: shareOf(differences.filter((one) => one > 0).length, count),
    below: shareOf(differences.filter((one) => one < 0).length, count),
  };
}

/** With p = k/n the interval (p + z²/2n ± z√(p(1 − p)/n + z²/4n²)) / (1 + z²/n) (E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209–212). */
export function shareOf(k: number, n: number): Share {
  const z = inverseNormal(CONFIDENCE);
  const share = k / n;
  const middle = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const whole = 1 + (z * z) / n;
  // Rounding leaves a trace of a half width at the ends.
  const [from, to] = [(middle - half) / whole, (middle + half) / whole];
  return { share, from: k === 0 ? 0 : from, to: k === n ? 1 : to };
}

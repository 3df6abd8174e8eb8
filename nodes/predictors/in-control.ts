import { z } from 'zod';
import type { StateSpec } from '@twinloom/runtime/node/definition';
import { quantity } from '@twinloom/runtime/node/params';

/** Params of a control chart: what the process is like while nothing is wrong, or how many samples to learn it from. */
export const controlParams = {
  target: quantity('like:in', { tunable: true })
    .optional()
    .describe('Mean while nothing is wrong; empty = that of the first samples'),
  sigma: quantity('difference:in', { tunable: true })
    .positive()
    .optional()
    .describe('Standard deviation while nothing is wrong; empty = that of the first samples'),
  trainingSamples: z
    .int()
    .min(2)
    .max(1_000_000)
    .default(50)
    .meta({ resets: true })
    .describe('Samples it learns from where the mean or the standard deviation is not given'),
};

/** Its states: samples learned from, their mean, and the sum of their squared deviations from it. */
export const controlStates = {
  learned: { initial: 0 },
  mean: { unit: 'like:in', initial: 0 },
  squares: { initial: 0 },
} satisfies Record<string, StateSpec>;

interface Learned {
  learned: number;
  mean: number;
  squares: number;
}

interface Given {
  target?: number | undefined;
  sigma?: number | undefined;
  trainingSamples: number;
}

/**
 * Whether the sample was one to learn from, by Welford's recursion. False once mean and standard deviation stand: where both are given, at
 * once. Samples that are all the same show no deviation, so it goes on learning. Must not allocate.
 */
export function learnControl(x: Learned, value: number, p: Given): boolean {
  if (p.target !== undefined && p.sigma !== undefined) return false;
  if (x.learned >= p.trainingSamples && (p.sigma !== undefined || x.squares > 0)) return false;
  x.learned += 1;
  const off = value - x.mean;
  x.mean += off / x.learned;
  x.squares += off * (value - x.mean);
  return true;
}

/** The mean while nothing is wrong. */
export function targetOf(x: Learned, { target }: Given): number {
  return target ?? x.mean;
}

/** The standard deviation while nothing is wrong, with n − 1 below the sum where it was learned. */
export function sigmaOf(x: Learned, { sigma }: Given): number {
  return sigma ?? Math.sqrt(x.squares / (x.learned - 1));
}

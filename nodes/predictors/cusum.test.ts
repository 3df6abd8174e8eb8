import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { cusum } from './cusum.ts';

/** Montgomery, Introduction to Statistical Quality Control, table 9.1, with its columns C⁺ and C⁻ for μ₀ = 10, σ = 1, k = 0.5. */
const MONTGOMERY = [
  9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08, 9.37, 10.62,
  10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
];
const HIGH = [
  0, 0, 0, 1.16, 2.82, 2.5, 0.04, 1, 0, 0, 0, 0.97, 0.98, 0, 0, 0, 0.12, 0, 0, 0.34, 0.74, 0, 1.79, 2.79,
  2.89, 3.47, 3.35, 4.47, 5.28, 5.3,
];
const LOW = [0.05, 1.56, 1.77, 0, 0, 0, 1.46, 0, 0.3, 0, 0.47, 0, 0, 0.1, 0, 0.13, 0, 0, 0.98, 0, 0, 0.17];

const everySecond = (values: number[]): [number, number][] => values.map((value, t) => [t, value]);

const run = (samples: [number, number, 'bad'?][], params: Record<string, unknown> = {}, unit = '1') =>
  trace(cusum, { params, inputs: { in: samples as [number, number][] }, units: { in: unit }, for: 1000 });

/** Standard normals by Box and Muller over a small seeded generator (mulberry32). */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

describe('a CUSUM chart', () => {
  it('has the sums of Montgomery’s worked example, and is active from sample 29 on', () => {
    const { samples, diagnostics } = run(everySecond(MONTGOMERY), { target: 10, sigma: 1 });
    expect(diagnostics).toEqual([]);
    const numbers = (port: string): number[] => samples(port).map(({ value }) => Number(value));
    for (const [i, value] of HIGH.entries()) expect(numbers('high')[i]).toBeCloseTo(value, 9);
    for (const [i, value] of LOW.entries()) expect(numbers('low')[i]).toBeCloseTo(value, 9);
    expect(numbers('score')).toEqual(numbers('high').map((high, i) => Math.max(high, numbers('low')[i]!)));
    expect(samples('active').map(({ value }) => value)).toEqual(MONTGOMERY.map((_, i) => i >= 28));
  });

  it('finds a shift of one σ after 10.4 samples in the mean, as published for k = 0.5, h = 5', () => {
    const lengths = Array.from({ length: 400 }, (_, i) => {
      const normal = normals(i + 1);
      const shifted = everySecond(Array.from({ length: 80 }, () => 1 + normal()));
      const { samples } = run(shifted, { target: 0, sigma: 1 });
      return samples('active').findIndex(({ value }) => value === true) + 1;
    });
    expect(lengths).not.toContain(0);
    const mean = lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
    // Run lengths scatter by about 5, so their mean by 0.25.
    expect(Math.abs(mean - 10.4)).toBeLessThan(3 * 0.25);
  });

  it('is active only above its threshold', () => {
    const { last } = run([[0, 5.5]], { target: 0, sigma: 1, allowance: 0.5, threshold: 5 });
    expect([last('score').value, last('active').value]).toEqual([5, false]);
  });

  it('is the same downwards', () => {
    const { samples } = run(everySecond(MONTGOMERY.map((value) => 20 - value)), { target: 10, sigma: 1 });
    for (const [i, value] of HIGH.entries()) expect(samples('low')[i]?.value).toBeCloseTo(value, 9);
  });

  it('sums on while the shift lasts, or begins again after each alarm', () => {
    // Each sample adds 2.5 − 0.5 = 2 to C⁺.
    const shifted = everySecond([2.5, 2.5, 2.5, 2.5, 2.5]);
    const on = run(shifted, { target: 0, sigma: 1 });
    expect(on.samples('score').map(({ value }) => value)).toEqual([2, 4, 6, 8, 10]);
    const again = run(shifted, { target: 0, sigma: 1, restart: true });
    expect(again.samples('score').map(({ value }) => value)).toEqual([2, 4, 6, 2, 4]);
    expect(again.samples('active').map(({ value }) => value)).toEqual([false, false, true, false, false]);
  });

  it('says nothing while it learns, then sums against the mean and σ of what it saw', () => {
    // Mean 4, σ = √(8/3); the fifth sample lies 6 above.
    const { samples } = run(everySecond([2, 4, 4, 6, 10]), { trainingSamples: 4 });
    expect(samples('score').map(({ t }) => t)).toEqual([4]);
    expect(samples('high')[0]?.value).toBeCloseTo(6 / Math.sqrt(8 / 3) - 0.5, 12);
  });

  it('is bad on a bad sample and keeps its sums; samples at one time all count', () => {
    const { samples } = run(
      [
        [0, 2.5],
        [0.0000001, 2.5],
        [1, 99, 'bad'],
        [60, 2.5],
      ],
      { target: 0, sigma: 1 },
    );
    expect(samples('score').map(({ value, quality }) => [value, quality])).toEqual([
      [2, 'good'],
      [4, 'good'],
      [undefined, 'bad'],
      [6, 'good'],
    ]);
  });

  it('takes target and σ in other units', () => {
    const { last } = run([[0, 27]], { target: '77 [degF]', sigma: '1 K' }, 'Cel');
    expect(last('high').value).toBeCloseTo(2 - 0.5, 9);
  });

  it.each([
    ['allowance', -0.1],
    ['sigma', -1],
    ['threshold', 0],
    ['trainingSamples', 1],
  ])('refuses a %s of %d', (param, value) => {
    expect(run([[0, 1]], { [param]: value }).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

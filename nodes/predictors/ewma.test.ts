import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { ewma } from './ewma.ts';

/** Montgomery, Introduction to Statistical Quality Control, table 9.1: 20 samples of N(10, 1), then 10 of N(11, 1). */
const MONTGOMERY = [
  9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08, 9.37, 10.62,
  10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
];
const everySecond = (values: number[]): [number, number][] => values.map((value, t) => [t, value]);

const run = (samples: [number, number, 'bad'?][], params: Record<string, unknown> = {}, unit = '1') =>
  trace(ewma, { params, inputs: { in: samples as [number, number][] }, units: { in: unit }, for: 1000 });

describe('an EWMA chart', () => {
  it('has the values and the limits of Montgomery’s worked example, λ = 0.1, L = 2.7', () => {
    const { samples, diagnostics } = run(everySecond(MONTGOMERY), {
      target: 10,
      sigma: 1,
      lambda: 0.1,
      threshold: 2.7,
    });
    expect(diagnostics).toEqual([]);
    const z = [9.945, 9.7495, 9.70355, 9.8992, 10.1253, 10.1307, 9.92167, 10.0755, 9.98796, 10.0232];
    const means = samples('mean').map(({ value }) => Number(value));
    for (const [i, value] of z.entries()) expect(means[i]).toBeCloseTo(value, 3);
    // Limits 10 ± 0.27, 10 ± 0.36, …, 10 ± 0.62: the score is 2.7 where the mean would touch them.
    const half = samples('score').map(({ value }, i) => (2.7 * Math.abs(means[i]! - 10)) / Number(value));
    expect(half[0]).toBeCloseTo(0.27, 9);
    expect(half[1]).toBeCloseTo(0.3632, 4);
    expect(half[29]).toBeCloseTo(0.6189, 4);
    // 10.6468 lies above 10.6187, 10.5731 did not.
    expect(samples('active').map(({ value }) => value)).toEqual(MONTGOMERY.map((_, i) => i >= 28));
  });

  it('comes to a lasting shift by (1 − λ)^i, and λ = 1 is the plain distance in σ', () => {
    const shifted = everySecond(Array.from({ length: 12 }, () => 13));
    const { samples } = run(shifted, { target: 10, sigma: 2, lambda: 0.25 });
    for (const [i, { value }] of samples('mean').entries())
      expect(value).toBeCloseTo(10 + 3 * (1 - 0.75 ** (i + 1)), 9);
    const shewhart = run(everySecond([13, 4]), { target: 10, sigma: 2, lambda: 1 });
    expect(shewhart.samples('score').map(({ value }) => value)).toEqual([1.5, 3]);
    expect(shewhart.last('active').value).toBe(false);
  });

  it('says nothing while it learns, then charts against the mean and σ of what it saw', () => {
    // Mean 4, σ² = 8/3; the fifth sample 6 gives z = 4 + λ·2 and σ_z = λ·σ: score 2/σ.
    const { samples } = run(everySecond([2, 4, 4, 6, 6]), { trainingSamples: 4 });
    expect(samples('score').map(({ t }) => t)).toEqual([4]);
    expect(samples('score')[0]?.value).toBeCloseTo(2 / Math.sqrt(8 / 3), 12);
    expect(samples('mean')[0]?.value).toBeCloseTo(4.4, 12);
  });

  it('is bad on a bad sample, which it neither learns from nor charts', () => {
    const { samples } = run(
      [
        [0, 12],
        [1, 99, 'bad'],
        [2, 12],
      ],
      { target: 10, sigma: 1, lambda: 0.5 },
    );
    expect(samples('mean').map(({ value, quality }) => [value, quality])).toEqual([
      [11, 'good'],
      [undefined, 'bad'],
      [11.5, 'good'],
    ]);
  });

  it('counts samples, not time: two at one time are two', () => {
    const { last } = run(
      [
        [0, 12],
        [0.0000001, 12],
        [70, 12],
      ],
      { target: 10, sigma: 1, lambda: 0.5 },
    );
    expect(last('mean').value).toBe(11.75);
  });

  it('takes target and σ in other units, and its mean has the input’s', () => {
    const { last, unit } = run([[0, 27]], { target: '77 [degF]', sigma: '2 K', lambda: 1 }, 'Cel');
    expect(unit('mean')).toBe('Cel');
    expect(last('score').value).toBeCloseTo(1, 9);
  });

  it.each([
    ['lambda', 0],
    ['lambda', 1.1],
    ['sigma', 0],
    ['threshold', 0],
    ['trainingSamples', 1],
  ])('refuses a %s of %d', (param, value) => {
    expect(run([[0, 1]], { [param]: value }).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

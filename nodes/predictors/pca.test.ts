import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { pca } from './pca.ts';

/** Ten points about (20, 5) with standard deviations s and t and the correlation ρ = (8·9 − 2·4)/(8·9 + 2·4) = 0.8. */
const SHAPE = [3, -3, 3, -3, 3, -3, 3, -3].map((r): [number, number] => [r, r]);
const CROSS: [number, number][] = [
  [2, -2],
  [-2, 2],
];
const POINTS = [...SHAPE, ...CROSS].map(([r, s]): [number, number] => [20 + r, 5 + 10 * s]);
const DEVIATION = Math.sqrt((8 * 9 + 2 * 4) / 9);
const RHO = 0.8;

function watch(points: readonly [number, number][], params: Record<string, unknown> = {}) {
  const all = [...POINTS, ...points];
  const run = trace(pca, {
    params: { trainingSamples: 10, confidence: 1, ...params },
    inputs: {
      a: all.map(([a], t): [number, number] => [t, a]),
      b: all.map(([, b], t): [number, number] => [t, b]),
    },
    units: { a: 'Cel', b: 'bar' },
    for: all.length,
  });
  expect(run.diagnostics).toEqual([]);
  return run;
}

const standardised = ([a, b]: [number, number]): [number, number] => [
  (a - 20) / DEVIATION,
  (b - 5) / (10 * DEVIATION),
];

describe('a PCA monitor', () => {
  it('says nothing while it learns', () => {
    expect(watch([]).samples('score')).toEqual([]);
  });

  it('has T² and SPE of the closed form for two signals, one component', () => {
    for (const point of [
      [23, 5],
      [14, -60],
      [20, 5],
    ] as [number, number][]) {
      const run = watch([point], { variance: 0.85 });
      const [p, q] = standardised(point);
      expect(run.last('components').value).toBe(1);
      expect(run.last('t2').value).toBeCloseTo((p + q) ** 2 / (2 * (1 + RHO)), 12);
      expect(run.last('spe').value).toBeCloseTo((p - q) ** 2 / 2, 12);
    }
  });

  it('with all components has the Mahalanobis distance as T²', () => {
    const point: [number, number] = [25, -12];
    const [p, q] = standardised(point);
    const run = watch([point], { variance: 1 });
    expect(run.last('components').value).toBe(2);
    expect(run.last('t2').value).toBeCloseTo((p * p - 2 * RHO * p * q + q * q) / (1 - RHO ** 2), 12);
    expect(run.last('spe').value).toBeCloseTo(0, 12);
  });

  it('has a score of 1 where the farthest training sample was', () => {
    const run = watch(
      [
        [23, 35],
        [18, 25],
      ],
      { variance: 0.85 },
    );
    expect(run.samples('score').map(({ value }) => Number(value).toFixed(9))).toEqual([
      '1.000000000',
      '1.000000000',
    ]);
  });

  it('notices signals that no longer belong together, though each alone is normal', () => {
    const run = watch(
      [
        [23, 35],
        [23, -25],
      ],
      { variance: 0.85, threshold: 1.5 },
    );
    expect(run.samples('active').map(({ value }) => value)).toEqual([false, true]);
  });

  it('leaves out a signal that does not move while it learns', () => {
    const still = POINTS.map(([a]): [number, number] => [a, 7]);
    const all: [number, number][] = [...still, [20, 99]];
    const run = trace(pca, {
      params: { trainingSamples: 10 },
      inputs: {
        a: all.map(([a], t): [number, number] => [t, a]),
        b: all.map(([, b], t): [number, number] => [t, b]),
      },
      for: 20,
    });
    expect(run.last('score')).toMatchObject({ value: 0, quality: 'good' });
  });

  it('is bad on a bad signal and goes on', () => {
    const run = trace(pca, {
      params: { trainingSamples: 10 },
      inputs: {
        a: [...POINTS.map(([a], t): [number, number] => [t, a]), [10, 20, 'bad'], [11, 20]],
        b: [...POINTS.map(([, b], t): [number, number] => [t, b]), [10, 5], [11, 5]],
      },
      for: 12,
    });
    expect(run.samples('score').map(({ quality }) => quality)).toEqual(['bad', 'good']);
  });
});

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

/** Two signals, of which the first ten samples are learned from. */
function trained(points: readonly (readonly [number, number])[], params: Record<string, unknown> = {}) {
  return trace(pca, {
    params: { trainingSamples: 10, confidence: 1, ...params },
    inputs: {
      a: points.map(([a], t): [number, number] => [t, a]),
      b: points.map(([, b], t): [number, number] => [t, b]),
    },
    for: points.length,
  });
}

/** x'·S⁻¹·x for S with the rows (aa, ab, ac), (ab, bb, bc), (ac, bc, cc), by its cofactors. */
function quadratic(
  [aa, ab, ac, bb, bc, cc]: readonly [number, number, number, number, number, number],
  [x, y, z]: readonly [number, number, number],
): number {
  const [A, B, C] = [bb * cc - bc * bc, ac * bc - ab * cc, ab * bc - ac * bb];
  const [D, E, F] = [aa * cc - ac * ac, ab * ac - aa * bc, aa * bb - ab * ab];
  const det = aa * A + ab * B + ac * C;
  return (A * x * x + D * y * y + F * z * z + 2 * (B * x * y + C * x * z + E * y * z)) / det;
}

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

  it('leaves that signal out of its SPE too', () => {
    const still = [...POINTS.map(([a]): [number, number] => [a, 7]), [20, 99] as [number, number]];
    expect(trained(still, { trainingSamples: 10 }).last('spe').value).toBe(0);
  });

  it('has no components where nothing moves while it learns', () => {
    const run = trained([...Array.from({ length: 10 }, (): [number, number] => [1, 2]), [5, 6]]);
    expect([run.last('components').value, run.last('t2').value, run.last('spe').value]).toEqual([0, 0, 0]);
  });

  it('knows signals by their correlation, however small their numbers', () => {
    const small = [...POINTS, [23, 5] as [number, number]].map(([a, b]): [number, number] => [
      a / 1e3,
      b / 1e3,
    ]);
    const [p, q] = standardised([23, 5]);
    expect(trained(small, { variance: 0.85 }).last('t2').value).toBeCloseTo(
      (p + q) ** 2 / (2 * (1 + RHO)),
      9,
    );
  });

  /** Both with a deviation of exactly 1, and without a correlation. */
  const SQUARE: [number, number][] = [
    ...[2, -2, 0.5, -0.5, 0.5, -0.5].map((a): [number, number] => [a, 0]),
    ...[1.5, -1.5, 1.5, -1.5].map((b): [number, number] => [0, b]),
  ];

  it('takes the least number of components that hold the share', () => {
    const componentsAt = (variance: number) =>
      trained([...SQUARE, [0, 0]], { variance }).last('components').value;
    expect([0.49, 0.5, 0.51].map(componentsAt)).toEqual([1, 1, 2]);
  });

  it('is active only above its threshold', () => {
    // T² is 4 at the farthest of the training samples, and here again.
    const run = trained([...SQUARE, [2, 0], [2.1, 0]], { variance: 1 });
    expect(run.samples('score').map(({ value }) => value)).toEqual([1, expect.closeTo(1.1025, 9)]);
    expect(run.samples('active').map(({ value }) => value)).toEqual([false, true]);
  });

  it('counts the first training sample too', () => {
    const rest = [3, -3, 2, -2, 1, -1, 1, 1, -6].map((r): [number, number] => [r, r + (r === 3 ? 0.1 : 0)]);
    const run = trained([[9, 9], ...rest, [9, 9]], { variance: 0.85 });
    expect(run.last('score').value).toBeCloseTo(1, 9);
  });

  it('has as its limit the quantile of type 7: linear between two of the training samples', () => {
    // One signal that moves: T² = a²/s² with Σa = 0 and s² = Σa²/9.
    const moves = [1, -2, 3, -4, 5, -6, 7, -8, 9, -5];
    const s2 = moves.reduce((sum, a) => sum + a * a, 0) / 9;
    const run = trained([...moves.map((a): [number, number] => [a, 0]), [6, 0]], { confidence: 0.75 });
    // The squares from the least up are 1, 4, 9, 16, 25, 25, 36, 49, 64, 81: the place 6.75 lies between 36 and 49.
    expect(run.last('t2').value).toBeCloseTo(36 / s2, 9);
    expect(run.last('score').value).toBeCloseTo(36 / (36 + 0.75 * (49 - 36)), 9);
  });

  it.each([
    [1.005e-9, 2],
    [0.9e-9, 0],
  ])('reckons with an SPE whose limit is %d only above 1e-9', (limit, score) => {
    // SPE = 2·c²/s² at the two points off the diagonal, with s² = (72 + 2·c²)/9, and twice that at √2·c.
    const c = Math.sqrt((limit * 8) / 2);
    const cross = [c, -c].map((r): [number, number] => [r, -r]);
    const run = trained([...SHAPE, ...cross, [c * Math.SQRT2, -c * Math.SQRT2]], { variance: 0.9 });
    expect(run.last('score').value).toBeCloseTo(score, 4);
  });

  it.each([
    [2.01e-12, 2],
    [1.99e-12, 1],
    [1e-12, 1],
    [3e-12, 2],
  ])('takes a component with an eigenvalue of %d of 2 for one only above 1e-12', (eigenvalue, components) => {
    // 1 − ρ = 4·c²/(72 + 2·c²)
    const c = Math.sqrt((eigenvalue * 72) / 4);
    const cross = [c, -c].map((r): [number, number] => [r, -r]);
    expect(trained([...SHAPE, ...cross, [0, 0]], { variance: 1 }).last('components').value).toBe(components);
  });

  it('with three signals in units of their own has the Mahalanobis distance', () => {
    const rows = [
      [1, 1, 0],
      [-1, -1, 0],
      [1, 1, 0],
      [-1, -1, 0],
      [1, 0, 1],
      [-1, 0, -1],
      [1, 0, -1],
      [-1, 0, 1],
      [1, 1, -1],
      [-1, -1, 1],
    ];
    const at = (j: number): [number, number][] => [...rows, [1, -1, 2]].map((row, t) => [t, row[j]!]);
    const run = trace(pca, {
      params: { inputs: 3, trainingSamples: 10, variance: 1 },
      inputs: { a: at(0), b: at(1), c: at(2) },
      units: { a: 'Cel', b: 'bar', c: 'm/s' },
      for: 11,
    });
    expect(run.diagnostics).toEqual([]);
    // z'·R⁻¹·z with S = Σ x·x' of the rows: aa 10, bb 6, cc 6, ab 6, ac −2, bc −2; T² = 9·x'·S⁻¹·x.
    expect(run.last('t2').value).toBeCloseTo(9 * quadratic([10, 6, -2, 6, -2, 6], [1, -1, 2]), 9);
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

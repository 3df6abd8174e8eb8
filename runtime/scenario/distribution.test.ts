import { describe, expect, it } from 'vitest';
import { distributionProblem, quantileOf, type Distribution } from './distribution.ts';
import { drawShares } from './draw-shares.ts';

const N = 20_000;

/** Mean and standard deviation by the midpoint rule over the shares. */
function momentsOf(of: Distribution): { mean: number; deviation: number } {
  const quantile = quantileOf(of);
  const values = Array.from({ length: N }, (_, i) => quantile((i + 0.5) / N));
  const mean = values.reduce((a, b) => a + b, 0) / N;
  return { mean, deviation: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / N) };
}

describe('a distribution', () => {
  it.each<[string, Distribution, number, number]>([
    ['normal', { distribution: 'normal', mean: 5, deviation: 2 }, 5, 2],
    ['lognormal', { distribution: 'lognormal', mean: 5, deviation: 2 }, 5, 2],
    ['uniform', { distribution: 'uniform', min: 1, max: 7 }, 4, 6 / Math.sqrt(12)],
    [
      'triangular',
      { distribution: 'triangular', min: 1, likely: 2, max: 6 },
      3,
      Math.sqrt((1 + 4 + 36 - 2 - 6 - 12) / 18),
    ],
    // Beta with a = 1.8, b = 4.2 over a width of 5: variance ab/((a + b)²(a + b + 1)).
    ['pert', { distribution: 'pert', min: 1, likely: 2, max: 6 }, 2.5, 5 * Math.sqrt((1.8 * 4.2) / (36 * 7))],
  ])('%s has the moments of its closed form', (_name, of, mean, deviation) => {
    const found = momentsOf(of);
    expect(found.mean).toBeCloseTo(mean, 3);
    expect(found.deviation).toBeCloseTo(deviation, 2);
  });

  it('that is cut off stays inside, with the mean of the truncated normal', () => {
    const of = { distribution: 'normal', mean: 0, deviation: 1, atLeast: 0 } as const;
    expect(quantileOf(of)(1e-9)).toBeGreaterThanOrEqual(0);
    expect(momentsOf(of).mean).toBeCloseTo(Math.sqrt(2 / Math.PI), 3);
  });

  it.each<[RegExp, Distribution]>([
    [/deviation is 0/, { distribution: 'normal', mean: 1, deviation: 0 }],
    [/deviation is -1/, { distribution: 'lognormal', mean: 1, deviation: -1 }],
    [/above 0, not -1/, { distribution: 'lognormal', mean: -1, deviation: 1 }],
    [/not below its greatest/, { distribution: 'uniform', min: 2, max: 1 }],
    [/likely value 9 lies outside/, { distribution: 'pert', min: 1, likely: 9, max: 2 }],
    [/nothing between/, { distribution: 'normal', mean: 1, deviation: 1, atLeast: 3, atMost: 2 }],
    [/next to nothing/, { distribution: 'normal', mean: 1, deviation: 1, atLeast: 50 }],
  ])('is refused: %s', (says, of) => {
    expect(distributionProblem(of)?.says).toMatch(says);
  });
});

describe('shares drawn as a Latin hypercube', () => {
  it('fall one into each part, whatever other names there are', () => {
    const [a, b] = drawShares(['a', 'b'], 100, 'latin', 7);
    expect([...a!].map((u) => Math.floor(u * 100)).toSorted((x, y) => x - y)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
    expect(drawShares(['b'], 100, 'latin', 7)[0]).toEqual(b);
    expect(drawShares(['b'], 100, 'latin', 8)[0]).not.toEqual(b);
    expect(a).not.toEqual(b);
  });

  it('give the mean of a linear KPI over 1,000 runs at most a tenth of the variance of plain Monte Carlo', () => {
    const quantiles = [
      quantileOf({ distribution: 'normal', mean: 10, deviation: 2 }),
      quantileOf({ distribution: 'uniform', min: 0, max: 5 }),
      quantileOf({ distribution: 'triangular', min: 0, likely: 1, max: 4 }),
    ];
    const varianceOfMean = (sampling: 'latin' | 'plain'): number => {
      const means = Array.from({ length: 40 }, (_, seed) => {
        const [x, y, z] = drawShares(['x', 'y', 'z'], 1_000, sampling, seed).map((shares, i) =>
          shares.map(quantiles[i]!),
        );
        return x!.reduce((sum, value, i) => sum + 3 * value - 2 * y![i]! + z![i]!, 0) / 1_000;
      });
      const mean = means.reduce((a, b) => a + b, 0) / means.length;
      return means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (means.length - 1);
    };
    expect(varianceOfMean('latin') / varianceOfMean('plain')).toBeLessThan(0.1);
  });
});

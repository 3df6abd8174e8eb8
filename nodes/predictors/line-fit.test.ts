import { describe, expect, it } from 'vitest';
import {
  addToFit,
  clearFit,
  fadeFit,
  inflationOf,
  lineAt,
  lineFitStates,
  samplesIn,
  slopeOf,
  type LineFit,
} from './line-fit.ts';

const emptyFit = (): LineFit =>
  Object.fromEntries(Object.keys(lineFitStates).map((name) => [name, 0])) as unknown as LineFit;

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);

/** Standard normals by Box and Muller over a small seeded generator (mulberry32). */
function seededNormals(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Errors of first order with correlation ρ about a line. */
function fitOfNoise(samples: number, correlation: number, seed: number): LineFit {
  const fit = emptyFit();
  const normal = seededNormals(seed);
  let error = normal();
  for (let t = 0; t < samples; t++) {
    error = correlation * error + Math.sqrt(1 - correlation ** 2) * normal();
    addToFit(fit, t, 3 + 0.01 * t + error);
  }
  return fit;
}

describe('a line fitted sample by sample', () => {
  it('has the sums of the weighted textbook fit, each sample fading with its age', () => {
    const normal = seededNormals(3);
    const times = Array.from({ length: 40 }, (_, i) => i + 0.4 * Math.sin(5 * i) + (i > 20 ? 3600 : 0));
    const levels = times.map((t) => 2 + 0.001 * t + 0.3 * normal());
    const fit = emptyFit();
    times.forEach((t, i) => {
      if (i > 0) fadeFit(fit, Math.exp(-(t - times[i - 1]!) / 2000));
      addToFit(fit, t, levels[i]!);
    });

    const weights = times.map((t) => Math.exp(-(times.at(-1)! - t) / 2000));
    const total = sum(weights);
    const meanTime = sum(times.map((t, i) => weights[i]! * t)) / total;
    const mean = sum(levels.map((y, i) => weights[i]! * y)) / total;
    const squares = sum(times.map((t, i) => weights[i]! * (t - meanTime) ** 2));
    const slope = sum(times.map((t, i) => weights[i]! * (t - meanTime) * (levels[i]! - mean))) / squares;
    const at = (t: number): number => mean + slope * (t - meanTime);
    const residual = sum(times.map((t, i) => weights[i]! * (levels[i]! - at(t)) ** 2));
    const squared = sum(weights.map((w) => w * w));
    const squaredMean = sum(times.map((t, i) => weights[i]! ** 2 * t)) / squared;
    const squaredSquares = sum(times.map((t, i) => weights[i]! ** 2 * (t - squaredMean) ** 2));

    expect(slopeOf(fit) / slope).toBeCloseTo(1, 10);
    expect(lineAt(fit, 4000)).toBeCloseTo(at(4000), 10);
    expect(fit.residual / residual).toBeCloseTo(1, 10);
    expect(fit.timeSquares / squares).toBeCloseTo(1, 10);
    expect(samplesIn(fit)).toBeCloseTo(total ** 2 / squared, 9);
    expect(fit.squaredMeanTime).toBeCloseTo(squaredMean, 7);
    expect(fit.squaredTimeSquares / squaredSquares).toBeCloseTo(1, 10);
  });

  it('stays exact over ten million samples far from the origin of time', () => {
    // y = 5 + b·t ± d in turn, n even: Σ(t − t̄)·(±d) = −d·n/2 and S_tt = n·(n² − 1)/12, so the slope is b − 6·d/(n² − 1),
    // and the residual sum is n·d² less the slope's share, 3·n·d²/(n² − 1).
    const [n, b, d] = [10_000_000, 1e-7, 1e-3];
    const fit = emptyFit();
    for (let i = 0; i < n; i++) addToFit(fit, 1e9 + i, 5 + b * i + (i % 2 === 0 ? d : -d));
    expect((slopeOf(fit) + (6 * d) / (n * n - 1)) / b).toBeCloseTo(1, 9);
    expect(lineAt(fit, 1e9)).toBeCloseTo(5, 9);
    expect(fit.residual / (n * d * d)).toBeCloseTo(1, 6);
    expect(fit.timeSquares / ((n * (n * n - 1)) / 12)).toBeCloseTo(1, 9);
  });

  it('fades in its sums alike, and twice in those of the squared weights', () => {
    const fit = fitOfNoise(40, 0.8, 6);
    const before = { ...fit };
    fadeFit(fit, 0.5);
    for (const name of ['weight', 'timeSquares', 'products', 'residual', 'lagged'] as const)
      expect(fit[name]).toBe(before[name] / 2);
    for (const name of ['squaredWeight', 'squaredTimeSquares'] as const)
      expect(fit[name]).toBe(before[name] / 4);
    for (const name of ['meanTime', 'meanLevel', 'lastError', 'squaredMeanTime'] as const)
      expect(fit[name]).toBe(before[name]);
    const one = emptyFit();
    addToFit(one, 3, 1);
    fadeFit(one, 0.5);
    expect(samplesIn(one)).toBe(1);
  });

  it('is the mean while all samples are of one time, and leaves no residual with two', () => {
    const fit = emptyFit();
    expect([slopeOf(fit), samplesIn(fit), inflationOf(fit)]).toEqual([0, 0, 1]);
    addToFit(fit, 7, 1);
    addToFit(fit, 7, 3);
    expect([lineAt(fit, 100), slopeOf(fit)]).toEqual([2, 0]);
    expect(fit.residual).toBeCloseTo(2, 12);
    addToFit(fit, 9, 6);
    expect(slopeOf(fit)).toBeCloseTo(2, 12);
    expect(fit.residual).toBeCloseTo(2, 12);
    clearFit(fit);
    expect(fit).toEqual(emptyFit());
  });

  it('is as certain as its noise is independent: (1 + ρ)/(1 − ρ) times the variance', () => {
    expect(inflationOf(fitOfNoise(5000, 0.8, 1)) / 9).toBeGreaterThan(0.8);
    expect(inflationOf(fitOfNoise(5000, 0.8, 1)) / 9).toBeLessThan(1.2);
    expect(inflationOf(fitOfNoise(5000, -0.5, 2))).toBe(1);
    // ρ·√n of one in two standard errors is chance, the next more is not; a correlation of 1 counts as 0.99.
    const inflation = (lagged: number, n: number, residual = 1): number =>
      inflationOf({ ...emptyFit(), residual, lagged, weight: n, squaredWeight: n });
    expect(inflation(0.5, 16)).toBe(1);
    expect(inflation(0.5, 25)).toBeCloseTo(3, 12);
    expect(inflation(0.5e-6, 25, 1e-6)).toBeCloseTo(3, 12);
    expect(inflation(1, 25)).toBeCloseTo(199, 9);
    const still = emptyFit();
    for (let t = 0; t < 100; t++) addToFit(still, t, 3);
    expect(inflationOf(still)).toBe(1);
    const found = Array.from({ length: 200 }, (_, i) => inflationOf(fitOfNoise(50, 0, 100 + i)));
    // Chance passes two standard errors on this side in about one of 44.
    expect(found.filter((one) => one > 1).length).toBeLessThan(15);
  });
});

import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { addToFit, inflationOf, lineFitStates, type LineFit } from './line-fit.ts';
import { remainingLife } from './remaining-life.ts';
import { studentQuantile } from '@twinloom/runtime/solve/student-quantile';

type Samples = [number, number][];
const UNITS = { in: 'mm/s' };

/** ln(v/4.5) = a + t/T: from 0.7 mm/s it reaches 4.5 mm/s after T·ln(4.5/0.7). */
const growth = (
  seconds: number,
  every: number,
  timeConstant: number,
  noise: () => number = () => 0,
): Samples =>
  Array.from({ length: Math.floor(seconds / every) + 1 }, (_, i): [number, number] => [
    i * every,
    0.7 * Math.exp((i * every) / timeConstant + noise()),
  ]);

/** Uniform in [0, 1) from a small seeded generator (mulberry32). */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Standard normals by Box and Muller. */
function normals(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

const run = (samples: Samples, params = {}, more = {}) =>
  trace(remainingLife, {
    params: { threshold: 4.5, ...params },
    inputs: { in: samples, ...more },
    units: UNITS,
    for: (samples.at(-1)?.[0] ?? 0) + 0.05,
  });

const reasons = ({ notes }: ReturnType<typeof run>): string[] => notes.map(({ says }) => says);

/** Truth of the lives below, in days: ln θ ~ N(0, 0.25²), β ~ N(0.05, 0.015²) above 0; the part ends where θ·e^(β·t) is 10. */
const DAY = 86_400;
const LIVES = 200;
const KIND = {
  start: 1,
  startSpread: 0.25,
  growth: '0.05 1/d',
  growthSpread: '0.015 1/d',
};

interface Life {
  samples: Samples;
  /** From the last sample on, s. */
  left: number;
}

interface Observed {
  /** Share of its life, or days, at which the part is seen. */
  age: { share: number } | { days: number };
  count: (uniform: () => number) => number;
  noise: (normal: () => number) => number;
  correlation?: number;
  spreadOfEnd?: number;
}

function simulateLife(seed: number, { age, count, noise, correlation = 0, spreadOfEnd = 0 }: Observed): Life {
  const normal = normals(seed);
  const uniform = uniforms(seed + 1_000_003);
  const theta = Math.exp(0.25 * normal());
  let beta = 0;
  while (beta <= 0) beta = 0.05 + 0.015 * normal();
  const end = Math.log((10 * Math.exp(spreadOfEnd * normal())) / theta) / beta;
  const seen = 'days' in age ? age.days : age.share * end;
  const scatter = noise(normal);
  const n = count(uniform);
  let error = normal();
  const samples = Array.from({ length: n }, (_, i): [number, number] => {
    error = correlation * error + Math.sqrt(1 - correlation ** 2) * normal();
    const t = (seen * i) / (n - 1);
    return [t * DAY, theta * Math.exp(beta * t + scatter * error)];
  });
  return { samples, left: (end - seen) * DAY };
}

/** How many of the lives' intervals hold the truth, of those that are stated; no upper end holds all. */
function countHits(
  observed: Observed,
  params = {},
  seed = 1,
): { stated: number; hits: number; width: number } {
  let [stated, hits, width] = [0, 0, 0];
  for (let i = 0; i < LIVES; i++) {
    const { samples, left } = simulateLife(seed * 10_000 + i, observed);
    if (left <= 0) continue;
    const { last } = run(samples, { threshold: 10, ...params });
    if (last('lower').value === undefined) continue;
    const lower = Number(last('lower').value);
    const upper = Number(last('upper').value ?? Infinity);
    stated += 1;
    width += Math.min(upper, 1000 * DAY) - lower;
    if (lower <= left && left <= upper) hits += 1;
  }
  return { stated, hits, width: width / stated };
}

/** Mean and four standard deviations of a binomial. */
function expectShare(hits: number, of: number, share: number): void {
  expect(Math.abs(hits - share * of)).toBeLessThan(4 * Math.sqrt(of * share * (1 - share)));
}

/** Posterior of (level, slope) at time 0 for a given noise: dense normal equations over all samples, the prior as two more rows. */
function batchPosterior(times: readonly number[], levels: readonly number[], sigma: number, prior?: Prior) {
  const rows = times.map((t, i) => ({ row: [1 / sigma, t / sigma], target: levels[i]! / sigma }));
  if (prior) {
    rows.push({ row: [1 / prior.startSpread, 0], target: prior.start / prior.startSpread });
    rows.push({ row: [0, 1 / prior.growthSpread], target: prior.growth / prior.growthSpread });
  }
  const at = (i: number, j: number): number => rows.reduce((sum, { row }) => sum + row[i]! * row[j]!, 0);
  const to = (i: number): number => rows.reduce((sum, { row, target }) => sum + row[i]! * target, 0);
  const det = at(0, 0) * at(1, 1) - at(0, 1) ** 2;
  const covariance = [at(1, 1) / det, -at(0, 1) / det, at(0, 0) / det] as const;
  const mean = [
    covariance[0] * to(0) + covariance[1] * to(1),
    covariance[1] * to(0) + covariance[2] * to(1),
  ] as const;
  /** Standard score of the line over 0 at a time. */
  const scoreAt = (t: number): number =>
    (mean[0] + mean[1] * t) / Math.sqrt(covariance[0] + 2 * covariance[1] * t + covariance[2] * t * t);
  return {
    mean,
    scoreAt,
    residual: rows.reduce(
      (sum, { row, target }) => sum + (target - row[0]! * mean[0] - row[1]! * mean[1]) ** 2,
      0,
    ),
    det,
  };
}

interface Prior {
  start: number;
  startSpread: number;
  growth: number;
  growthSpread: number;
}

describe('remaining life', () => {
  it('is the closed form on an exponential without noise', () => {
    const { last, diagnostics } = run(growth(600, 1, 1000));
    expect(diagnostics).toEqual([]);
    const left = 1000 * Math.log(4.5 / 0.7) - 600;
    expect(Number(last('value').value)).toBeCloseTo(left, 4);
    expect(Number(last('lower').value)).toBeCloseTo(left, 2);
    expect(Number(last('upper').value)).toBeCloseTo(left, 2);
  });

  it('is the same with a memory, where the exponential holds throughout', () => {
    const { last } = run(growth(600, 1, 1000), { memory: 100 });
    expect(Number(last('value').value)).toBeCloseTo(1000 * Math.log(4.5 / 0.7) - 600, 4);
  });

  it('follows a change of pace when it has a memory', () => {
    const slow = growth(600, 1, 2000);
    const start = slow.at(-1)?.[1] ?? 0;
    const fast = Array.from({ length: 600 }, (_, i): [number, number] => [
      601 + i,
      start * Math.exp((i + 1) / 500),
    ]);
    const left = 500 * Math.log(4.5 / start) - 600;
    const { last } = run([...slow, ...fast], { memory: 60 });
    expect(Math.abs(Number(last('value').value) / left - 1)).toBeLessThan(0.01);
  });

  it('holds the truth in about nine of ten runs', () => {
    const truth = 1000 * Math.log(4.5 / 0.7) - 400;
    const hits = Array.from({ length: 200 }, (_, i) => {
      const normal = normals(i + 1);
      const { last } = run(growth(400, 10, 1000, () => 0.05 * normal()));
      return Number(last('lower').value) <= truth && truth <= Number(last('upper').value);
    }).filter(Boolean).length;
    // Binomial(200, 0.9): mean 180, standard deviation 4.2
    expect(hits).toBeGreaterThan(180 - 3 * 4.2);
    expect(hits).toBeLessThan(180 + 3 * 4.2);
  });

  it('holds it as often with a memory, whose weights the variance accounts for', () => {
    const truth = 1000 * Math.log(4.5 / 0.7) - 600;
    const hits = Array.from({ length: 200 }, (_, i) => {
      const normal = normals(1000 + i);
      const { last } = run(
        growth(600, 5, 1000, () => 0.02 * normal()),
        { memory: 150 },
      );
      return Number(last('lower').value) <= truth && truth <= Number(last('upper').value);
    }).filter(Boolean).length;
    expect(hits).toBeGreaterThan(180 - 3 * 4.2);
    expect(hits).toBeLessThan(180 + 3 * 4.2);
  });

  it('gives the interval of a worked inverse regression', () => {
    // y = ln(in/threshold) = −2, −1.9, −1.6, … checked by solving Fieller's quadratic on the textbook sums below
    const levels = Array.from({ length: 12 }, (_, i) => -2 + 0.1 * i + (i % 2 === 0 ? 0.05 : -0.05));
    const samples = levels.map((level, i): [number, number] => [i, 4.5 * Math.exp(level)]);
    const { last } = run(samples, { minSamples: 10 });
    const mean = (list: number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
    const times = levels.map((_, i) => i);
    const sxx = times.reduce((sum, t) => sum + (t - mean(times)) ** 2, 0);
    const slope = times.reduce((sum, t, i) => sum + (t - mean(times)) * (levels[i] ?? 0), 0) / sxx;
    const at = (t: number): number => mean(levels) + slope * (t - mean(times));
    const variance = times.reduce((sum, t, i) => sum + ((levels[i] ?? 0) - at(t)) ** 2, 0) / 10;
    const bound = 1.812461 ** 2 * variance; // t at 95 %, 10 degrees of freedom
    for (const port of ['lower', 'upper']) {
      const t = 11 + Number(last(port).value);
      const band = bound * (1 / 12 + (t - mean(times)) ** 2 / sxx);
      expect(at(t) ** 2 / band).toBeCloseTo(1, 3);
    }
    expect(at(11 + Number(last('value').value))).toBeCloseTo(0, 9);
  });

  it('answers from the tenth sample on at the earliest, or never where its memory holds fewer', () => {
    const first = run(growth(20, 1, 1000), { minSamples: 10 }).samples('value')[0];
    expect(first?.t).toBe(9);
    // (Σw)²/Σw² = (1 + e^(−1/4))/(1 − e^(−1/4)) = 8.04.
    expect(run(growth(600, 1, 1000), { minSamples: 10, memory: 4 }).samples('value')).toEqual([]);
  });

  it('is as well found within a second as within a year', () => {
    const { last } = run(growth(0.6, 0.05, 1), { minSamples: 10 });
    expect(Number(last('value').value)).toBeCloseTo(Math.log(4.5 / 0.7) - 0.55, 6);
  });

  it('says nothing before it has enough samples', () => {
    const { samples } = run(growth(100, 1, 1000), { minSamples: 50 });
    expect(samples('value')[0]?.t).toBeCloseTo(49, 6);
  });

  it('states nothing without a trend towards the threshold, and says why', () => {
    const flat = growth(200, 1, 1000).map(([t], i): [number, number] => [t, i % 2 === 0 ? 0.7 : 0.71]);
    const falling = growth(200, 1, -1000);
    for (const samples of [flat, falling]) {
      const result = run(samples);
      for (const port of ['value', 'lower', 'upper']) expect(result.samples(port)).toEqual([]);
      expect(reasons(result)).toEqual([
        'no life yet: it needs 30 good samples that tell something new',
        'no life: the chance that it grows towards the threshold at all is below 90 %',
      ]);
    }
  });

  it('takes a life back, as bad, when the trend is gone', () => {
    const rising = growth(300, 1, 1000);
    const falling = growth(600, 1, -300).map(([t, v]): [number, number] => [301 + t, v * Math.exp(0.3)]);
    const { last, notes, lacks } = run([...rising, ...falling], { resetBelow: 0.01 });
    for (const port of ['value', 'lower', 'upper']) expect(last(port).quality).toBe('bad');
    expect(Object.keys(lacks).toSorted()).toEqual(['lower', 'upper', 'value']);
    for (const why of Object.values(lacks)) expect(why).toContain('below 90 %');
    expect(notes.at(-1)?.says).toContain('below 90 %');
  });

  it('states no upper end while the slope is sure at 90 % but not at 95 %', () => {
    // Slope over its standard deviation 1.5: between the normal quantiles at 90 % (1.282) and 95 % (1.645).
    const times = Array.from({ length: 30 }, (_, i) => i);
    const deviation = 0.1 / Math.sqrt((30 * (900 - 1)) / 12);
    const samples = times.map((t): [number, number] => [t, Math.exp(1.5 * deviation * (t - 14.5))]);
    const result = run(samples, { noise: 0.1 });
    expect(Number(result.last('value').value)).toBeCloseTo(Math.log(4.5) / (1.5 * deviation) - 14.5, 6);
    expect(Number(result.last('lower').value)).toBeGreaterThan(0);
    expect(result.samples('upper')).toEqual([]);
    expect(run(samples, { noise: 0.125 }).samples('value')).toEqual([]);
    expect(run(samples, { noise: 0.09 }).samples('upper')).toHaveLength(1);
    // Slope over its deviation 1.5·(29/30)^1.5 a sample before: nor was there one to take back.
    expect(run(samples, { noise: 0.1, minSamples: 29 }).samples('upper')).toEqual([]);
    const lost = run([...samples, [30, Math.exp(-0.4)]], { noise: 0.1 });
    expect(lost.notes.at(-1)?.says).toContain('below 90 %');
    expect([lost.last('value').quality, lost.last('lower').quality]).toEqual(['bad', 'bad']);
    expect(lost.samples('upper')).toEqual([]);
  });

  it('takes back an upper end that moves beyond the horizon, and only that', () => {
    const start = 0.7 * Math.exp(0.3);
    const slower = Array.from({ length: 300 }, (_, i): [number, number] => [
      301 + i,
      start * Math.exp((i + 1) / 3000),
    ]);
    const samples = [...growth(300, 1, 1000), ...slower];
    const value = Number(run(samples, { noise: 0.01 }).last('value').value);
    const { last, samples: all, lacks } = run(samples, { noise: 0.01, horizon: value * 1.0001 });
    expect(lacks).toEqual({ upper: 'no upper end: it may be further off than the horizon' });
    expect(all('upper').some(({ quality }) => quality === 'good')).toBe(true);
    expect([last('value').quality, last('upper').quality]).toEqual(['good', 'bad']);
  });

  it('states an end that lies at the horizon', () => {
    const samples = growth(600, 1, 1000);
    for (const port of ['value', 'upper'] as const) {
      const end = Number(run(samples).last(port).value);
      expect(run(samples, { horizon: end }).last(port)).toMatchObject({ value: end, quality: 'good' });
    }
  });

  it('states no life beyond the horizon, but that it is no shorter', () => {
    const result = run(growth(600, 1, 1000), { horizon: 600 });
    expect([result.samples('value')[0]?.quality, result.last('lower').value]).toEqual(['bad', 600]);
    expect(reasons(result).at(-1)).toBe('no life: the threshold is further off than the horizon');
    expect(result.lacks).toEqual({ value: 'no life: the threshold is further off than the horizon' });
  });

  it('is zero, never negative, past the threshold', () => {
    const { last, samples } = run(growth(2500, 5, 1000));
    expect(Math.min(...samples('value').map(({ value }) => Number(value)))).toBe(0);
    // The threshold is at 1860.75 s.
    expect(samples('value').find(({ value }) => value === 0)?.t).toBe(1865);
    expect([last('value').value, last('lower').value]).toEqual([0, 0]);
    expect(Number(last('upper').value)).toBeGreaterThanOrEqual(0);
  });

  it('learns anew after a lasting drop, and says so', () => {
    const first = growth(1500, 1, 1000);
    const second = growth(300, 1, 1000).map(([t, v]): [number, number] => [1501 + t, v]);
    const { samples, last } = run([...first, ...second]);
    // The fifth low sample in a row says so, and is the first of the thirty that it needs.
    expect(samples('renewed').map(({ t }) => t)).toEqual([1505]);
    expect(samples('value').find(({ t, quality }) => t > 1505 && quality === 'good')?.t).toBe(1534);
    expect(Number(last('value').value)).toBeCloseTo(1000 * Math.log(4.5 / 0.7) - 300, 3);
  });

  it('notices a drop as soon as it has enough samples, and none where they lie at the share to the last bit', () => {
    const still = Array.from({ length: 30 }, (_, t): [number, number] => [t, 1]);
    const after = (level: number) => Array.from({ length: 8 }, (_, i): [number, number] => [30 + i, level]);
    expect(run([...still, ...after(0.49)]).samples('renewed')[0]?.t).toBe(34);
    expect(run([...still, ...after(0.5)]).samples('renewed')).toEqual([]);
  });

  it('states nothing while nothing moves', () => {
    const still = Array.from({ length: 40 }, (_, t): [number, number] => [t, 1]);
    expect(run(still).samples('value')).toEqual([]);
    expect(reasons(run(still)).at(-1)).toContain('below 90 %');
    // All samples are of one operating time where it stands from each sample to the next.
    const running = still.flatMap(([t]) => [[t, true] as const, [t + 0.5, false] as const]);
    const standing = run(growth(39.5, 0.5, 100), {}, { running });
    expect(reasons(standing)).toEqual(['no life yet: it needs 30 good samples that tell something new']);
    expect(standing.samples('value')).toEqual([]);
  });

  it('is zero where the trend stands at the threshold to the last bit, though no sample is there', () => {
    // Above an offset so deep that the logarithms of both are the same number.
    const still = Array.from({ length: 40 }, (_, t): [number, number] => [t, 1 - 1e-11]);
    expect(run(still, { threshold: 1, offset: -1e6 }).last('value').value).toBe(0);
  });

  it('says when it states a life', () => {
    expect(reasons(run(growth(60, 1, 1000)))).toEqual([
      'no life yet: it needs 30 good samples that tell something new',
      'it states a life',
    ]);
  });

  it('is not misled by a few drop-outs', () => {
    const samples = growth(600, 1, 1000).map(([t, v]): [number, number] => [
      t,
      t % 100 < 4 && t > 50 ? 0.01 : v,
    ]);
    const { samples: all, last } = run([...samples, [601, 0.7 * Math.exp(0.601)]]);
    expect(all('renewed')).toEqual([]);
    expect(Number(last('value').value)).toBeCloseTo(1000 * Math.log(4.5 / 0.7) - 601, 3);
  });

  it('counts operating time only', () => {
    const before = growth(300, 1, 1000);
    const standing = Array.from({ length: 100 }, (_, i): [number, number] => [300.5 + i, 0.01]);
    const after = growth(600, 1, 1000)
      .slice(301)
      .map(([t, v]): [number, number] => [t + 200, v]);
    const running = [[0, true] as const, [300.25, false] as const, [500.25, true] as const];
    const { last, samples } = run([...before, ...standing, ...after], {}, { running });
    expect(samples('renewed')).toEqual([]);
    const left = 1000 * Math.log(4.5 / 0.7) - 600;
    expect(Math.abs(Number(last('value').value) / left - 1)).toBeLessThan(0.01);
  });

  it('does not see the machine stop and start between two samples', () => {
    const running = [
      [0, true],
      [300.25, false],
      [300.75, true],
    ] as const;
    const { last } = run(growth(600, 1, 1000), {}, { running });
    expect(Number(last('value').value)).toBeCloseTo(1000 * Math.log(4.5 / 0.7) - 600, 4);
  });

  it('takes the life of the old part back at once after a repair', () => {
    const after = growth(20, 1, 1000).map(([t, v]): [number, number] => [1501 + t, v]);
    const { last } = run([...growth(1500, 1, 1000), ...after]);
    for (const port of ['value', 'lower', 'upper']) expect(last(port).quality).toBe('bad');
  });

  it('begins anew at a reset, also between two samples, and learns once it is over', () => {
    const old = growth(900, 1, 1000);
    const next = growth(299, 1, 1000).map(([t, v]): [number, number] => [901 + t, v]);
    const reset = [
      [0, false],
      [900.4, true],
      [900.6, false],
    ] as const;
    const { samples, last, notes } = run([...old, ...next], {}, { reset });
    expect(samples('renewed').map(({ t }) => t)).toEqual([900.4]);
    expect(samples('value').find(({ t }) => t === 900.4)?.quality).toBe('bad');
    expect(notes.map(({ says }) => says)).toContain('no life yet: it was reset and learns anew');
    expect(Number(last('value').value)).toBeCloseTo(1000 * Math.log(4.5 / 0.7) - 299, 3);
    const held = run(old, {}, { reset: [[0, false] as const, [10.5, true] as const] });
    expect(held.samples('value')).toEqual([]);
    expect(held.samples('renewed').map(({ t }) => t)).toEqual([10.5]);
    const fromTheStart = run(old, {}, { reset: true });
    expect(fromTheStart.samples('renewed').map(({ t }) => t)).toEqual([0]);
    expect(reasons(fromTheStart)).toEqual(['no life yet: it was reset and learns anew']);
  });

  it('is zero after five samples in a row at the threshold, whatever the trend', () => {
    const jump = Array.from({ length: 5 }, (_, i): [number, number] => [601 + i, 4.5]);
    const samples = [...growth(600, 1, 1e5), ...jump];
    expect(run(samples.slice(0, -1), { horizon: '1000 d' }).last('value').value).not.toBe(0);
    const { last } = run(samples);
    expect([last('value').value, last('lower').value]).toEqual([0, 0]);
    expect(run(jump).samples('value')).toEqual([{ t: 605, value: 0, quality: 'good' }]);
    expect(run(jump).samples('lower')).toEqual([{ t: 605, value: 0, quality: 'good' }]);
  });

  it('leaves the healthy time before the onset out', () => {
    const healthy = Array.from({ length: 2000 }, (_, i): [number, number] => [
      i,
      0.7 + 0.05 * Math.sin(2.4 * i) + (i % 500 < 3 ? 0.4 : 0),
    ]);
    const wear = growth(600, 1, 1000).map(([t, v]): [number, number] => [2000 + t, v]);
    const result = run([...healthy, ...wear], { onset: 1 });
    expect(reasons(result)[0]).toBe('no life yet: the indicator has not risen to the onset');
    // It comes to 1 at 357 s of growth, so the fifth sample from there on is at 361 s; 30 more at 391 s.
    expect(result.samples('value')[0]?.t).toBe(2391);
    expect(Number(result.last('value').value)).toBeCloseTo(1000 * Math.log(4.5 / 0.7) - 600, 4);
    expect(Math.abs(Number(run([...healthy, ...wear]).last('value').value ?? 0) - 1261)).toBeGreaterThan(300);
  });

  it('begins to learn after five samples in a row at the onset, the first of all among them', () => {
    expect(run(growth(60, 1, 1000), { onset: 0.7 }).samples('value')[0]?.t).toBe(5 + 29);
  });

  it('forgets within a second where its memory is one', () => {
    const slow = growth(20, 0.05, 200);
    const start = slow.at(-1)![1];
    const fast = Array.from({ length: 400 }, (_, i): [number, number] => [
      20 + (i + 1) * 0.05,
      start * Math.exp(((i + 1) * 0.05) / 50),
    ]);
    const left = 50 * Math.log(4.5 / start) - 20;
    const { last } = run([...slow, ...fast], { memory: 1 });
    expect(Math.abs(Number(last('value').value) / left - 1)).toBeLessThan(0.01);
  });

  it('takes the growth above an offset', () => {
    const samples = growth(600, 1, 1000).map(([t, v]): [number, number] => [t, v + 2]);
    const { last } = run(samples, { offset: 2, threshold: 6.5 });
    expect(Number(last('value').value)).toBeCloseTo(1000 * Math.log(4.5 / 0.7) - 600, 4);
  });

  it('learns nothing from samples that are not above the offset, and says so once', () => {
    const clean = growth(600, 1, 1000);
    const samples = clean.map(([t, v]): [number, number] => [t, t % 50 === 7 ? (t % 100 === 7 ? 0 : -1) : v]);
    const { last, notes } = run(samples);
    expect(notes.filter(({ level }) => level === 'warning').map(({ says }) => says)).toEqual([
      'a sample that is not above the offset is not learned from',
    ]);
    expect(Number(last('value').value)).toBeCloseTo(1000 * Math.log(4.5 / 0.7) - 600, 4);
  });

  it('stays absent through bad samples while it has stated nothing: a sensor that comes late is no bad life', () => {
    const { samples } = trace(remainingLife, {
      params: { threshold: 10 },
      inputs: {
        in: [
          [0, 0, 'bad'],
          [5, 1],
          [6, 1],
        ],
      },
      for: 20,
    });
    for (const port of ['value', 'lower', 'upper']) expect(samples(port)).toEqual([]);
  });

  it('learns nothing from bad and uncertain samples, and spans a gap of an hour', () => {
    const samples = growth(7200, 10, 5000)
      .filter(([t]) => t <= 1800 || t >= 5400)
      .map(([t, v]): [number, number, 'good' | 'uncertain' | 'bad'] => {
        if (t % 200 === 100) return [t, 3, 'uncertain'];
        return t % 200 === 150 ? [t, 3, 'bad'] : [t, v, 'good'];
      });
    const result = run(samples as unknown as Samples);
    expect(Number(result.last('value').value)).toBeCloseTo(5000 * Math.log(4.5 / 0.7) - 7200, 3);
    const at = (t: number): string | undefined => result.samples('value').find((one) => one.t === t)?.quality;
    expect([at(1000), at(1100), at(1150)]).toEqual(['good', 'uncertain', 'bad']);
  });

  it('counts samples of one time once', () => {
    const normal = normals(5);
    const samples = growth(40, 1, 100, () => 0.1 * normal());
    const twice = samples.flatMap(([t, v]): Samples => [
      [t, v],
      [t + 1e-7, v],
    ]);
    for (const port of ['value', 'lower', 'upper'])
      expect(run(twice).last(port).value).toBe(run(samples).last(port).value);
  });

  it('takes its levels in other units', () => {
    const { last } = trace(remainingLife, {
      params: { threshold: '4.5 mm/s', onset: '0.71 mm/s' },
      inputs: { in: growth(600, 1, 1000).map(([t, v]) => [t, v / 1000] as const) },
      units: { in: 'm/s' },
      for: 600,
    });
    expect(Number(last('value').value)).toBeCloseTo(1000 * Math.log(4.5 / 0.7) - 600, 3);
  });

  it.each([
    ['threshold', { threshold: 1, offset: 2 }],
    ['threshold', { threshold: 1, offset: 1 }],
    ['onset', { onset: 5 }],
    ['onset', { onset: 4.5 }],
    ['onset', { onset: 0 }],
    ['start', { start: -1, startSpread: 1 }],
    ['start', { start: 0, startSpread: 1 }],
    ['startSpread', { start: 1 }],
    ['growthSpread', { growth: 1 }],
    ['noise', { noise: 0 }],
    ['minSamples', { minSamples: 9 }],
    ['thresholdSpread', { thresholdSpread: -1 }],
  ])('refuses a %s out of range', (param, params) => {
    expect(run([[0, 1]], params).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

describe('its posterior', () => {
  const normal = normals(11);
  const times = Array.from({ length: 25 }, (_, i) => i + 0.3 * Math.sin(i));
  const levels = times.map((t) => Math.log(0.1) + 0.02 + 0.06 * t + 0.2 * normal());
  const samples = times.map((t, i): [number, number] => [t * DAY, 10 * Math.exp(levels[i]!)]);
  const prior: Prior = { start: Math.log(0.1), startSpread: 0.25, growth: 0.05, growthSpread: 0.015 };

  it('is that of a batch regression with the known noise and lives', () => {
    const { scoreAt, mean } = batchPosterior(times, levels, 0.2, prior);
    const { last } = run(samples, { threshold: 10, minSamples: 10, noise: 0.2, ...KIND });
    const at = (port: string): number => times.at(-1)! + Number(last(port).value) / DAY;
    expect(at('value')).toBeCloseTo(-mean[0] / mean[1], 8);
    expect(scoreAt(at('lower'))).toBeCloseTo(-1.6448536, 6);
    expect(scoreAt(at('upper'))).toBeCloseTo(1.6448536, 6);
  });

  it('is the same above an offset', () => {
    const { start, ...kind } = { ...KIND, noise: 0.2, minSamples: 10 };
    const above = samples.map(([t, v]): [number, number] => [t, v + 2]);
    const plain = run(samples, { threshold: 10, start, ...kind });
    const { last } = run(above, { threshold: 12, offset: 2, start: start + 2, ...kind });
    for (const port of ['value', 'lower', 'upper'])
      expect(Number(last(port).value) / Number(plain.last(port).value)).toBeCloseTo(1, 9);
  });

  it('has with a memory the variance of the weighted fit: (XᵀWX)⁻¹·XᵀW²X·(XᵀWX)⁻¹·σ²', () => {
    const end = times.at(-1)!;
    const moment = (power: number, k: number) =>
      times.reduce((sum, t) => sum + Math.exp((power * (t - end)) / 15) * t ** k, 0);
    const towards = (k: number) =>
      times.reduce((sum, t, i) => sum + Math.exp((t - end) / 15) * t ** k * levels[i]!, 0);
    const det = moment(1, 0) * moment(1, 2) - moment(1, 1) ** 2;
    const inverse = [
      [moment(1, 2) / det, -moment(1, 1) / det],
      [-moment(1, 1) / det, moment(1, 0) / det],
    ] as const;
    /** (1, t)·(XᵀWX)⁻¹ */
    const row = (t: number) => [0, 1].map((j) => inverse[0][j]! + t * inverse[1][j]!) as [number, number];
    const lineAt = (t: number) => row(t)[0] * towards(0) + row(t)[1] * towards(1);
    const deviationAt = (t: number) => {
      const [p, q] = row(t);
      return 0.2 * Math.sqrt(p * p * moment(2, 0) + 2 * p * q * moment(2, 1) + q * q * moment(2, 2));
    };
    const params = { threshold: 10, minSamples: 10, noise: 0.2, memory: 15 * DAY };
    const { last } = run(samples, params);
    const scoreOf = (port: string) => {
      const t = end + Number(last(port).value) / DAY;
      return lineAt(t) / deviationAt(t);
    };
    expect(scoreOf('value')).toBeCloseTo(0, 8);
    expect(scoreOf('lower')).toBeCloseTo(-1.6448536, 6);
    expect(scoreOf('upper')).toBeCloseTo(1.6448536, 6);
  });

  it('counts samples with correlated errors as fewer, for the variance and for its degrees of freedom', () => {
    const noise = normals(4);
    let error = 0;
    const fit = Object.fromEntries(Object.keys(lineFitStates).map((name) => [name, 0])) as unknown as LineFit;
    const long = Array.from({ length: 60 }, (_, t) => t);
    const heights = long.map((t) => {
      error = 0.8 * error + 0.06 * noise();
      addToFit(fit, t, -3 + 0.04 * t + error);
      return -3 + 0.04 * t + error;
    });
    const inflation = inflationOf(fit);
    expect(inflation).toBeGreaterThan(2);
    const freedom = 60 / inflation - 2;
    expect(freedom).toBeGreaterThan(8);
    const { residual } = batchPosterior(long, heights, 1);
    const sigma = Math.sqrt((inflation * (residual / 60) * (freedom + 2)) / freedom);
    const { scoreAt } = batchPosterior(long, heights, sigma);
    const { last } = run(long.map((t, i): [number, number] => [t, 4.5 * Math.exp(heights[i]!)]));
    expect(scoreAt(59 + Number(last('lower').value))).toBeCloseTo(-studentQuantile(0.95, freedom), 6);
    expect(scoreAt(59 + Number(last('upper').value))).toBeCloseTo(studentQuantile(0.95, freedom), 6);
  });

  it('is Student’s, with 23 degrees of freedom, with nothing known', () => {
    const { residual } = batchPosterior(times, levels, 1);
    const { scoreAt } = batchPosterior(times, levels, Math.sqrt(residual / 23));
    const { last } = run(samples, { threshold: 10, minSamples: 10 });
    const at = (port: string): number => times.at(-1)! + Number(last(port).value) / DAY;
    expect(scoreAt(at('lower'))).toBeCloseTo(-1.713872, 4); // t at 95 %, 23 degrees of freedom, from a table
    expect(scoreAt(at('upper'))).toBeCloseTo(1.713872, 4);
  });

  it('is within two points of the exact one where the lives are known and the noise is not', () => {
    // p(σ²) ∝ 1/σ², integrated over ln σ: the likelihood of σ times the exact normal posterior, line by line.
    const { last } = run(samples, { threshold: 10, minSamples: 10, ...KIND });
    const chanceBy = (port: string): number => {
      const t = times.at(-1)! + Number(last(port).value) / DAY;
      let [all, below] = [0, 0];
      for (let logSigma = Math.log(0.05); logSigma < Math.log(1); logSigma += 0.01) {
        const sigma = Math.exp(logSigma);
        const { residual, det, scoreAt } = batchPosterior(times, levels, sigma, prior);
        const weight = Math.exp(-residual / 2 - times.length * logSigma) / Math.sqrt(det);
        all += weight;
        below += weight * normalShare(scoreAt(t));
      }
      return below / all;
    };
    for (const [port, share] of [
      ['value', 0.5],
      ['lower', 0.05],
      ['upper', 0.95],
    ] as const)
      expect(Math.abs(chanceBy(port) - share)).toBeLessThan(0.02);
  });

  it('is wider by the scatter of the level at which lives end', () => {
    const { mean } = batchPosterior(times, levels, 0.2, prior);
    const params = { threshold: 10, minSamples: 10, noise: 1e-6, thresholdSpread: 0.3 };
    const exact = times.map((t): [number, number] => [t * DAY, Math.exp(mean[1] * t)]);
    const { last } = run(exact, params);
    // All doubt is in the end: (a + b·x) = ±1.645·0.3, so ±1.645·0.3/b about the value.
    const half = (1.6448536 * 0.3) / mean[1];
    const at = (port: string): number => Number(last(port).value) / DAY;
    expect(at('upper') - at('value')).toBeCloseTo(half, 4);
    expect(at('value') - at('lower')).toBeCloseTo(half, 4);
  });
});

/** Φ by Simpson's rule on the density. */
function normalShare(score: number): number {
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const step = score / 200;
  let sum = density(0) + density(score);
  for (let i = 1; i < 200; i++) sum += (i % 2 === 1 ? 4 : 2) * density(i * step);
  return 0.5 + (sum * step) / 3;
}

describe('its interval over 200 simulated lives', () => {
  const few = (uniform: () => number): number => 30 + Math.floor(70 * uniform());
  const scattered = (normal: () => number): number => 0.15 * Math.exp(0.3 * normal());

  it.each([0.4, 0.6, 0.8])(
    'holds the end of 83 to 97 % of them at a share of %d of the life, with a random number of samples',
    (share) => {
      const { stated, hits } = countHits({ age: { share }, count: few, noise: scattered }, {}, 100 * share);
      expect(stated).toBe(LIVES);
      expect(hits).toBeGreaterThanOrEqual(0.83 * LIVES);
      expect(hits).toBeLessThanOrEqual(0.97 * LIVES);
    },
  );

  it.each([0.5, 0.95])('holds it as often as a confidence of %d says', (confidence) => {
    for (const share of [0.4, 0.6, 0.8]) {
      const { stated, hits } = countHits({ age: { share }, count: few, noise: scattered }, { confidence }, 3);
      expectShare(hits, stated, confidence);
    }
  });

  it.each([10, 20])('holds it, narrower, on day %d when the lives of the kind are known', (days) => {
    const observed: Observed = { age: { days }, count: () => 30, noise: () => 0.3 };
    const known = countHits(observed, KIND, days);
    const told = countHits(observed, { ...KIND, noise: 0.3 }, days);
    const unknown = countHits(observed, {}, days);
    for (const { hits, stated } of [known, told]) {
      expect(stated).toBeGreaterThan(0.95 * LIVES);
      expect(hits / stated).toBeGreaterThanOrEqual(0.83);
      expect(hits / stated).toBeLessThanOrEqual(0.97);
    }
    expect(known.width).toBeLessThan(0.8 * unknown.width);
  });

  it.each([0.5, 0.8])('holds it although the noise has a correlation of %d from sample to sample', (rho) => {
    const { stated, hits } = countHits({
      age: { share: 0.6 },
      count: () => 200,
      noise: () => 0.15,
      correlation: rho,
    });
    expect(hits / stated).toBeGreaterThanOrEqual(0.83);
    expect(hits / stated).toBeLessThanOrEqual(0.97);
  });

  it('holds it where the level at which lives end is scattered', () => {
    const observed: Observed = { age: { share: 0.7 }, count: few, noise: scattered, spreadOfEnd: 0.3 };
    const { stated, hits } = countHits(observed, { thresholdSpread: 0.3 });
    expect(hits / stated).toBeGreaterThanOrEqual(0.83);
    expect(hits / stated).toBeLessThanOrEqual(0.97);
    expect(countHits(observed).hits / stated).toBeLessThan(0.7);
  });
});

import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { remainingLife } from './remaining-life.ts';

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

const run = (samples: Samples, params = {}, more = {}) =>
  trace(remainingLife, {
    params: { threshold: 4.5, ...params },
    inputs: { in: samples, ...more },
    units: UNITS,
    for: (samples.at(-1)?.[0] ?? 0) + 0.05,
  });

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

  it('says nothing before it has enough samples', () => {
    const { samples } = run(growth(100, 1, 1000), { minSamples: 50 });
    expect(samples('value')[0]?.t).toBeCloseTo(49, 6);
  });

  it('is the horizon, uncertain, without a rising trend', () => {
    const flat = growth(200, 1, 1000).map(([t], i): [number, number] => [t, i % 2 === 0 ? 0.7 : 0.71]);
    const falling = growth(200, 1, -1000);
    expect(run(flat, { horizon: 3600 }).last('upper')).toMatchObject({ value: 3600 });
    for (const port of ['value', 'lower', 'upper']) {
      expect(run(falling, { horizon: 3600 }).last(port)).toMatchObject({ value: 3600, quality: 'uncertain' });
    }
  });

  it('is zero, never negative, past the threshold', () => {
    const { last } = run(growth(2500, 5, 1000));
    expect([last('value').value, last('lower').value]).toEqual([0, 0]);
    expect(Number(last('upper').value)).toBeGreaterThanOrEqual(0);
  });

  it('learns anew after a lasting drop, and says so', () => {
    const first = growth(1500, 1, 1000);
    const second = growth(300, 1, 1000).map(([t, v]): [number, number] => [1501 + t, v]);
    const { samples, last } = run([...first, ...second]);
    expect(samples('renewed')).toHaveLength(1);
    expect(Number(last('value').value)).toBeCloseTo(1000 * Math.log(4.5 / 0.7) - 300, 3);
  });

  it('is not misled by a few drop-outs', () => {
    const samples = growth(600, 1, 1000).map(([t, v]): [number, number] => [
      t,
      t % 100 < 3 && t > 50 ? 0.01 : v,
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
});

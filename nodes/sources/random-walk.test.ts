import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { randomWalk } from './random-walk.ts';

function walk(params: Record<string, unknown>, seconds: number, seed = 1): number[] {
  const run = trace(randomWalk, { params: { unit: '1', ...params }, for: seconds, seed });
  expect(run.diagnostics).toEqual([]);
  return run.samples('value').map(({ value }) => Number(value));
}

const variance = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
};

const changes = (values: readonly number[]): number[] =>
  values.slice(1).map((value, i) => value - values[i]!);

describe('a random walk', () => {
  it('begins at its start', () => {
    expect(walk({ start: 7 }, 0)).toEqual([7]);
  });

  it.each([0.1, 2])('changes by σ·√dt from step to step, dt = %d s', (every) => {
    const steps = changes(walk({ deviation: 3, every }, 20_000 * every));
    // The relative standard error of a variance of n normal numbers is √(2/n) = 1 %.
    expect(variance(steps) / (9 * every)).toBeGreaterThan(0.95);
    expect(variance(steps) / (9 * every)).toBeLessThan(1.05);
  });

  it('drifts as it is told, exactly so without chance', () => {
    expect(walk({ start: 1, deviation: 0, drift: 0.5, every: 2 }, 6)).toEqual([1, 2, 3, 4]);
  });

  it('with reversion keeps the variance σ²·T/2 about its mean, whatever the step', () => {
    for (const every of [0.5, 5]) {
      const values = walk({ start: 10, deviation: 2, reversion: 3, every }, 20_000).slice(20);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(Math.abs(mean - 10)).toBeLessThan(0.2);
      expect(variance(values) / 6).toBeGreaterThan(0.9);
      expect(variance(values) / 6).toBeLessThan(1.1);
    }
  });

  it('keeps it with a reversion of less than a second too', () => {
    const values = walk({ start: 10, deviation: 2, reversion: 0.5, every: 0.2 }, 4_000).slice(20);
    expect(variance(values)).toBeGreaterThan(0.9);
    expect(variance(values)).toBeLessThan(1.1);
  });

  it('is another walk with another seed, the same with the same', () => {
    expect(walk({}, 3, 2)).toEqual(walk({}, 3, 2));
    expect(walk({}, 3, 2)).not.toEqual(walk({}, 3, 3));
  });

  it('takes its deviation as a difference: K for a value in Cel', () => {
    const { diagnostics, unit } = trace(randomWalk, {
      params: { unit: 'Cel', start: '293.15 K', deviation: '0.1 K', drift: '1 K/h' },
      for: 1,
    });
    expect(diagnostics).toEqual([]);
    expect(unit('value')).toBe('Cel');
  });
});

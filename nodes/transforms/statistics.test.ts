import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { statistics } from './statistics.ts';

const PORTS = ['mean', 'rms', 'std', 'min', 'max', 'percentile', 'kurtosis', 'count'] as const;

function lastOf(values: readonly number[], params: Record<string, unknown> = {}, unit = '1') {
  const samples = values.map((value, t): [number, number] => [t, value]);
  const run = trace(statistics, {
    params: { window: values.length, ...params },
    inputs: { in: samples },
    units: { in: unit },
    for: values.length,
  });
  expect(run.diagnostics).toEqual([]);
  const last = Object.fromEntries(PORTS.map((port) => [port, run.last(port).value]));
  return { ...run, last: last as Record<(typeof PORTS)[number], number | undefined> };
}

describe('statistics', () => {
  it('has the textbook figures of eight numbers', () => {
    // Σ = 40, Σ(x − 5)² = 32, Σ(x − 5)⁴ = 81 + 3·1 + 0 + 0 + 16 + 256 = 356.
    const { last } = lastOf([2, 4, 4, 4, 5, 5, 7, 9], { percentile: 75 });
    expect(last.mean).toBe(5);
    expect(last.rms).toBeCloseTo(Math.sqrt(232 / 8), 14);
    expect(last.std).toBeCloseTo(Math.sqrt(32 / 7), 14);
    expect([last.min, last.max, last.count]).toEqual([2, 9, 8]);
    expect(last.percentile).toBeCloseTo(5.5, 14);
    expect(last.kurtosis).toBeCloseTo((8 * 356) / 32 ** 2, 14);
  });

  it('knows a sine: mean 0, rms 1/√2, kurtosis 1.5', () => {
    const sine = Array.from({ length: 400 }, (_, k) => Math.sin((2 * Math.PI * k) / 40));
    const { last } = lastOf(sine);
    expect(last.mean).toBeCloseTo(0, 13);
    expect(last.rms).toBeCloseTo(Math.SQRT1_2, 12);
    expect(last.kurtosis).toBeCloseTo(1.5, 12);
  });

  it('sees spikes as a high kurtosis', () => {
    const quiet = Array.from({ length: 99 }, (_, k) => (k % 2 === 0 ? 1 : -1));
    expect(lastOf(quiet).last.kurtosis).toBeCloseTo(1, 2);
    expect(lastOf([...quiet, 20]).last.kurtosis).toBeGreaterThan(30);
  });

  it('does not lose the spread of large numbers', () => {
    const { last } = lastOf([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]);
    expect(last.std).toBeCloseTo(Math.sqrt(30), 9);
  });

  it('says nothing of what too few samples cannot tell', () => {
    expect(lastOf([3]).last).toEqual({
      mean: 3,
      rms: 3,
      std: undefined,
      min: 3,
      max: 3,
      percentile: 3,
      kurtosis: undefined,
      count: 1,
    });
    expect(lastOf([3]).samples('std')).toEqual([]);
    expect(lastOf([1, 2, 4]).samples('kurtosis')).toEqual([]);
    expect(lastOf([3, 3, 3, 3, 3]).samples('kurtosis')).toEqual([]);
  });

  it('has a spread from two samples on, a kurtosis from four', () => {
    expect(lastOf([3, 5]).last.std).toBeCloseTo(Math.SQRT2, 14);
    // Deviations of −0.1 three times and 0.3: (3·0.1⁴ + 0.3⁴)/4 over ((3·0.1² + 0.3²)/4)².
    expect(lastOf([0, 0, 0, 0.4]).last.kurtosis).toBeCloseTo(0.0021 / 0.03 ** 2, 12);
  });

  it('gives the spread of a temperature in K', () => {
    const { unit } = lastOf([20, 21], {}, 'Cel');
    expect(PORTS.map(unit)).toEqual(['Cel', 'Cel', 'K', 'Cel', 'Cel', 'Cel', '1', '1']);
  });

  it('is uncertain while an uncertain sample is inside, and when a window of time holds more than there is room for', () => {
    const qualitiesOf = (params: object, second?: 'uncertain'): string[] =>
      trace(statistics, {
        params: { ...params },
        inputs: {
          in: [
            [0, 1],
            [1, 2, second],
            [2, 3],
            [3, 4],
          ],
        },
        for: 4,
      })
        .samples('mean')
        .map(({ quality }) => quality);
    expect(qualitiesOf({ window: 2 }, 'uncertain')).toEqual(['good', 'uncertain', 'uncertain', 'good']);
    const crowded = qualitiesOf({ window: '10 s', mostSamples: 2 });
    expect(crowded).toEqual(['good', 'good', 'uncertain', 'uncertain']);
  });

  it('keeps its window over a bad sample', () => {
    const { samples } = trace(statistics, {
      params: { window: 2 },
      inputs: {
        in: [
          [0, 1],
          [1, 99, 'bad'],
          [2, 3],
        ],
      },
      for: 3,
    });
    expect(samples('mean').map(({ value, quality }) => [value, quality])).toEqual([
      [1, 'good'],
      [undefined, 'bad'],
      [2, 'good'],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { median } from './median.ts';

function medians(window: unknown, values: readonly number[]): unknown[] {
  const samples = values.map((value, t): [number, number] => [t, value]);
  const run = trace(median, { params: { window }, inputs: { in: samples }, for: values.length });
  expect(run.diagnostics).toEqual([]);
  return run.samples('out').map(({ value }) => value);
}

describe('a median', () => {
  it('takes a single spike away and leaves a step sharp', () => {
    expect(medians(3, [1, 1, 99, 1, 1, 5, 5, 5])).toEqual([1, 1, 1, 1, 1, 1, 5, 5]);
  });

  it('lies between the two middle ones of an even number', () => {
    expect(medians(4, [4, 1, 3, 2])).toEqual([4, 2.5, 3, 2.5]);
  });

  it('looks at a stretch of time where that is asked', () => {
    expect(medians('2.5 s', [0, 10, 20, 90])).toEqual([0, 5, 10, 20]);
  });

  it('keeps its window over a bad sample', () => {
    const { samples } = trace(median, {
      params: { window: 3 },
      inputs: {
        in: [
          [0, 1],
          [1, 2],
          [2, 50, 'bad'],
          [3, 3],
        ],
      },
      for: 4,
    });
    expect(samples('out').map(({ value, quality }) => [value, quality])).toEqual([
      [1, 'good'],
      [1.5, 'good'],
      [undefined, 'bad'],
      [2, 'good'],
    ]);
  });

  it('is uncertain while an uncertain sample is inside, and when a window of time holds more than there is room for', () => {
    const qualitiesOf = (params: object, second?: 'uncertain'): string[] =>
      trace(median, {
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
        .samples('out')
        .map(({ quality }) => quality);
    expect(qualitiesOf({ window: 2 }, 'uncertain')).toEqual(['good', 'uncertain', 'uncertain', 'good']);
    const crowded = qualitiesOf({ window: '10 s', mostSamples: 2 });
    expect(crowded).toEqual(['good', 'good', 'uncertain', 'uncertain']);
  });

  it('keeps the unit of its input', () => {
    const { unit } = trace(median, { inputs: { in: 1 }, units: { in: 'bar' }, for: 1 });
    expect(unit('out')).toBe('bar');
  });
});

import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { merge } from './merge.ts';

describe('a merge', () => {
  it('passes each sample as it comes, without waiting for the others', () => {
    const run = trace(merge, {
      inputs: {
        a: [
          [1, 10],
          [4, 40],
        ],
        b: [
          [0, 5],
          [2, 20],
        ],
      },
      for: 5,
    });
    expect(run.diagnostics).toEqual([]);
    expect(run.samples('out').map(({ t, value }) => [t, value])).toEqual([
      [0, 5],
      [1, 10],
      [2, 20],
      [4, 40],
    ]);
    expect(run.last('lost').value).toBe(0);
  });

  it('lets the first port in order win an instant, and counts the rest', () => {
    const at = (...times: number[]): [number, number][] => times.map((t) => [t, t]);
    const c: [number, number][] = [
      [1, 100],
      [3, 300],
    ];
    const run = trace(merge, { params: { inputs: 3 }, inputs: { a: at(1), b: at(1, 2), c }, for: 5 });
    expect(run.samples('out').map(({ t, value }) => [t, value])).toEqual([
      [1, 1],
      [2, 2],
      [3, 300],
    ]);
    expect(run.last('lost').value).toBe(2);
  });

  it('passes a bad sample as bad', () => {
    const run = trace(merge, {
      inputs: {
        a: [[0, 1]],
        b: [
          [1, 2, 'bad'],
          [2, 3, 'uncertain'],
        ],
      },
      for: 3,
    });
    expect(run.samples('out').map(({ value, quality }) => [value, quality])).toEqual([
      [1, 'good'],
      [undefined, 'bad'],
      [3, 'uncertain'],
    ]);
  });

  it('brings all to the unit of the first', () => {
    const run = trace(merge, {
      inputs: { a: [[0, 1]], b: [[1, 2]] },
      units: { a: 'm', b: 'km' },
      for: 2,
    });
    expect(run.unit('out')).toBe('m');
    expect(run.last('out').value).toBe(2000);
  });
});

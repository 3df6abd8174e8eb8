import { describe, expect, it } from 'vitest';
import { traceSpark } from './trace-spark.ts';

describe('the picture in a probe', () => {
  it('is a line over time, the greatest value at the top', () => {
    const rows = { times: [0, 5, 9.9], values: [0, 10, 5] };
    expect(traceSpark(rows, 0, 10, 10, 20)).toEqual({ path: 'M0 19.0h0.5L5 1.0L9 10.0', range: [0, 10] });
  });

  it('breaks where a value was bad', () => {
    const rows = { times: [0, 2, 4, 6], values: [1, null, 3, 3] };
    expect(traceSpark(rows, 0, 8, 8, 20).path.match(/M/g)).toHaveLength(2);
  });

  it('keeps a peak however many rows there are', () => {
    const times = Array.from({ length: 4_000 }, (_, i) => i / 100);
    const values = times.map(() => 0);
    values[2_050] = 8;
    const { path, range } = traceSpark({ times, values }, 0, 40, 40, 20);
    expect(path).toContain('L20 1.0V19.0');
    expect(range).toEqual([0, 8]);
  });

  it('of nothing is nothing, and of what does not move a line in the middle', () => {
    expect(traceSpark({ times: [1], values: [null] }, 0, 10, 10, 20)).toEqual({ path: '', range: undefined });
    expect(traceSpark({ times: [0, 5], values: [3, 3] }, 0, 10, 10, 20).path).toBe('M0 10.0h0.5L5 10.0');
  });
});

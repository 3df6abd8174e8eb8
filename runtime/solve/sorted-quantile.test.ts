import { describe, expect, it } from 'vitest';
import { sortedQuantile } from './sorted-quantile.ts';

describe('the quantile of sorted values', () => {
  it('is that of type 7', () => {
    const sorted = Float64Array.of(15, 20, 35, 40, 50);
    // Hyndman and Fan (1996), type 7: 20 + 0.6·(35 − 20) at q = 0.4.
    expect(sortedQuantile(sorted, 0.4)).toBeCloseTo(29, 12);
    expect([0, 0.25, 0.5, 1].map((q) => sortedQuantile(sorted, q))).toEqual([15, 20, 35, 50]);
    expect(sortedQuantile(sorted, 0.9)).toBeCloseTo(46, 12);
    expect(sortedQuantile(Float64Array.of(7), 0.9)).toBe(7);
  });

  it('is that of the first so many, where their number is given', () => {
    const sorted = Float64Array.of(15, 20, 35, 1e9, -1e9);
    expect([0, 0.5, 0.75, 1].map((q) => sortedQuantile(sorted, q, 3))).toEqual([15, 20, 27.5, 35]);
  });
});

import { describe, expect, it } from 'vitest';
import { pushSample } from '@twinloom/runtime/node/sample-window';
import { GOOD } from '@twinloom/runtime/signal/quality';
import { quantileOf, sortedValues } from './order-statistics.ts';

describe('the order of a window', () => {
  it('sorts across the end of its ring', () => {
    const array = (): Float64Array => new Float64Array(3);
    const state = { values: array(), times: array(), qualities: array(), ring: new Float64Array(2) };
    for (const [t, value] of [5, 9, 1, -2].entries()) pushSample(state, 3, t, value, GOOD);
    expect([...sortedValues(state, new Float64Array(3))]).toEqual([-2, 1, 9]);
  });

  it('has the quantiles of type 7', () => {
    const sorted = Float64Array.of(15, 20, 35, 40, 50);
    // Hyndman and Fan (1996), type 7: 20 + 0.6·(35 − 20) at q = 0.4.
    expect(quantileOf(sorted, 0.4)).toBeCloseTo(29, 12);
    expect([0, 0.25, 0.5, 1].map((q) => quantileOf(sorted, q))).toEqual([15, 20, 35, 50]);
    expect(quantileOf(Float64Array.of(7), 0.9)).toBe(7);
  });
});

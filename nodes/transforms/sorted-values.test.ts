import { describe, expect, it } from 'vitest';
import { pushSample } from '@twinloom/runtime/node/sample-window';
import { GOOD } from '@twinloom/runtime/signal/quality';
import { sortedValues } from './sorted-values.ts';

describe('the order of a window', () => {
  it('sorts across the end of its ring', () => {
    const array = (): Float64Array => new Float64Array(3);
    const state = { values: array(), times: array(), qualities: array(), ring: new Float64Array(2) };
    for (const [t, value] of [5, 9, 1, -2].entries()) pushSample(state, 3, t, value, GOOD);
    expect([...sortedValues(state, new Float64Array(3))]).toEqual([-2, 1, 9]);
  });
});

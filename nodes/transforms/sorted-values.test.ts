import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, valueAt, type WindowParam } from '@twinloom/runtime/node/sample-window';
import { GOOD } from '@twinloom/runtime/signal/quality';
import { pushSorted, type SortedWindow } from './sorted-values.ts';

function stateOf(capacity: number): SortedWindow {
  const array = (): Float64Array => new Float64Array(capacity);
  return { values: array(), times: array(), qualities: array(), ring: new Float64Array(2), sorted: array() };
}

const inOrder = (state: SortedWindow): number[] => [...state.sorted.subarray(0, countOf(state))];

const windows = fc.oneof(
  fc.integer({ min: 1, max: 8 }),
  fc.record({ seconds: fc.integer({ min: 0, max: 6 }) }),
);
const samples = fc.array(
  fc.tuple(
    fc.constantFrom(0, 0, 1, 1, 1, 4),
    fc.oneof(fc.constantFrom(0, -0, 1, 2), fc.double({ noNaN: true })),
  ),
  { maxLength: 60 },
);

describe('the order of a window', () => {
  it('is sorted across the end of its ring', () => {
    const state = stateOf(3);
    for (const [t, value] of [5, 9, 1, -2].entries()) pushSorted(state, 3, t, value, GOOD);
    expect(inOrder(state)).toEqual([-2, 1, 9]);
  });

  it('is that of its values sorted anew, whatever comes and leaves', () => {
    fc.assert(
      fc.property(windows, samples, (window: WindowParam, given) => {
        const state = stateOf(typeof window === 'number' ? window : 5);
        let t = 0;
        for (const [step, value] of given) {
          pushSorted(state, window, (t += step), value, GOOD);
          const inside = Array.from({ length: countOf(state) }, (_, i) => valueAt(state, i));
          expect(inOrder(state)).toEqual([...Float64Array.from(inside).sort()]);
        }
      }),
    );
  });
});

import { countOf, valueAt, type WindowState } from '@twinloom/runtime/node/sample-window';

/** The values from least to greatest, in `room`, which has space for all; the part that is filled. Must not allocate. */
export function sortedValues(state: WindowState, room: Float64Array): Float64Array {
  const count = countOf(state);
  for (let i = 0; i < count; i++) room[i] = valueAt(state, i);
  return room.subarray(0, count).sort();
}

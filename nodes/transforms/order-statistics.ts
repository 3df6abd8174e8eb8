import { countOf, valueAt, type WindowState } from '@twinloom/runtime/node/sample-window';

/** The values from least to greatest, in `room`, which has space for all; the part that is filled. Must not allocate. */
export function sortedValues(state: WindowState, room: Float64Array): Float64Array {
  const count = countOf(state);
  for (let i = 0; i < count; i++) room[i] = valueAt(state, i);
  return room.subarray(0, count).sort();
}

/** Quantile of sorted values, 0 ≤ q ≤ 1, linear between order statistics: type 7 of Hyndman and Fan, The American Statistician 50 (1996). */
export function quantileOf(sorted: Float64Array, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}

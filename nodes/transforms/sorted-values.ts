import type { QualityCode } from '@twinloom/runtime/signal/quality';
import {
  countOf,
  pushSample,
  timeAt,
  valueAt,
  type WindowParam,
  type WindowState,
} from '@twinloom/runtime/node/sample-window';

/** A window that also keeps its values from least to greatest, the first so many of `sorted`. */
export interface SortedWindow extends WindowState {
  sorted: Float64Array;
}

/**
 * As `pushSample`, and puts the values in order. Where a sample came and at most one left, which is what a steady stream does, only those
 * between the two move. Must not allocate, unless several left at once.
 */
export function pushSorted(
  state: SortedWindow,
  window: WindowParam,
  t: number,
  value: number,
  quality: QualityCode,
): boolean {
  const before = countOf(state);
  const last = Math.max(before - 1, 0);
  const leaving = valueAt(state, timeAt(state, last) === t ? last : 0);
  const isWhole = pushSample(state, window, t, value, quality);
  const count = countOf(state);
  const { sorted } = state;
  if (count < before) sortAnew(state, count);
  else moveTo(sorted, count, count > before ? before : placeIn(sorted, count, leaving), value);
  return isWhole;
}

/** Where a value stands, the first of those alike. */
function placeIn(sorted: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(sorted[middle]!, value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts a value in order whose room is at `place`: those between go one on. */
function moveTo(sorted: Float64Array, count: number, place: number, value: number): void {
  let at = place;
  for (; at > 0 && isBelow(value, sorted[at - 1]!); at--) sorted[at] = sorted[at - 1]!;
  for (; at + 1 < count && isBelow(sorted[at + 1]!, value); at++) sorted[at] = sorted[at + 1]!;
  sorted[at] = value;
}

/** As `sort` orders numbers: −0 comes before 0. */
function isBelow(a: number, b: number): boolean {
  return a < b || (a === 0 && b === 0 && 1 / a < 1 / b);
}

function sortAnew(state: SortedWindow, count: number): void {
  const { sorted } = state;
  for (let i = 0; i < count; i++) sorted[i] = valueAt(state, i);
  sorted.subarray(0, count).sort();
}

import type { StateSpec } from '@twinloom/runtime/node/definition';
import { GOOD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';

/** A window as its param says it: a number of samples, or the samples of the last so many seconds. */
export type WindowParam = number | { seconds: number };

/** The state of a node that keeps a window of samples: a ring of values, times in s and qualities, its oldest place and how many there are. */
export interface WindowState {
  values: Float64Array;
  times: Float64Array;
  qualities: Float64Array;
  ring: Float64Array;
}

interface WindowParams {
  window: WindowParam;
  mostSamples?: number;
}

const capacityOf = (p: Readonly<Record<string, unknown>>): number => {
  const { window, mostSamples = DEFAULT_MOST } = p as unknown as WindowParams;
  return typeof window === 'number' ? window : mostSamples;
};

/** Samples a window of time holds when nothing else is said. */
export const DEFAULT_MOST = 1_000;

/** States a node needs for its window; the unit of `values` is that of the port `in`. */
export const windowStates = {
  values: { unit: 'like:in', length: capacityOf },
  times: { unit: 's', length: capacityOf },
  qualities: { unit: '1', length: capacityOf },
  ring: { unit: '1', length: () => 2 },
} satisfies Record<string, StateSpec>;

/**
 * Puts a sample at time t into the window and drops those that have left it; a window of time holds what is newer than t − seconds.
 * A sample at the time of the last one takes its place. True unless the ring was full, so that a window of time lost a sample too early.
 * Must not allocate.
 */
export function pushSample(
  state: WindowState,
  window: WindowParam,
  t: number,
  value: number,
  quality: QualityCode,
): boolean {
  const { values, times, qualities, ring } = state;
  const capacity = values.length;
  let [start, count] = [ring[0]!, ring[1]!];
  const last = (start + count - 1) % capacity;
  const isRepeat = count > 0 && times[last] === t;
  if (typeof window !== 'number') {
    while (count > 0 && times[start]! <= t - window.seconds) {
      start = (start + 1) % capacity;
      count--;
    }
  }
  let isWhole = true;
  if (!isRepeat && count === capacity) {
    isWhole = typeof window === 'number';
    start = (start + 1) % capacity;
    count--;
  }
  const at = isRepeat && count > 0 ? last : (start + count) % capacity;
  if (!(isRepeat && count > 0)) count++;
  values[at] = value;
  times[at] = t;
  qualities[at] = quality;
  ring[0] = start;
  ring[1] = count;
  return isWhole;
}

/** How many samples the window holds. */
export function countOf({ ring }: WindowState): number {
  return ring[1]!;
}

/** The i-th sample from the oldest, 0 ≤ i < count. */
export function valueAt({ values, ring }: WindowState, i: number): number {
  return values[(ring[0]! + i) % values.length]!;
}

/** Time of the i-th sample from the oldest, s. */
export function timeAt({ times, ring }: WindowState, i: number): number {
  return times[(ring[0]! + i) % times.length]!;
}

/** The worst quality of all samples inside. Must not allocate. */
export function qualityOf({ qualities, ring }: WindowState): QualityCode {
  for (let i = 0; i < ring[1]!; i++) {
    if (qualities[(ring[0]! + i) % qualities.length]! > GOOD) return UNCERTAIN;
  }
  return GOOD;
}

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

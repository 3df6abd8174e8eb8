import type { StateSpec } from '@twinloom/runtime/node/definition';
import { GOOD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';

/** A window as its param says it: a number of samples, or the samples of the last so many seconds. */
export type WindowParam = number | { seconds: number };

/** The samples a predictor looks back on: a ring of values, times in s and qualities; `ring` is its oldest place and how many there are. */
export interface RecentSamples {
  values: Float64Array;
  times: Float64Array;
  qualities: Float64Array;
  ring: Float64Array;
}

const capacityOf = (p: Readonly<Record<string, unknown>>): number => {
  const { window, mostSamples } = p as { window: WindowParam; mostSamples: number };
  return typeof window === 'number' ? window : mostSamples;
};

/** States of a node with the params `window` and `mostSamples` (what a window of time can hold) and the input `in`. */
export const recentStates = {
  values: { unit: 'like:in', length: capacityOf },
  times: { unit: 's', length: capacityOf },
  qualities: { length: capacityOf },
  ring: { length: () => 2 },
} satisfies Record<string, StateSpec>;

/** Drops what is not newer than t − seconds, from a window of time. Must not allocate. */
export function dropOld({ times, ring }: RecentSamples, window: WindowParam, t: number): void {
  if (typeof window === 'number') return;
  while (ring[1]! > 0 && times[ring[0]!]! <= t - window.seconds) dropOldest(ring, times.length);
}

/** Adds a sample; a full ring loses its oldest. False where a window of time lost one too early. Must not allocate. */
export function addSample(
  { values, times, qualities, ring }: RecentSamples,
  window: WindowParam,
  t: number,
  value: number,
  quality: QualityCode,
): boolean {
  const isFull = ring[1] === values.length;
  if (isFull) dropOldest(ring, values.length);
  const at = (ring[0]! + ring[1]!) % values.length;
  values[at] = value;
  times[at] = t;
  qualities[at] = quality;
  ring[1]! += 1;
  return !isFull || typeof window === 'number';
}

/** How many samples there are. */
export function countOf({ ring }: RecentSamples): number {
  return ring[1]!;
}

/** The i-th value from the oldest, 0 ≤ i < count. */
export function valueAt({ values, ring }: RecentSamples, i: number): number {
  return values[(ring[0]! + i) % values.length]!;
}

/** Time of the i-th sample from the oldest, s. */
export function timeAt({ times, ring }: RecentSamples, i: number): number {
  return times[(ring[0]! + i) % times.length]!;
}

/** Uncertain where one of the samples is. Must not allocate. */
export function qualityOf({ qualities, ring }: RecentSamples): QualityCode {
  for (let i = 0; i < ring[1]!; i++) {
    if (qualities[(ring[0]! + i) % qualities.length]! > GOOD) return UNCERTAIN;
  }
  return GOOD;
}

function dropOldest(ring: Float64Array, capacity: number): void {
  ring[0] = (ring[0]! + 1) % capacity;
  ring[1]! -= 1;
}

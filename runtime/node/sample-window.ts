import { GOOD, UNCERTAIN, type QualityCode } from '../signal/quality.ts';
import type { StateSpec } from './definition.ts';

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

const HALF_MICRO = 0.5e-6;

/** Samples a window of time holds when nothing else is said. */
export const DEFAULT_MOST = 1_000;

/** States a node needs for its window; the unit of `values` is that of the port `in`. */
export const windowStates = {
  values: { unit: 'like:in', length: capacityOf },
  times: { unit: 's', length: capacityOf },
  qualities: { unit: '1', length: capacityOf },
  ring: { unit: '1', length: () => 2 },
} satisfies Record<string, StateSpec>;

/** Drops what has left a window of time: what is not newer than t − seconds, to half a microsecond, for times are whole ones. Must not allocate. */
export function dropOld({ times, ring }: WindowState, window: WindowParam, t: number): void {
  if (typeof window === 'number') return;
  const gone = t - window.seconds + HALF_MICRO;
  while (ring[1]! > 0 && times[ring[0]!]! <= gone) dropOldest(ring, times.length);
}

/** Adds a sample; a full ring loses its oldest. False where a window of time lost one too early. Must not allocate. */
export function addSample(
  { values, times, qualities, ring }: WindowState,
  window: WindowParam,
  t: number,
  value: number,
  quality: QualityCode,
): boolean {
  const isFull = ring[1] === values.length;
  if (isFull) dropOldest(ring, values.length);
  const at = placeOf(ring[0]! + ring[1]!, values.length);
  values[at] = value;
  times[at] = t;
  qualities[at] = quality;
  ring[1]! += 1;
  return !isFull || typeof window === 'number';
}

/** Drops what has left the window and adds a sample; one at the time of the last takes its place. As `addSample` otherwise. */
export function pushSample(
  state: WindowState,
  window: WindowParam,
  t: number,
  value: number,
  quality: QualityCode,
): boolean {
  dropOld(state, window, t);
  const { times, ring } = state;
  const count = ring[1]!;
  if (count > 0 && times[placeOf(ring[0]! + count - 1, times.length)] === t) ring[1] = count - 1;
  return addSample(state, window, t, value, quality);
}

function dropOldest(ring: Float64Array, capacity: number): void {
  ring[0] = placeOf(ring[0]! + 1, capacity);
  ring[1]! -= 1;
}

/** A place of the ring, counted on from less than twice its size: a remainder of numbers with a fraction takes many times as long. */
function placeOf(at: number, capacity: number): number {
  return at < capacity ? at : at - capacity;
}

/** How many samples the window holds. */
export function countOf({ ring }: WindowState): number {
  return ring[1]!;
}

/** The i-th sample from the oldest, 0 ≤ i < count. */
export function valueAt({ values, ring }: WindowState, i: number): number {
  return values[placeOf(ring[0]! + i, values.length)]!;
}

/** Time of the i-th sample from the oldest, s. */
export function timeAt({ times, ring }: WindowState, i: number): number {
  return times[placeOf(ring[0]! + i, times.length)]!;
}

/** Sum of the samples, from the oldest on. Must not allocate. */
export function sumOf({ values, ring }: WindowState): number {
  const [oldest, end] = [ring[0]! | 0, (ring[0]! + ring[1]!) | 0];
  const { length } = values;
  let sum = 0;
  for (let i = oldest; i < end && i < length; i++) sum += values[i]!;
  for (let i = 0; i < end - length; i++) sum += values[i]!;
  return sum;
}

/** Uncertain where one of the samples inside is. Must not allocate. */
export function qualityOf({ qualities, ring }: WindowState): QualityCode {
  const [oldest, end] = [ring[0]! | 0, (ring[0]! + ring[1]!) | 0];
  const { length } = qualities;
  for (let i = oldest; i < end && i < length; i++) if (qualities[i]! > GOOD) return UNCERTAIN;
  for (let i = 0; i < end - length; i++) if (qualities[i]! > GOOD) return UNCERTAIN;
  return GOOD;
}

import { GOOD, UNCERTAIN, type QualityCode } from '../signal/quality.ts';
import type { Instant, StateSpec } from './definition.ts';
import { HALF_MICROSECOND } from './half-microsecond.ts';

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

/** Drops what has left a window of time: what is not newer than t − seconds, to half a microsecond, for times are whole ones. Must not allocate. */
export function dropOld({ times, ring }: WindowState, window: WindowParam, t: number): void {
  if (typeof window === 'number') return;
  const gone = t - window.seconds + HALF_MICROSECOND;
  let oldest = ring[0]! | 0;
  let count = ring[1]! | 0;
  for (; count > 0 && times[oldest]! <= gone; count--) oldest = placeOf(oldest + 1, times.length);
  ring[0] = oldest;
  ring[1] = count;
}

/** Adds a sample; a full ring loses its oldest. False where a window of time lost one too early. Must not allocate. */
export function addSample(
  state: WindowState,
  window: WindowParam,
  t: number,
  value: number,
  quality: QualityCode,
): boolean {
  return addBehind(state.ring[1]! | 0, state, window, t, value, quality);
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
  const count = ring[1]! | 0;
  const isAgain = count > 0 && times[placeOf((ring[0]! | 0) + count - 1, times.length)] === t;
  return addBehind(isAgain ? count - 1 : count, state, window, t, value, quality);
}

/** Adds a sample behind the first `count`. Numbers of a ring are read once and written once, as whole ones: V8 would reckon with fractions. */
function addBehind(
  count: number,
  { values, times, qualities, ring }: WindowState,
  window: WindowParam,
  t: number,
  value: number,
  quality: QualityCode,
): boolean {
  const { length } = values;
  const oldest = ring[0]! | 0;
  const isFull = count === length;
  const at = placeOf(oldest + count, length);
  values[at] = value;
  times[at] = t;
  qualities[at] = quality;
  if (isFull) ring[0] = placeOf(oldest + 1, length);
  ring[1] = isFull ? count : count + 1;
  return !isFull || typeof window === 'number';
}

/** A place of the ring, counted on from less than twice its size: a remainder takes many times as long. */
function placeOf(at: number, capacity: number): number {
  return at < capacity ? at : at - capacity;
}

/** How many samples the window holds. */
export function countOf({ ring }: WindowState): number {
  return ring[1]!;
}

/** The i-th sample from the oldest, 0 ≤ i < count. */
export function valueAt({ values, ring }: WindowState, i: number): number {
  return values[placeOf((ring[0]! | 0) + i, values.length)]!;
}

/** Time of the i-th sample from the oldest, s. */
export function timeAt({ times, ring }: WindowState, i: number): number {
  return times[placeOf((ring[0]! | 0) + i, times.length)]!;
}

/**
 * Sum of the samples, from the oldest on. Marks what is made of them, in the same pass: uncertain where one of them is, or where the window is
 * not `isWhole`. Must not allocate.
 */
export function markedSum(
  { values, qualities, ring }: WindowState,
  isWhole: boolean,
  instant: Pick<Instant, 'mark'>,
): number {
  const oldest = ring[0]! | 0;
  const end = oldest + (ring[1]! | 0);
  const { length } = values;
  let sum = 0;
  let doubt = 0;
  for (let i = oldest; i < end && i < length; i++) {
    sum += values[i]!;
    doubt += qualities[i]!;
  }
  for (let i = 0; i < end - length; i++) {
    sum += values[i]!;
    doubt += qualities[i]!;
  }
  instant.mark(isWhole && doubt === GOOD ? GOOD : UNCERTAIN);
  return sum;
}

/** Uncertain where one of the samples inside is. Must not allocate. */
export function qualityOf({ qualities, ring }: WindowState): QualityCode {
  const oldest = ring[0]! | 0;
  const end = oldest + (ring[1]! | 0);
  const { length } = qualities;
  for (let i = oldest; i < end && i < length; i++) if (qualities[i]! > GOOD) return UNCERTAIN;
  for (let i = 0; i < end - length; i++) if (qualities[i]! > GOOD) return UNCERTAIN;
  return GOOD;
}

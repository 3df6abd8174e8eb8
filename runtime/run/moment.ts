/** Logical time counts in whole microseconds since the twin's origin. */
export const MICROS = 1e6;

/** The instant that runs now; one object per twin, changed in place. */
export interface Moment {
  /** Counts up from 1. */
  number: number;
  /** µs since the origin; -1 before the first instant. */
  micros: number;
  /** The same in s. */
  seconds: number;
  /** Nothing is due before this time, µs, whatever is put in meanwhile; -1: that has to be worked out. */
  quietUntil: number;
}

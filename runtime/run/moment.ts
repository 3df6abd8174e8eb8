/** Logical time counts in whole microseconds since the twin's origin. */
export const MICROS = 1e6;

/** Why there is an instant: nothing but inputs of listening sources, nothing but the flow's tick, or whatever else. */
export const WHATEVER = 0;
export const INPUTS = 1;
export const TICK = 2;
export type Cause = typeof WHATEVER | typeof INPUTS | typeof TICK;

/** The instant that runs now; one object per twin, changed in place. */
export interface Moment {
  /** Counts up from 1. */
  number: number;
  /** µs since the origin; -1 before the first instant. */
  micros: number;
  /** The same in s. */
  seconds: number;
  cause: Cause;
  /** Nothing is due before this time, µs, whatever is put in meanwhile; -1: that has to be worked out. */
  quietUntil: number;
  /** When the first node that asked to run again does, µs; NaN: that has to be worked out. */
  nextWake: number;
}

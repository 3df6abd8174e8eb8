import type { Layout } from '../emit/layout.ts';
import type { Stretch } from './stretch.ts';

/** Time counts in whole microseconds since the twin's origin. */
export const MICROS = 1e6;

/** Why there is an instant: nothing but inputs of listening sources, nothing but the flow's tick, nothing but both, or whatever else. */
export const WHATEVER = 0;
export const INPUTS = 1;
export const TICK = 2;
export const INPUTS_AND_TICK = 3;
export type Cause = typeof WHATEVER | typeof INPUTS | typeof TICK | typeof INPUTS_AND_TICK;

/** The instant that runs now; one object per twin, over numbers that the generated functions read too. */
export class Moment {
  readonly #numbers: Float64Array;
  readonly #at: number;

  constructor({ clock }: Layout, { chunk, base }: Stretch) {
    this.#numbers = chunk.numbers;
    this.#at = base + clock;
    this.micros = -1;
    this.quietUntil = -1;
    this.nextWake = Number.NaN;
    this.nextStale = Number.NaN;
  }

  /** Counts up from 1. */
  get number(): number {
    return this.#numbers[this.#at]!;
  }

  set number(count: number) {
    this.#numbers[this.#at] = count;
  }

  /** µs since the origin; -1 before the first instant. */
  get micros(): number {
    return this.#numbers[this.#at + 1]!;
  }

  set micros(micros: number) {
    this.#numbers[this.#at + 1] = micros;
  }

  /** The same in s. */
  get seconds(): number {
    return this.#numbers[this.#at + 2]!;
  }

  set seconds(seconds: number) {
    this.#numbers[this.#at + 2] = seconds;
  }

  get cause(): Cause {
    return this.#numbers[this.#at + 3] as Cause;
  }

  set cause(cause: Cause) {
    this.#numbers[this.#at + 3] = cause;
  }

  /** Nothing is due before this time, µs, whatever is put in meanwhile; -1: that has to be worked out. */
  get quietUntil(): number {
    return this.#numbers[this.#at + 4]!;
  }

  set quietUntil(micros: number) {
    this.#numbers[this.#at + 4] = micros;
  }

  /** When the first node that asked to run again does, µs; NaN: that has to be worked out. */
  get nextWake(): number {
    return this.#numbers[this.#at + 5]!;
  }

  set nextWake(micros: number) {
    this.#numbers[this.#at + 5] = micros;
  }

  /** When the next source falls silent for too long, µs; NaN: that has to be worked out. */
  get nextStale(): number {
    return this.#numbers[this.#at + 6]!;
  }

  set nextStale(micros: number) {
    this.#numbers[this.#at + 6] = micros;
  }
}

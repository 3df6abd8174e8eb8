import { MICROS } from './moment.ts';

/** When deliveries to one twin count as arrived, in whole µs; times in s since its origin. */
export class Arrivals {
  #last = -1;

  /** Two deliveries are two instants: of those that arrive in one µs the second counts as one later, or windows would take it for the first. */
  next(at: number): number {
    return this.#count(Math.max(Math.round(at * MICROS), this.#last + 1));
  }

  /** One that may arrive together with the last, never before it. */
  join(at: number): number {
    return this.#count(Math.max(Math.round(at * MICROS), this.#last));
  }

  #count(micros: number): number {
    this.#last = micros;
    return micros / MICROS;
  }
}

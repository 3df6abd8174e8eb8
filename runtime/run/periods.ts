import { MICROS } from './moment.ts';

/** Nodes that run every so many seconds; the k-th due time is round(k·T·10⁶) µs after the origin, so that no rounding adds up. */
export class Period {
  /** T in s. */
  readonly seconds: number;
  /** Nodes by their place in feedthrough order. */
  readonly nodes: number[] = [];
  /** When it is due next, µs since the origin. */
  due = 0;
  #next = 0;
  /** Index of the one that ran last; -1 before the first. */
  last = -1;

  constructor(seconds: number) {
    this.seconds = seconds;
  }

  /** Index k of the next due time. */
  get next(): number {
    return this.#next;
  }

  set next(k: number) {
    this.#next = k;
    this.due = Math.round(k * this.seconds * MICROS);
  }

  /** Begins behind `micros`: the due times up to it count as run. */
  passBy(micros: number): void {
    this.next = Math.max(0, Math.floor(micros / (this.seconds * MICROS)) - 1);
    while (this.due <= micros) this.next++;
    this.last = this.next - 1;
  }
}

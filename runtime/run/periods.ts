import { MICROS } from './moment.ts';

/** Nodes that run every so many seconds; the k-th due time is round(k·T·10⁶) µs after the origin, so that no rounding adds up. */
export class Period {
  /** T in s. */
  readonly seconds: number;
  /** Nodes by their place in feedthrough order. */
  readonly nodes: number[] = [];
  /** Index k of the next due time. */
  next = 0;
  /** Index of the one that ran last; -1 before the first. */
  last = -1;

  constructor(seconds: number) {
    this.seconds = seconds;
  }

  /** When it is due next, µs since the origin. */
  due(): number {
    return Math.round(this.next * this.seconds * MICROS);
  }

  /** Begins behind `micros`: the due times up to it count as run. */
  passBy(micros: number): void {
    this.next = Math.max(0, Math.floor(micros / (this.seconds * MICROS)) - 1);
    while (this.due() <= micros) this.next++;
    this.last = this.next - 1;
  }
}

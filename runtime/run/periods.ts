import type { Layout } from '../emit/layout.ts';
import { MICROS } from './moment.ts';
import type { Stretch } from './stretch.ts';

/** Nodes that run every so many seconds; the k-th due time is round(k·T·10⁶) µs after the origin, so that no rounding adds up. */
export class Period {
  /** T in s. */
  readonly seconds: number;
  /** Nodes by their place in feedthrough order. */
  readonly nodes: readonly number[];
  readonly #numbers: Float64Array;
  readonly #next: number;
  readonly #last: number;
  readonly #due: number;

  /** The `place`-th of its twin. One without nodes is never due. */
  constructor(
    seconds: number,
    nodes: readonly number[],
    place: number,
    { nextOf, lastOf, dueOf }: Layout,
    { chunk, base }: Stretch,
  ) {
    this.seconds = seconds;
    this.nodes = nodes;
    this.#numbers = chunk.numbers;
    this.#next = base + nextOf + place;
    this.#last = base + lastOf + place;
    this.#due = base + dueOf + place;
    this.last = -1;
    if (nodes.length === 0) this.#numbers[this.#due] = Infinity;
  }

  /** When it is due next, µs since the origin. */
  get due(): number {
    return this.#numbers[this.#due]!;
  }

  /** Index k of the next due time. */
  get next(): number {
    return this.#numbers[this.#next]!;
  }

  set next(k: number) {
    this.#numbers[this.#next] = k;
    this.#numbers[this.#due] = Math.round(k * this.seconds * MICROS);
  }

  /** Index of the one that ran last; -1 before the first. */
  get last(): number {
    return this.#numbers[this.#last]!;
  }

  set last(k: number) {
    this.#numbers[this.#last] = k;
  }

  /** Begins behind `micros`: the due times up to it count as run. */
  passBy(micros: number): void {
    this.next = Math.max(0, Math.floor(micros / (this.seconds * MICROS)) - 1);
    while (this.due <= micros) this.next++;
    this.last = this.next - 1;
  }
}

import { LateTicks } from './late-ticks.ts';
import type { LoadWord } from './words.ts';

/** Measures how a worker fares: which twin it works for how long, how late its ticks run. */
export class LoadMeter {
  readonly #now: () => number;
  readonly #late = new LateTicks();
  readonly #busy = new Map<number, number>();
  #running = 0;
  #since: number;
  #told: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#since = this.#told = now();
  }

  /** From now on it works for this twin, by its number; 0: for none. */
  switchTo(running: number): void {
    const now = this.#now();
    this.#settle(now);
    this.#running = running;
  }

  /** A tick ran so many s after it was due. */
  noteLate(seconds: number): void {
    this.#late.note(seconds, this.#now());
  }

  /** What was measured since the last call. */
  take(heapBytes: number): LoadWord {
    const now = this.#now();
    this.#settle(now);
    const busy = [...this.#busy];
    this.#busy.clear();
    const seconds = now - this.#told;
    this.#told = now;
    return { heapBytes, lateSeconds: this.#late.quantile(0.99, now), seconds, busy };
  }

  #settle(now: number): void {
    if (this.#running !== 0)
      this.#busy.set(this.#running, (this.#busy.get(this.#running) ?? 0) + now - this.#since);
    this.#since = now;
  }
}

import type { Twin } from '../run/twin.ts';

/** A clock and its timers, handed in. */
export interface Timers {
  /** Monotonic time, s since 1970. */
  now(): number;
  /** Runs once after a delay in s; returns its undo. */
  after(seconds: number, run: () => void): () => void;
}

/** A timer may fire a little early, and a wake-up far away is asked for again. */
const SHORTEST_SECONDS = 0.001;
const LONGEST_SECONDS = 60;

/** Keeps a twin in step with a clock: it is advanced when something is due, and ticks it missed by more than 2 s become one step. */
export class Pacer {
  readonly #twin: Twin;
  readonly #timers: Timers;
  readonly #onAdvanced: (lateSeconds: number) => void;
  #cancel: (() => void) | undefined;
  /** When the timer is due, s since 1970. */
  #wakesAt = Number.POSITIVE_INFINITY;
  #isClosed = false;

  /** `onAdvanced` is told how long after it was due something ran; less than 0: nothing was due. */
  constructor(twin: Twin, timers: Timers, onAdvanced: (lateSeconds: number) => void = () => undefined) {
    this.#twin = twin;
    this.#timers = timers;
    this.#onAdvanced = onAdvanced;
    this.wake();
  }

  /** Something was put in: what is due next may have changed. A timer that is there comes early enough for what is due later. */
  wake(): void {
    const due = this.#twin.epoch + this.#twin.nextDue();
    if (this.#isClosed || (this.#cancel && this.#wakesAt <= due)) return;
    this.#cancel?.();
    const now = this.#timers.now();
    const seconds = Math.min(Math.max(due - now, SHORTEST_SECONDS), LONGEST_SECONDS);
    this.#wakesAt = now + seconds;
    this.#cancel = this.#timers.after(seconds, () => this.#advance());
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  #advance(): void {
    this.#cancel = undefined;
    const t = this.#timers.now() - this.#twin.epoch;
    const late = t - this.#twin.nextDue();
    this.#twin.advance(t, true);
    this.#onAdvanced(late);
    this.wake();
  }
}

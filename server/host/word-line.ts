import type { Timers } from '@twinloom/runtime/schedule/pacer';
import type { ToWorker } from './words.ts';

/**
 * The words to a worker, in their order. One that takes long is worked off in several turns of the thread, so that what is due at a time comes
 * between; the others wait behind it, but for heartbeats: who does not answer them counts as one that never returns.
 */
export class WordLine {
  readonly #timers: Timers;
  readonly #take: (word: ToWorker) => Iterator<void> | undefined;
  readonly #waiting: ToWorker[] = [];
  /** What is not yet worked off. */
  #rest: Iterator<void> | undefined;

  /** `take` works a word off, up to where the turn is over each time. */
  constructor(timers: Timers, take: (word: ToWorker) => Iterator<void> | undefined) {
    this.#timers = timers;
    this.#take = take;
  }

  hear(word: ToWorker): void {
    if (this.#rest && word.kind !== 'heartbeat') this.#waiting.push(word);
    else this.#begin(word);
  }

  #begin(word: ToWorker): void {
    const work = this.#take(word);
    if (work) this.#goOn(work);
  }

  #goOn(work: Iterator<void>): void {
    this.#rest = work.next().done === true ? undefined : work;
    if (this.#rest) this.#timers.after(0, () => this.#turn(work));
  }

  #turn(work: Iterator<void>): void {
    this.#goOn(work);
    while (!this.#rest && this.#waiting.length > 0) this.#begin(this.#waiting.shift()!);
  }
}

import type { Timers } from '@twinloom/runtime/schedule/pacer';

export interface TurnsOptions {
  timers: Timers;
  /** From one turn to the next, s. */
  seconds: () => number;
  /** A turn that comes after so many seconds; where it yields others may go on. */
  work: (seconds: number) => Generator<undefined>;
  /** What a turn throws ends that turn. */
  failed: (error: unknown) => void;
  /** Of a turn that is long the share of the time it may take. */
  share: number;
}

/** The event loop is kept no longer than this, where the work yields often enough, s. */
const MOST_SECONDS = 0.004;

/** Work that comes again and again, each time a few ms at a stretch, so that what else waits has its turn between. Must be closed. */
export class Turns {
  readonly #options: TurnsOptions;
  #turn: Generator<undefined> | undefined;
  #begun = 0;
  #undo: () => void = () => undefined;

  constructor(options: TurnsOptions) {
    this.#options = options;
    this.#plan(0);
  }

  /** Ends the turn that is on its way in one go. */
  settle(): void {
    if (!this.#turn) return;
    this.close();
    this.#step(Infinity);
  }

  close(): void {
    this.#undo();
  }

  #plan(took: number): void {
    const { timers, seconds, work } = this.#options;
    const wait = seconds();
    this.#undo = timers.after(Math.max(wait - took, 0), () => {
      this.#begun = timers.now();
      this.#turn = work(wait);
      this.#step(MOST_SECONDS);
    });
  }

  #step(most: number): void {
    const { timers, failed, share } = this.#options;
    const begun = timers.now();
    let isOver = false;
    try {
      do isOver = this.#turn!.next().done === true;
      while (!isOver && timers.now() - begun < most);
    } catch (error) {
      failed(error);
      isOver = true;
    }
    if (!isOver) {
      const pause = (timers.now() - begun) * (1 / share - 1);
      this.#undo = timers.after(pause, () => this.#step(most));
      return;
    }
    this.#turn = undefined;
    this.#plan(timers.now() - this.#begun);
  }
}

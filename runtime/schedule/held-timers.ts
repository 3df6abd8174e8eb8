import type { Timers } from './pacer.ts';

/** Timers whose time a test moves; begins at a whole second since 1970. */
export class HeldTimers implements Timers {
  #now: number;
  #due: { at: number; run: () => void }[] = [];
  #whenSet: () => void = () => undefined;

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(seconds: number, run: () => void): () => void {
    const entry = { at: this.#now + seconds, run };
    this.#due.push(entry);
    this.#whenSet();
    return () => (this.#due = this.#due.filter((other) => other !== entry));
  }

  /** s until each of the timers that are set, the next first. */
  get waits(): number[] {
    return this.#due.map(({ at }) => at - this.#now).toSorted((a, b) => a - b);
  }

  /** Resolves when what is waited for satisfies; looks again whenever a timer is set. */
  async until(isSo: (waits: readonly number[]) => boolean): Promise<void> {
    while (!isSo(this.waits)) await new Promise<void>((resolve) => (this.#whenSet = resolve));
  }

  /** Lets time pass and runs what is due on the way, in order. */
  advance(seconds: number): void {
    const end = this.#now + seconds;
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#due = this.#due.filter((other) => other !== next);
      this.#now = Math.max(next.at, this.#now);
      next.run();
    }
    this.#now = end;
  }
}

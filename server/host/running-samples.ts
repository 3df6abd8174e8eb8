import { NOBODY } from './words.ts';
import type { Running } from './running-cell.ts';

/** A share of the processor's time, by what a worker ran: a node whose own code ran, or with -1 the rest of a twin. */
export interface RunningShare extends Running {
  share: number;
}

const HALF_SECONDS = 30;

/** What was seen running in looks now and then over the last half to whole minute. */
export class RunningSamples {
  #now = emptyCount();
  #before = emptyCount();
  #halfFrom = Number.NEGATIVE_INFINITY;

  /** One look. `t` in s, of any clock. */
  note({ twin, node }: Running, t: number): void {
    if (t - this.#halfFrom >= HALF_SECONDS) {
      this.#before = t - this.#halfFrom < 2 * HALF_SECONDS ? this.#now : emptyCount();
      this.#now = emptyCount();
      this.#halfFrom = t;
    }
    this.#now.looks++;
    if (twin === 0 || twin === NOBODY) return;
    const key = `${twin} ${node}`;
    this.#now.seen.set(key, (this.#now.seen.get(key) ?? 0) + 1);
  }

  /** The largest first. */
  shares(): RunningShare[] {
    const looks = this.#now.looks + this.#before.looks;
    const keys = new Set([...this.#now.seen.keys(), ...this.#before.seen.keys()]);
    return [...keys]
      .map((key) => {
        const [twin = 0, node = -1] = key.split(' ').map(Number);
        const seen = (this.#now.seen.get(key) ?? 0) + (this.#before.seen.get(key) ?? 0);
        return { twin, node, share: seen / looks };
      })
      .toSorted((a, b) => b.share - a.share);
  }

  forget(): void {
    this.#now = emptyCount();
    this.#before = emptyCount();
  }
}

function emptyCount(): { looks: number; seen: Map<string, number> } {
  return { looks: 0, seen: new Map() };
}

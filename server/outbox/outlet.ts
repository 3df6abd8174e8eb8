import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { backoffSeconds } from './backoff.ts';
import type { Carrier, Delivery } from './carrier.ts';
import type { Letter } from './letter.ts';
import type { LetterQueue, Slot } from './letter-queue.ts';
import { LiveRate } from './live-rate.ts';

export interface OutletOptions {
  queue: LetterQueue;
  carrier: Carrier;
  timers: Timers;
  /** Uniform in [0, 1). */
  random: () => number;
  /** What is wrong on a sender's way, at each failure; undefined at the first success after one. */
  onFault: (sender: string, says: string | undefined) => void;
}

/** What has piled up goes out so many times as fast as new letters come. */
export const DRAIN_FACTOR = 5;
/** Letters per second that are taken for the least that come. */
export const SLOWEST_LIVE_RATE = 1;
/** What may go at once after a wait, in seconds of the rate. */
const BURST_SECONDS = 0.1;
const SHORTEST_WAIT_SECONDS = 0.001;

/**
 * Sends the letters of one queue in their order. Where the target was away it begins with one letter by itself, and goes on at five times the live
 * rate until nothing waits any more. Must be closed.
 */
export class Outlet {
  readonly #options: OutletOptions;
  readonly #rate = new LiveRate();
  readonly #faulty = new Set<string>();
  readonly #abort = new AbortController();
  #failures = 0;
  #isRecovering: boolean;
  #credit = 1;
  #creditAt: number;
  #pause: { end: () => void } | undefined;
  /** `kept`: what waits has a next time; `last`: it has none. */
  #closing: 'no' | 'kept' | 'last' = 'no';
  #moved: () => void = () => undefined;

  constructor(options: OutletOptions) {
    this.#options = options;
    this.#isRecovering = options.queue.waiting > 0;
    this.#creditAt = options.timers.now();
  }

  /** The target is away, or was and did not take everything yet. */
  get isBehind(): boolean {
    return this.#isRecovering;
  }

  /** Takes a letter, behind all that wait; false when it is left out. */
  put(letter: Letter, settle: () => void): boolean {
    this.#rate.note(this.#options.timers.now());
    const isTaken = this.#options.queue.put(letter, settle);
    this.#pump();
    return isTaken;
  }

  /** The target may be there now. */
  wake(): void {
    this.#pause?.end();
    this.#pump();
  }

  /** Lets those on their way arrive, and where `isLast` says that nothing waits for a next time the others too, until it is too late. */
  async close(tooLate: Promise<void>, isLast: boolean): Promise<void> {
    const { queue } = this.#options;
    this.#closing = isLast ? 'last' : 'kept';
    this.#isRecovering = false;
    this.wake();
    const isOver = (): boolean => queue.out === 0 && (!isLast || queue.waiting === 0);
    if (!isOver()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#moved = () => (isOver() ? resolve() : undefined);
      await Promise.race([promise, tooLate]);
    }
    this.#abort.abort();
    await queue.close();
  }

  #pump(): void {
    const { queue, carrier } = this.#options;
    if (this.#closing === 'kept') return;
    while (!this.#pause && !this.#abort.signal.aborted && queue.waiting > 0) {
      const window = this.#failures > 0 ? 1 : carrier.window;
      if (queue.out >= window || !this.#mayGo()) return;
      const slot = queue.next();
      if (!slot || !this.#send(slot)) return;
    }
    if (queue.waiting === 0) this.#isRecovering = false;
  }

  #send(slot: Slot): boolean {
    const { queue, carrier } = this.#options;
    const began = carrier.send(slot.letter, this.#abort.signal, (delivery) => this.#hear(slot, delivery));
    if (began === 'sent') return true;
    slot.attempts--;
    this.#credit++;
    queue.again(slot);
    this.#isRecovering ||= began === 'away';
    return false;
  }

  #hear(slot: Slot, delivery: Delivery): void {
    const { queue, carrier } = this.#options;
    const { sender } = slot.letter;
    if (this.#abort.signal.aborted) return;
    if (delivery.isTaken) {
      this.#failures = 0;
      queue.taken(slot);
      if (this.#faulty.delete(sender)) this.#options.onFault(sender, undefined);
    } else {
      // Of several that come back together, none is to blame by itself.
      const isBlamed = this.#failures > 0 && slot.attempts >= carrier.mostAttempts;
      this.#noteFailure(sender, delivery.says);
      if (delivery.isPassing && !isBlamed && this.#closing !== 'last') queue.again(slot);
      else queue.lose(slot);
    }
    this.#pump();
    this.#moved();
  }

  #noteFailure(sender: string, says: string | undefined): void {
    this.#failures++;
    this.#isRecovering = this.#closing === 'no';
    if (says !== undefined) {
      this.#faulty.add(sender);
      this.#options.onFault(sender, says);
    }
    if (this.#closing !== 'no' || this.#pause) return;
    const { timers, random } = this.#options;
    this.#wait(backoffSeconds(this.#failures, random), timers);
  }

  #wait(seconds: number, timers: Timers): void {
    const undo = timers.after(seconds, () => {
      this.#pause = undefined;
      this.#pump();
    });
    this.#pause = {
      end: () => {
        undo();
        this.#pause = undefined;
      },
    };
  }

  /** Whether the pace allows one more; if not, it goes on by itself. */
  #mayGo(): boolean {
    if (!this.#isRecovering) return true;
    const { timers } = this.#options;
    const now = timers.now();
    const rate = DRAIN_FACTOR * Math.max(this.#rate.at(now), SLOWEST_LIVE_RATE);
    const most = Math.max(rate * BURST_SECONDS, 1);
    this.#credit = Math.min(this.#credit + (now - this.#creditAt) * rate, most);
    this.#creditAt = now;
    if (this.#credit >= 1) {
      this.#credit--;
      return true;
    }
    this.#wait(Math.max((1 - this.#credit) / rate, SHORTEST_WAIT_SECONDS), timers);
    return false;
  }
}

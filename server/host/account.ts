import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { EntryPacker } from '../journal/packed-entries.ts';
import type { EmissionWord, FromWorker } from './words.ts';

/** Packets that nobody waits for are told of together, at most so often, s, */
const PAUSE_SECONDS = 0.005;
/** and never more of them than this. */
const MOST_PACKETS = 200;

/**
 * Accounts to the host for what was put into the twins of a worker, which packets were worked off and what sinks send, in this order. Where packets come
 * one after the other they are accounted for together; one that comes alone, and all that somebody waits for, at once.
 */
export class Account {
  readonly #timers: Timers;
  readonly #post: (word: FromWorker, transfer?: ArrayBuffer[]) => void;
  readonly #log = new EntryPacker();
  #emissions: EmissionWord[] = [];
  #packets = 0;
  #bytes = 0;
  #lastTold = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;
  /** Packets are being worked off: when they are, it is told of all. */
  #isTaking = false;
  #isTurnOpen = false;

  constructor(timers: Timers, post: (word: FromWorker, transfer?: ArrayBuffer[]) => void) {
    this.#timers = timers;
    this.#post = post;
  }

  putIn(twin: string, entry: LogEntry): void {
    if (this.#log.isFull) this.tell();
    this.#log.add(twin, entry);
    this.#tellThisTurn();
  }

  emit(emission: EmissionWord): void {
    this.#emissions.push(emission);
    this.#tellThisTurn();
  }

  /** Packets are worked off from now until `took`. */
  take(): void {
    this.#isTaking = true;
  }

  took(packets: number, bytes: number, isWaitedFor: boolean): void {
    this.#isTaking = false;
    this.#packets += packets;
    this.#bytes += bytes;
    const wait = this.#lastTold + PAUSE_SECONDS - this.#timers.now();
    const isDue = isWaitedFor || wait <= 0 || this.#packets >= MOST_PACKETS || this.#emissions.length > 0;
    if (isDue) this.tell();
    else this.#cancel ??= this.#timers.after(wait, () => this.tell());
  }

  /** Tells all of it now: nothing that follows from it may be told before. */
  tell(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const emissions = this.#emissions;
    this.#emissions = [];
    if (this.#packets + this.#log.count > 0) this.#tellTaken();
    if (emissions.length > 0) this.#post({ kind: 'emissions', emissions });
  }

  #tellTaken(): void {
    this.#lastTold = this.#timers.now();
    const taken = { kind: 'taken', packets: this.#packets, bytes: this.#bytes } as const;
    this.#packets = this.#bytes = 0;
    if (this.#log.count === 0) return this.#post(taken);
    const log = this.#log.take();
    this.#post({ ...taken, log }, [log.bytes.buffer]);
  }

  /** All that is put in and sent in one turn of the thread goes out together. */
  #tellThisTurn(): void {
    if (this.#isTaking || this.#isTurnOpen) return;
    this.#isTurnOpen = true;
    queueMicrotask(() => {
      this.#isTurnOpen = false;
      this.tell();
    });
  }
}

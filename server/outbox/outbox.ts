import type { KeptAddress } from '@twinloom/runtime/node/definition';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import type { Carrier } from './carrier.ts';
import type { Letter } from './letter.ts';
import { LetterQueue, type QueueLimits } from './letter-queue.ts';
import { logOf, type LetterStore } from './letter-store.ts';
import type { LetterLog, FoundLetters } from './letter-log.ts';
import { Outlet } from './outlet.ts';
import type { Sending } from './sending.ts';

export interface OutboxOptions {
  /** Where letters wait on the disk; absent: in memory only. */
  store?: LetterStore;
  timers: Timers;
  /** Uniform in [0, 1). */
  random: () => number;
  /** Who brings a letter to its address, and a name for all that go the same way, one after the other. */
  route: (address: KeptAddress, sender: string) => { target: string; carrier: Carrier };
  /** Told when the disk does not take what waits, and with undefined when it does again. */
  onDiskFault?: (says: string | undefined) => void;
  limits?: OutboxLimits;
}

/** Of one queue, and the bytes of all. */
export interface OutboxLimits extends QueueLimits {
  all: number;
}

/** How the outbox stands, since the start of the server. */
export interface OutboxCounts {
  waiting: number;
  /** Those of them whose target is away, or was and did not take everything yet. */
  behind: number;
  bytes: number;
  lost: number;
}

interface Way {
  target: string;
  queue: LetterQueue;
  outlet: Outlet;
}

/** Most bytes that wait on the disk, of all targets together. */
export const OUTBOX_BYTES = 1024 * 1024 * 1024;
const ON_DISK: OutboxLimits = { letters: 2_000_000, bytes: 256 * 1024 * 1024, all: OUTBOX_BYTES };
const IN_MEMORY: OutboxLimits = { letters: 100, bytes: 1_000_000, all: 64_000_000 };
const FAREWELL_SECONDS = 1;

/**
 * What sinks send to those who may be away: each letter at once where nobody is before it, else in order from a bounded queue on the disk, which
 * outlives the server. Must be closed.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #limits: OutboxLimits;
  readonly #ways = new Map<string, Way>();
  /** The last that each sender said of itself. */
  readonly #senders = new Map<string, Pick<Sending, 'onLost' | 'onFault'>>();
  /** The way on which letters of a sender wait, though its policy changed. */
  readonly #wayOf = new Map<string, Way>();
  /** Given up before the sender was heard of. */
  readonly #untold = new Map<string, number>();
  #lost = 0;
  #bytes = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#limits = options.limits ?? (options.store ? ON_DISK : IN_MEMORY);
    for (const { log, found, first } of options.store?.found ?? [])
      this.#open(first, log, found).outlet.wake();
  }

  /** Takes an emission; false when it is left out by the policy of its address. */
  put(address: KeptAddress, bytes: Uint8Array, sending: Sending): boolean {
    const { sender, sequence, key, onSettled } = sending;
    this.#meet(sending);
    const letter = { sender, sequence, key, address, bytes };
    const held = this.#wayOf.get(sender);
    const way = held?.queue.waitingBySender.has(sender) ? held : this.#open(letter);
    this.#wayOf.set(sender, way);
    const isTaken = way.outlet.put(letter, onSettled);
    if (!isTaken) this.#lost++;
    return isTaken;
  }

  /** The target may be there now, or take more. */
  wake(target: string): void {
    for (const way of this.#ways.values()) if (way.target === target) way.outlet.wake();
  }

  get counts(): OutboxCounts {
    let waiting = 0;
    let behind = 0;
    for (const { queue, outlet } of this.#ways.values()) {
      waiting += queue.waiting;
      if (outlet.isBehind) behind += queue.waiting;
    }
    return { waiting, behind, bytes: this.#bytes, lost: this.#lost };
  }

  /** How many emissions wait, by sender. */
  waiting(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { queue } of this.#ways.values())
      for (const [sender, count] of queue.waitingBySender)
        counts.set(sender, (counts.get(sender) ?? 0) + count);
    return counts;
  }

  /** Lets those on their way arrive, for at most 1 s; what waits stays on the disk, or without one is sent in that second. */
  async close(): Promise<void> {
    const { timers, store } = this.#options;
    const { promise: tooLate, resolve } = Promise.withResolvers<void>();
    const undo = timers.after(FAREWELL_SECONDS, resolve);
    await Promise.all([...this.#ways.values()].map(({ outlet }) => outlet.close(tooLate, !store)));
    undo();
  }

  #meet({ sender, onLost, onFault }: Sending): void {
    this.#senders.set(sender, { onLost, onFault });
    const untold = this.#untold.get(sender);
    if (untold === undefined) return;
    this.#untold.delete(sender);
    onLost(untold);
  }

  #open({ address, sender }: Letter, foundLog?: LetterLog, found?: FoundLetters): Way {
    const { store, timers, random, route, onDiskFault } = this.#options;
    const { keep } = address;
    const { target, carrier } = route(address, sender);
    const name = `${target}\n${keep}`;
    const known = this.#ways.get(name);
    if (known) return known;
    const log = foundLog ?? (store && logOf(store, target, keep));
    const queue = new LetterQueue(
      {
        keep,
        timers,
        ...(log && { log }),
        limits: this.#limits,
        hasRoom: (bytes) => this.#bytes + bytes <= this.#limits.all,
        onBytes: (more) => (this.#bytes += more),
        onLost: (who, count) => this.#noteLost(who, count),
        ...(onDiskFault && { onFault: onDiskFault }),
      },
      found,
    );
    const onFault = (who: string, says: string | undefined): void => this.#senders.get(who)?.onFault(says);
    const way = { target, queue, outlet: new Outlet({ queue, carrier, timers, random, onFault }) };
    this.#ways.set(name, way);
    for (const who of queue.waitingBySender.keys()) this.#wayOf.set(who, way);
    return way;
  }

  #noteLost(sender: string | undefined, count: number): void {
    this.#lost += count;
    if (sender === undefined) return;
    const known = this.#senders.get(sender);
    if (known) known.onLost(count);
    else this.#untold.set(sender, (this.#untold.get(sender) ?? 0) + count);
  }
}

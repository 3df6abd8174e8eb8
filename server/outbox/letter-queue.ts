import type { Keep } from '@twinloom/runtime/node/definition';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { sayDiskFault } from '../disk/say-disk-fault.ts';
import { sizeOf, type Letter } from './letter.ts';
import type { FoundLetters, LetterLog, Segment } from './letter-log.ts';

export interface QueueOptions {
  keep: Keep;
  /** Absent: it lives in memory only. */
  log?: LetterLog;
  timers: Timers;
  limits: QueueLimits;
  /** Whether all queues together may take so many bytes more. */
  hasRoom?: (bytes: number) => boolean;
  onBytes?: (more: number) => void;
  /** Letters of a sender were given up; of nobody: they could not be read again. */
  onLost: (sender: string | undefined, count: number) => void;
  /** Told when the disk does not take it, and with undefined when it does again. */
  onFault?: (says: string | undefined) => void;
}

/** Most letters and bytes that one queue holds. */
export interface QueueLimits {
  letters: number;
  bytes: number;
}

/** A letter in the queue. */
export interface Slot {
  readonly letter: Letter;
  readonly number: number;
  readonly size: number;
  state: 'waiting' | 'out' | 'done' | 'gone';
  /** How often it was sent. */
  attempts: number;
  /** The file it stands in. */
  segment: Segment | undefined;
  /** Nobody has to say it again: it is taken, given up, or on the disk. Called once. */
  settle: () => void;
}

const COMMIT_SECONDS = 0.05;
const TIDY_SECONDS = 1;
const RETRY_SECONDS = 1;
const BLOCK_BYTES = 1024 * 1024;
/** Most that waits for a disk that takes nothing. */
const MOST_UNWRITTEN_BYTES = 16 * 1024 * 1024;
/** Letters that newer ones took the place of may lie about, up to so many and as many as there are others. */
const STALE_ALLOWED = 1_000;

/**
 * Letters for one target in their order, bounded by one policy. What is not taken within 50 ms is on the disk (fsync) soon after; of what lies
 * there about 1 MB is in memory. After a crash letters may come again, none is missing. Must be closed.
 */
export class LetterQueue {
  readonly #options: QueueOptions;
  /** In memory, the oldest; then files of which nothing is in memory; then the newest, in memory. */
  #front: Slot[] = [];
  readonly #middle: Segment[] = [];
  #back: Slot[] = [];
  /** Behind which none at the front waits, or it is the next one that does. */
  #cursor = 0;
  /** The newest of each sender that waits, where only that counts. */
  readonly #newest = new Map<string, Pick<Slot, 'number' | 'size' | 'settle'>>();
  readonly #waitingBySender = new Map<string, number>();
  #waiting = 0;
  #bytes = 0;
  #out = 0;
  /** Letters that are done and stand behind some that are not. */
  #lingering = 0;
  #unwrittenBytes = 0;
  #number = 0;
  #lastLoaded = 0;
  #lastGone = 0;
  #goneOnDisk = 0;
  /** Files that hold something. */
  readonly #segments = new Set<Segment>();
  #emptied: Segment[] = [];
  #due: { at: number; undo: () => void } | undefined;
  #work: Promise<void> | undefined;
  #hasFailed = false;
  #isClosed = false;

  constructor(options: QueueOptions, found?: FoundLetters) {
    this.#options = options;
    if (found) this.#takeOver(found);
  }

  /** Letters that are not on their way. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Letters that are. */
  get out(): number {
    return this.#out;
  }

  /** Bytes of all of them. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many wait of each sender that has some. */
  get waitingBySender(): ReadonlyMap<string, number> {
    return this.#waitingBySender;
  }

  /** Letters in memory; the rest is on the disk alone. */
  get inMemory(): number {
    return this.#front.length + this.#back.length;
  }

  /** Takes a letter, or leaves it out by the policy: false. */
  put(letter: Letter, settle: () => void): boolean {
    const { keep } = this.#options;
    const size = sizeOf(letter);
    if (this.#isClosed || this.#unwrittenBytes + size > MOST_UNWRITTEN_BYTES) return false;
    if (keep === 'latest') this.#supersede(letter.sender);
    while (!this.#fits(size)) if (keep === 'block' || !this.#dropOldest()) return false;
    this.#add(letter, size, settle);
    if (keep === 'latest') while (this.#holdsMuchStale() && this.#rotate());
    this.#plan(COMMIT_SECONDS);
    return true;
  }

  /** The next letter, on its way from now on. */
  next(): Slot | undefined {
    const slot = this.#oldestWaiting();
    if (!slot) return undefined;
    this.#stopWaiting(slot.letter.sender);
    this.#newest.delete(slot.letter.sender);
    slot.state = 'out';
    slot.attempts++;
    this.#out++;
    return slot;
  }

  /** It was not taken, and is the first in line once more; where only the newest counts and there is a newer one, it is given up. */
  again(slot: Slot): void {
    if (slot.state !== 'out') return;
    this.#out--;
    const { sender } = slot.letter;
    if (this.#newest.has(sender)) return this.#giveUp(slot);
    slot.state = 'waiting';
    if (this.#options.keep === 'latest') this.#newest.set(sender, slot);
    this.#startWaiting(sender);
    this.#cursor = Math.min(this.#cursor, this.#front.indexOf(slot));
  }

  /** It was taken; those before it that were not are waited for before it counts as said. */
  taken(slot: Slot): void {
    if (slot.state !== 'out') return;
    this.#out--;
    this.#finish(slot);
  }

  /** It is on its way and given up. */
  lose(slot: Slot): void {
    if (slot.state !== 'out') return;
    this.#out--;
    this.#giveUp(slot);
  }

  /** Puts all that is left on the disk. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#due?.undo();
    await this.#work;
    if (!this.#options.log) return;
    await this.#writeAll().catch((error: unknown) => this.#sayFault(error));
    await this.#options.log.close();
  }

  #takeOver({ segments, lastNumber }: FoundLetters): void {
    this.#number = lastNumber;
    for (const { segment, marks } of segments) {
      this.#segments.add(segment);
      if (marks.length > 0) this.#middle.push(segment);
      else this.#emptied.push(segment);
      for (const { sender, number, size } of marks) {
        if (this.#options.keep === 'latest') {
          this.#weigh(-(this.#newest.get(sender)?.size ?? 0));
          if (this.#newest.has(sender)) this.#stopWaiting(sender);
          this.#newest.set(sender, { number, size, settle: ignore });
        }
        this.#startWaiting(sender);
        this.#weigh(size);
      }
    }
    this.#plan(TIDY_SECONDS);
  }

  #fits(size: number): boolean {
    const { limits, hasRoom } = this.#options;
    const isWithin = this.#waiting < limits.letters && this.#bytes + size <= limits.bytes;
    return isWithin && (hasRoom?.(size) ?? true);
  }

  #add(letter: Letter, size: number, settle: () => void): void {
    const number = ++this.#number;
    const slot: Slot = { letter, number, size, state: 'waiting', attempts: 0, segment: undefined, settle };
    this.#back.push(slot);
    this.#weigh(size);
    this.#unwrittenBytes += size;
    this.#startWaiting(letter.sender);
    if (this.#options.keep === 'latest') this.#newest.set(letter.sender, slot);
  }

  /** The one that waits of the sender no longer counts; it is passed over when its turn comes. */
  #supersede(sender: string): void {
    const former = this.#newest.get(sender);
    if (!former) return;
    this.#newest.delete(sender);
    this.#weigh(-former.size);
    this.#stopWaiting(sender);
    this.#options.onLost(sender, 1);
    settle(former);
  }

  #dropOldest(): boolean {
    const slot = this.#oldestWaiting();
    if (!slot) return false;
    const { sender } = slot.letter;
    this.#newest.delete(sender);
    this.#stopWaiting(sender);
    this.#giveUp(slot);
    return true;
  }

  #giveUp(slot: Slot): void {
    this.#options.onLost(slot.letter.sender, 1);
    this.#finish(slot);
  }

  #oldestWaiting(): Slot | undefined {
    for (;;) {
      const slot = this.#front[this.#cursor];
      if (!slot) {
        if (!this.#load()) return undefined;
      } else if (slot.state !== 'waiting') this.#cursor++;
      else if (this.#isStale(slot)) this.#leave(slot);
      else return slot;
    }
  }

  #isStale({ letter, number }: Slot): boolean {
    return this.#options.keep === 'latest' && this.#newest.get(letter.sender)?.number !== number;
  }

  /** More of the queue comes to the front: the next file, or what is in memory anyway. */
  #load(): boolean {
    const segment = this.#middle.shift();
    if (segment) {
      this.#read(segment);
      return true;
    }
    if (this.#back.length === 0) return false;
    for (const slot of this.#back) this.#front.push(slot);
    this.#back = [];
    return true;
  }

  /** The letters of a file, except those that are gone already: they are its first. */
  #read(segment: Segment): void {
    const { letters, size } = segment;
    let found: Slot[] = [];
    try {
      found = this.#options
        .log!.read(segment, this.#lastLoaded)
        .map(({ number, letter }) => ({
          letter,
          number,
          size: sizeOf(letter),
          state: 'waiting' as const,
          attempts: 0,
          segment,
          settle: ignore,
        }))
        .slice(-letters);
    } catch (error) {
      this.#sayFault(error);
    }
    this.#lastLoaded = Math.max(this.#lastLoaded, found.at(-1)?.number ?? 0);
    for (const slot of found) this.#front.push(slot);
    if (found.length < letters) this.#noteMissing(segment, found, size);
  }

  #noteMissing(segment: Segment, found: readonly Slot[], size: number): void {
    const missing = segment.letters - found.length;
    segment.letters = found.length;
    this.#waiting -= missing;
    this.#weigh(-(size - found.reduce((sum, slot) => sum + slot.size, 0)));
    if (segment.letters === 0) this.#emptied.push(segment);
    this.#options.onLost(undefined, missing);
  }

  #weigh(more: number): void {
    this.#bytes += more;
    this.#options.onBytes?.(more);
  }

  #startWaiting(sender: string): void {
    this.#waiting++;
    this.#waitingBySender.set(sender, (this.#waitingBySender.get(sender) ?? 0) + 1);
  }

  #stopWaiting(sender: string): void {
    this.#waiting--;
    const left = (this.#waitingBySender.get(sender) ?? 0) - 1;
    if (left > 0) this.#waitingBySender.set(sender, left);
    else this.#waitingBySender.delete(sender);
  }

  #finish(slot: Slot): void {
    slot.state = 'done';
    if (!slot.segment) this.#unwrittenBytes -= slot.size;
    this.#weigh(-slot.size);
    this.#lingering++;
    while (this.#front[0]?.state === 'done') this.#leave(this.#front[0]);
    this.#settleDone();
  }

  /** Those that are done are settled in their order: as far as all before them are done too, or on the disk. */
  #settleDone(): void {
    let left = this.#lingering;
    for (let i = 0; left > 0; i++) {
      const slot = this.#front[i]!;
      if (slot.state === 'done') {
        settle(slot);
        left--;
      } else if (!slot.segment) return;
    }
  }

  /** A letter that is done, or that nobody wants any more, leaves the queue. */
  #leave(slot: Slot): void {
    const at = this.#front.indexOf(slot);
    if (at === 0) this.#front.shift();
    else this.#front.splice(at, 1);
    if (at < this.#cursor) this.#cursor--;
    if (at === 0) this.#lastGone = Math.max(this.#lastGone, slot.number);
    if (slot.state === 'done') this.#lingering--;
    else if (!slot.segment) this.#unwrittenBytes -= slot.size;
    slot.state = 'gone';
    settle(slot);
    const { segment } = slot;
    if (segment) {
      segment.letters--;
      segment.size -= slot.size;
      if (segment.letters === 0) this.#emptied.push(segment);
    }
    if (this.#segments.size > 0) this.#plan(TIDY_SECONDS);
  }

  #holdsMuchStale(): boolean {
    const held = this.inMemory - this.#out + this.#middle.reduce((sum, { letters }) => sum + letters, 0);
    return held > 2 * this.#waiting + STALE_ALLOWED;
  }

  /** The oldest that waits goes to the end; the stale ones before it are gone. Of one sender there is only one, so that no order changes. */
  #rotate(): boolean {
    const slot = this.#oldestWaiting();
    if (!slot) return false;
    const { letter, size, settle } = slot;
    slot.settle = ignore;
    this.#stopWaiting(letter.sender);
    this.#finish(slot);
    this.#add(letter, size, settle);
    return true;
  }

  #plan(seconds: number): void {
    const { log, timers } = this.#options;
    if (!log || this.#isClosed || this.#work) return;
    const at = timers.now() + (this.#hasFailed ? RETRY_SECONDS : seconds);
    if (this.#due && this.#due.at <= at) return;
    this.#due?.undo();
    this.#due = { at, undo: timers.after(at - timers.now(), () => this.#commit()) };
  }

  #commit(): void {
    this.#due = undefined;
    this.#work = this.#write().then(
      () => this.#ended(undefined),
      (error: unknown) => this.#ended(error),
    );
  }

  #ended(error: unknown): void {
    this.#work = undefined;
    if (error !== undefined) this.#sayFault(error);
    else if (this.#hasFailed) this.#options.onFault?.(undefined);
    this.#hasFailed = error !== undefined;
    if (this.#unwrittenBytes > 0) this.#plan(this.#unwrittenBytes > BLOCK_BYTES ? 0 : COMMIT_SECONDS);
    else if (this.#emptied.length > 0 || (this.#segments.size > 0 && this.#gone() > this.#goneOnDisk))
      this.#plan(TIDY_SECONDS);
  }

  #sayFault(error: unknown): void {
    this.#options.onFault?.(sayDiskFault('what waits to be sent', this.#options.log?.folder ?? '', error));
  }

  async #writeAll(): Promise<void> {
    do await this.#write();
    while (this.#unwritten().length > 0);
  }

  /** What is not on the disk goes there, with word of what is gone; then files go that hold nothing any more. */
  async #write(): Promise<void> {
    const log = this.#options.log!;
    const emptied = this.#emptied;
    this.#emptied = [];
    const slots = this.#unwritten();
    const goneUpTo = this.#gone();
    const isAllGone = this.#front.length + this.#middle.length + this.#back.length === 0;
    if (slots.length > 0 || (!isAllGone && goneUpTo > this.#goneOnDisk)) {
      try {
        const letters = slots.map(({ number, letter }) => ({ number, letter }));
        this.#noteWritten(slots, await log.write({ letters, goneUpTo }));
      } catch (error) {
        this.#emptied.push(...emptied);
        throw error;
      }
      this.#goneOnDisk = goneUpTo;
    }
    for (const segment of isAllGone ? [...this.#segments] : emptied) {
      if (segment.letters > 0 || (!isAllGone && !segment.isClosed)) continue;
      await log.remove(segment);
      this.#segments.delete(segment);
    }
  }

  /** The oldest that are not on the disk, for one block. */
  #unwritten(): Slot[] {
    const slots: Slot[] = [];
    let left = BLOCK_BYTES;
    for (const part of [this.#front, this.#back]) {
      for (const slot of part) {
        if (slot.segment || slot.state === 'done') continue;
        if (left <= 0) return slots;
        slots.push(slot);
        left -= slot.size;
      }
    }
    return slots;
  }

  #noteWritten(slots: readonly Slot[], segment: Segment): void {
    this.#segments.add(segment);
    for (const slot of slots) {
      // What was taken meanwhile has left already.
      if (slot.state === 'gone') continue;
      slot.segment = segment;
      segment.letters++;
      segment.size += slot.size;
      if (slot.state !== 'done') this.#unwrittenBytes -= slot.size;
      settle(slot);
    }
    if (segment.letters === 0) this.#emptied.push(segment);
    if (segment.isClosed) this.#release(segment);
    this.#settleDone();
  }

  /** A file that is written to its end need not be in memory, unless its letters are among the next. */
  #release(segment: Segment): void {
    let end = 0;
    while (this.#back[end]?.segment === segment) end++;
    const released = this.#back.splice(0, end);
    if (end === segment.letters && end > 0 && this.#front.length + this.#middle.length > 0) {
      this.#middle.push(segment);
    } else for (const slot of released) this.#front.push(slot);
  }

  /** Number up to which all are gone. */
  #gone(): number {
    const first = this.#front[0];
    return first ? first.number - 1 : this.#lastGone;
  }
}

function settle(slot: Pick<Slot, 'settle'>): void {
  const { settle: tell } = slot;
  slot.settle = ignore;
  tell();
}

function ignore(): void {
  // It is settled.
}

import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, stat, type FileHandle } from 'node:fs/promises';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { encodeBlock } from '../disk/block.ts';
import { sayDiskFault } from '../disk/say-disk-fault.ts';
import { listSegments, segmentPath } from '../disk/segments.ts';
import { syncFolder } from '../disk/sync-folder.ts';
import { countOf, encodeBatch, type Appended, type Checkpoint, type JournalRecord } from './record.ts';

export interface JournalOptions {
  folder: string;
  timers: Timers;
  /** What each file begins with, so that it can be understood without those before it. */
  preamble?: () => readonly JournalRecord[];
  /** Told after each commit: what stands on the disk now, by its number. */
  onCommit: (number: number) => void;
  /** Told when the disk does not take it, and with undefined when it does again. */
  onFault?: (says: string | undefined) => void;
  /** Opens a file; tests name one whose disk fails. */
  openFile?: typeof open;
  /** Bytes after which a new file is begun, and of all files together. */
  limits?: { segment: number; all: number };
}

interface Waiting {
  records: Appended[];
  /** As how many they count. */
  count: number;
  /** Number of the last one. */
  last: number;
}

interface OpenFile {
  handle: FileHandle;
  bytes: number;
}

/** What stands on the disk of a twin. */
interface OnDisk {
  /** Its newest checkpoint, with the file it stands in, and whether an entry follows it. */
  checkpoint: Checkpoint;
  segment: number;
  isFollowed: boolean;
  /** The file of the checkpoint before. */
  before: number;
  sent: Readonly<Record<string, number>>;
}

const ENGINE = process.versions.v8;
const COMMIT_SECONDS = 0.05;
const COMMIT_RECORDS = 1_000;
/** Of the time from one commit to the next that hurries, the part that the disk is left to others. */
const FREE_SHARE = 0.5;
const RETRY_SECONDS = 1;
/** Files after which the checkpoint of a twin that stands still is written once more: a start reads little more. */
const SEGMENTS_STILL = 4;
/** Bytes of one file, and of all. */
export const JOURNAL_LIMITS = { segment: 64 * 1024 * 1024, all: 1024 * 1024 * 1024 };
/** Records that wait for a disk beyond this many are too many: who adds them should stop. */
export const MOST_WAITING = 100_000;

/**
 * The journal of all twins of a server: records in files of blocks, numbered from 1 at each start. Records are on the disk (fsync) 50 ms after they came,
 * at once where somebody waits for them, or when a thousand wait; while the disk takes none they wait and are tried again each second, in a new file. The oldest files are removed
 * beyond 1 GB, never the newest checkpoint of a twin. Must be closed.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #limits: { segment: number; all: number };
  readonly #life = randomUUID();
  readonly #twins = new Map<string, OnDisk>();
  #waiting: Waiting = { records: [], count: 0, last: 0 };
  #number = 0;
  #committed = 0;
  #lastCommit: number | undefined;
  #segment = 0;
  #file: OpenFile | undefined;
  #due: { at: number; undo: () => void } | undefined;
  #work: Promise<void> | undefined;
  /** When the last commit began, and how long it took, s. */
  #last = { began: Number.NEGATIVE_INFINITY, took: 0 };
  /** The pause with which somebody asked to hurry while a commit was under way. */
  #hurried: number | undefined;
  #hasFailed = false;
  #isClosed = false;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#limits = options.limits ?? JOURNAL_LIMITS;
  }

  /** Number of the newest record that stands on the disk. */
  get committed(): number {
    return this.#committed;
  }

  /** Number of the newest record. */
  get appended(): number {
    return this.#number;
  }

  /** When something went to the disk last, s since 1970; undefined before the first time. */
  get lastCommit(): number | undefined {
    return this.#lastCommit;
  }

  /** Bytes of all its files. */
  async bytes(): Promise<number> {
    const { folder } = this.#options;
    const sizes = (await listSegments(folder)).map((number) =>
      stat(segmentPath(folder, number)).then(
        ({ size }) => size,
        // It was removed meanwhile.
        () => 0,
      ),
    );
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  /** Too much waits for the disk. */
  get isFull(): boolean {
    return this.#waiting.count >= MOST_WAITING;
  }

  /** Takes records; the number of the last one. */
  append(records: readonly Appended[]): number {
    const waiting = this.#waiting;
    for (const record of records) {
      waiting.records.push(record);
      waiting.count += countOf(record);
      this.#number += countOf(record);
    }
    waiting.last = this.#number;
    if (waiting.count >= COMMIT_RECORDS && !this.#hasFailed) this.#commit();
    else this.#plan(COMMIT_SECONDS);
    return this.#number;
  }

  /**
   * Somebody waits for the disk: what is there goes at once, or behind what is under way. Who hurries often names a pause, s, that is between the
   * beginnings of two commits: it grows where the disk is slow, up to the usual beat.
   */
  hurry(pauseSeconds = 0): void {
    if (this.#waiting.count === 0 || this.#hasFailed) return;
    if (this.#work) {
      this.#hurried = Math.min(this.#hurried ?? Infinity, pauseSeconds);
      return;
    }
    const { began, took } = this.#last;
    const pause = pauseSeconds > 0 ? Math.max(pauseSeconds, took / (1 - FREE_SHARE)) : 0;
    const wait = began + pause - this.#options.timers.now();
    if (wait <= 0) this.#commit();
    else this.#plan(wait);
  }

  /** Puts what waits on the disk. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#due?.undo();
    await this.#work;
    if (this.#waiting.count > 0) await this.#write().catch(() => undefined);
    await this.#file?.handle.close().catch(() => undefined);
  }

  #plan(seconds: number): void {
    if (this.#isClosed || this.#work) return;
    const { timers } = this.#options;
    const at = timers.now() + seconds;
    if (this.#due && this.#due.at <= at) return;
    this.#due?.undo();
    this.#due = { at, undo: timers.after(seconds, () => this.#commit()) };
  }

  #commit(): void {
    if (this.#work || this.#isClosed) return;
    this.#due?.undo();
    this.#due = undefined;
    this.#last.began = this.#options.timers.now();
    this.#work = this.#write().then(
      () => this.#ended(undefined),
      (error: unknown) => this.#ended(error),
    );
  }

  #ended(error: unknown): void {
    this.#work = undefined;
    this.#last.took = this.#options.timers.now() - this.#last.began;
    const hurried = this.#hurried;
    this.#hurried = undefined;
    const { onCommit, onFault } = this.#options;
    if (error !== undefined) onFault?.(sayDiskFault('the journal', this.#options.folder, error));
    else if (this.#hasFailed) onFault?.(undefined);
    this.#hasFailed = error !== undefined;
    if (error === undefined) onCommit(this.#committed);
    const { count } = this.#waiting;
    if (count >= COMMIT_RECORDS && error === undefined) this.#commit();
    else if (count > 0) this.#plan(error === undefined ? COMMIT_SECONDS : RETRY_SECONDS);
    if (hurried !== undefined) this.hurry(hurried);
  }

  async #write(): Promise<void> {
    const { records, count, last } = this.#waiting;
    this.#waiting = { records: [], count: 0, last: this.#number };
    try {
      const file = await this.#fileToWrite();
      const block = encodeBlock(
        encodeBatch({ life: this.#life, first: last - count + 1, engine: ENGINE, records }),
      );
      await file.handle.appendFile(block);
      await file.handle.datasync();
      file.bytes += block.length;
    } catch (error) {
      this.#waiting.records = withoutFormerStates([...records, ...this.#waiting.records]);
      this.#waiting.count += count;
      await this.#giveUpFile();
      throw error;
    }
    this.#note(records);
    this.#committed = last;
    this.#lastCommit = this.#options.timers.now();
  }

  async #fileToWrite(): Promise<OpenFile> {
    const { folder, openFile = open } = this.#options;
    if (this.#file && this.#file.bytes < this.#limits.segment) return this.#file;
    await this.#file?.handle.close();
    this.#file = undefined;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const segments = await listSegments(folder);
    this.#segment = Math.max(this.#segment, segments.at(-1) ?? 0) + 1;
    this.#file = { handle: await openFile(segmentPath(folder, this.#segment), 'ax', 0o600), bytes: 0 };
    await syncFolder(folder);
    const preamble = [...(this.#options.preamble?.() ?? []), ...this.#whereToBegin()];
    if (preamble.length > 0) await this.#writeAside(this.#file, preamble);
    // Entries on which the disk failed may stand there nevertheless: no state before them comes behind them.
    if (this.#hasFailed) return this.#file;
    await this.#writeAgain(({ segment }) => segment < this.#segment - SEGMENTS_STILL);
    await this.#removeOldest(segments);
    return this.#file;
  }

  /** Takes back what was half written and ends the file; where the disk does not let it, a reader stops there. */
  async #giveUpFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    if (!file) return;
    await file.handle.truncate(file.bytes).catch(() => undefined);
    await file.handle.close().catch(() => undefined);
    const path = segmentPath(this.#options.folder, this.#segment);
    if (file.bytes === 0) await rm(path, { force: true }).catch(() => undefined);
  }

  /** Writes what is no new record. */
  async #writeAside(file: OpenFile, records: readonly JournalRecord[]): Promise<void> {
    const block = encodeBlock(encodeBatch({ life: this.#life, first: 0, engine: ENGINE, records }));
    await file.handle.appendFile(block);
    await file.handle.datasync();
    file.bytes += block.length;
  }

  #note(records: readonly Appended[]): void {
    for (const record of records) {
      if (record.kind === 'entries') {
        for (const twin of record.twins) this.#noteEntry(twin);
        continue;
      }
      const { kind, twin } = record;
      const known = this.#twins.get(twin);
      if (kind === 'checkpoint') {
        const segment = this.#segment;
        const { segment: before, sent } = known ?? { segment, sent: {} };
        this.#twins.set(twin, { checkpoint: record, segment, isFollowed: false, before, sent });
      } else if (kind === 'removed') this.#twins.delete(twin);
      else if (kind === 'sent' && known) known.sent = { ...known.sent, ...record.nodes };
      else this.#noteEntry(twin);
    }
  }

  #noteEntry(twin: string): void {
    const known = this.#twins.get(twin);
    if (known) known.isFollowed = true;
  }

  /** Where a start begins to read. Before the first commit of this life it is what the former said: what that left is not on the disk again. */
  #whereToBegin(): JournalRecord[] {
    if (this.#committed === 0) return [];
    const segments = Array.from(this.#twins.values(), ({ before }) => before);
    const segment = segments.reduce((least, one) => Math.min(least, one), this.#segment);
    const sent = Array.from(this.#twins, ([twin, { sent: nodes }]): JournalRecord => ({
      kind: 'sent',
      twin,
      nodes,
    }));
    return [{ kind: 'since', twin: '', segment }, ...sent];
  }

  /** Writes checkpoints once more that no entry follows. */
  async #writeAgain(which: (one: OnDisk) => boolean): Promise<void> {
    const again = [...this.#twins.values()].filter((one) => !one.isFollowed && which(one));
    if (again.length === 0) return;
    await this.#writeAside(
      this.#file!,
      again.map(({ checkpoint }) => checkpoint),
    );
    for (const one of again) one.segment = one.before = this.#segment;
  }

  /** A checkpoint that would go with its file is written once more; a file with one that entries follow stays. */
  async #removeOldest(segments: readonly number[]): Promise<void> {
    const { folder } = this.#options;
    // What the former life left is not on the disk again.
    if (this.#committed === 0) return;
    const sizes = await Promise.all(
      segments.map(async (number) => ({ number, size: (await stat(segmentPath(folder, number))).size })),
    );
    let total = sizes.reduce((sum, { size }) => sum + size, 0);
    for (const { number, size } of sizes) {
      if (total + this.#limits.segment <= this.#limits.all) return;
      const lasting = [...this.#twins.values()].filter(({ segment }) => segment === number);
      if (lasting.some(({ isFollowed }) => isFollowed)) continue;
      await this.#writeAgain(({ segment }) => segment === number);
      await rm(segmentPath(folder, number));
      total -= size;
    }
  }
}

/**
 * Of the states of a twin that wait only the newest is worth its room, and those with which its log begins anew: the first of all, of a deploy and of a
 * life of the server. What stands for the others keeps the count.
 */
function withoutFormerStates(records: readonly Appended[]): Appended[] {
  const newest = new Map<string, Checkpoint>();
  for (const record of records) if (record.kind === 'checkpoint') newest.set(record.twin, record);
  const begun = new Set<string>();
  return records.map((record) => {
    if (record.kind === 'entries') return record;
    const { kind, twin } = record;
    if (kind === 'deployed') begun.delete(twin);
    if (kind !== 'checkpoint') return record;
    const isNeeded = !begun.has(twin) || record.isAgain === true || record === newest.get(twin);
    begun.add(twin);
    return isNeeded ? record : { kind: 'sent', twin, nodes: {} };
  });
}

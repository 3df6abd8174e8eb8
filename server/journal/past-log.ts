import { setImmediate } from 'node:timers/promises';
import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import { listSegments } from '../disk/segments.ts';
import { isSound, unpackSnapshot } from './packed-snapshot.ts';
import type { Batch, Checkpoint, Deployed, JournalRecord } from './record.ts';
import { SegmentReader } from './segment-reader.ts';

/** How a twin stood at a time in the past: a state before, and what was put in until then. */
export interface PastStand {
  version: number;
  /** Names the document. */
  name: string;
  document: unknown;
  parameters: Deployed['parameters'];
  snapshot: Snapshot;
  entries: LogEntry[];
  /** What was put in next. */
  following?: LogEntry;
}

/** Why nothing is known of that time. Times in s since 1970. */
export type NoStand =
  | { reason: 'too-early'; first: number }
  /** `until`: when it ran again. */
  | { reason: 'gap'; until?: number }
  /** Nothing was written later than that. */
  | { reason: 'ended'; last: number }
  | { reason: 'unknown-twin' };

type Runs = Pick<PastStand, 'name' | 'document' | 'parameters'>;

interface Found {
  stand: Omit<PastStand, 'following'>;
  /** The last that is known of it, s since 1970. */
  knownTo: number;
}

/** A twin says how it stands each 5 s while it runs: where the log goes no further than this behind, it had ended. */
const ENDED_SECONDS = 15;
/** A search by halves ends with so few blocks, which are read in their order. */
const FEW_BLOCKS = 16;

/**
 * The journal of a folder, read from the middle: how a twin stood at any time it reaches back to, without reading the rest. Files stay open, and
 * where their blocks begin is remembered. Must be closed.
 */
export class PastLog {
  readonly #folder: string;
  readonly #readers = new Map<number, SegmentReader>();
  /** When a twin is first heard of in a file that is full. */
  readonly #firsts = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** How a twin stood at `at`, s since 1970: from a state before `from` where it ran through since, else from the last one. */
  async standAt(twin: string, at: number, from = at): Promise<PastStand | NoStand> {
    const segments = await this.#segments();
    const last = segments.at(-1);
    const firstIn = (segment: SegmentReader): number => this.#firstIn(segment, twin, segment !== last);
    let index = segments.findLastIndex((segment) => firstIn(segment) <= from);
    if (index < 0) index = segments.findIndex((segment) => firstIn(segment) < Infinity);
    if (index < 0) return { reason: 'unknown-twin' };
    const block = lastBlockBefore(segments[index]!, twin, from);
    const start = this.#checkpointBefore(segments, { index, block }, twin, from);
    return this.#fold(segments, start ?? { index, block: 0 }, twin, new Fold(at, from));
  }

  /** Since when how a twin stood is known, s since 1970; undefined where nothing is known of it. */
  async firstOf(twin: string): Promise<number | undefined> {
    const segments = await this.#segments();
    for (const segment of segments) {
      if (this.#firstIn(segment, twin, segment !== segments.at(-1)) === Infinity) continue;
      for (let block = 0; segment.has(block); block++) {
        const first = recordsOf(segment, block, twin).find(isCheckpoint);
        if (first) return timeOf(unpackSnapshot(first.snapshot));
      }
    }
    return undefined;
  }

  /** Finds where all blocks begin, the newest file first, a piece at a time: what is asked meanwhile comes between. */
  async lookThrough(): Promise<void> {
    for (const segment of (await this.#segments()).toReversed()) {
      while (this.#readers.get(segment.number) === segment && segment.look()) await setImmediate();
    }
  }

  close(): void {
    for (const reader of this.#readers.values()) reader.close();
    this.#readers.clear();
  }

  async #segments(): Promise<SegmentReader[]> {
    const numbers = await listSegments(this.#folder);
    for (const [number, reader] of this.#readers) {
      if (numbers.includes(number)) continue;
      reader.close();
      this.#readers.delete(number);
    }
    return numbers.map((number) => {
      const reader = this.#readers.get(number) ?? new SegmentReader(this.#folder, number);
      this.#readers.set(number, reader);
      return reader;
    });
  }

  /** When a twin is first heard of in a file, s since 1970; Infinity where it is not, which stays so in one that is full. */
  #firstIn(segment: SegmentReader, twin: string, isFull: boolean): number {
    const key = `${segment.number}\n${twin}`;
    const known = this.#firsts.get(key);
    if (known !== undefined) return known;
    const first = heardFrom(segment, 0, twin);
    if (first < Infinity || isFull) this.#firsts.set(key, first);
    return first;
  }

  /** The block with the last state of the twin before a time, from a place backwards, over one file at most. */
  #checkpointBefore(
    segments: readonly SegmentReader[],
    { index, block }: { index: number; block: number },
    twin: string,
    at: number,
  ): { index: number; block: number } | undefined {
    const least = Math.max(index - 1, 0);
    for (let i = index; i >= least; i--) {
      const segment = segments[i]!;
      for (let b = i === index ? block : segment.count() - 1; b >= 0; b--) {
        const isThere = recordsOf(segment, b, twin).some(
          (record) => isCheckpoint(record) && timeOf(unpackSnapshot(record.snapshot)) <= at,
        );
        if (isThere) return { index: i, block: b };
      }
    }
    return undefined;
  }

  /** Reads from a place on until the fold has met something later than its time. */
  #fold(
    segments: readonly SegmentReader[],
    start: { index: number; block: number },
    twin: string,
    fold: Fold,
  ): PastStand | NoStand {
    const read = new Map<string, number>();
    for (let i = start.index; i < segments.length; i++) {
      const segment = segments[i]!;
      let isWhole = true;
      for (let block = i === start.index ? start.block : 0; segment.has(block) && isWhole; block++) {
        const batch = segment.batch(block);
        isWhole = batch !== undefined;
        for (const record of batch ? newRecords(batch, read) : []) {
          if (record.twin !== twin) continue;
          const runs = (version: number) => deployedAt(segments, i, block, { twin, version });
          const ended = fold.take(record, runs);
          if (ended) return ended;
        }
      }
      if (!isWhole || (segment.isCut() && i < segments.length - 1)) fold.cut();
    }
    return fold.end();
  }
}

/** Follows the records of a twin up to a time. */
class Fold {
  readonly #at: number;
  readonly #from: number;
  #found: Found | undefined;
  #isCut = false;
  #first = Infinity;

  constructor(at: number, from: number) {
    this.#at = at;
    this.#from = from;
  }

  /** What came of it, once something later than the time is met. */
  take(record: JournalRecord, runs: (version: number) => Runs | undefined): PastStand | NoStand | undefined {
    switch (record.kind) {
      case 'removed':
        this.#found = undefined;
        return undefined;
      case 'entry':
        return this.#takeEntry(record.entry);
      case 'checkpoint':
        return this.#takeCheckpoint(record, runs);
      case 'document':
      case 'deployed':
      case 'sent':
      case 'owed':
      case 'since':
        return undefined;
      default:
        return record satisfies never;
    }
  }

  /** Something may be missing from here on. */
  cut(): void {
    this.#isCut = true;
  }

  end(): PastStand | NoStand {
    const found = this.#found;
    if (!found) return this.#first === Infinity ? { reason: 'unknown-twin' } : { reason: 'gap' };
    if (this.#at - found.knownTo > ENDED_SECONDS) return { reason: 'ended', last: found.knownTo };
    return this.#isCut && found.knownTo < this.#at ? { reason: 'gap' } : standOf(found);
  }

  #takeEntry(entry: LogEntry): PastStand | NoStand | undefined {
    const found = this.#found;
    if (!found) return undefined;
    const t = found.stand.snapshot.epoch + entry.micros / 1e6;
    if (t > this.#at) {
      if (this.#isCut) return found.knownTo < this.#at ? { reason: 'gap' } : standOf(found);
      // It did not run at that time: the first thing that it did afterwards was to make up for it.
      return entry.kind === 'merge' ? { reason: 'gap', until: t } : standOf(found, entry);
    }
    if (this.#isCut) return undefined;
    found.stand.entries.push(entry);
    found.knownTo = Math.max(found.knownTo, t);
    return undefined;
  }

  #takeCheckpoint(
    { snapshot: packed, version, isAgain }: Checkpoint,
    runs: (version: number) => Runs | undefined,
  ): NoStand | undefined {
    if (!isSound(packed)) return undefined;
    const snapshot = unpackSnapshot(packed);
    const t = timeOf(snapshot);
    this.#first = Math.min(this.#first, t);
    if (t > this.#at) {
      if (!this.#found) return { reason: 'too-early', first: t };
      if (!this.#isCut) this.#found.knownTo = Math.max(this.#found.knownTo, t);
      return undefined;
    }
    const found = this.#found;
    const runsThrough = found && !this.#isCut && !isAgain && version === found.stand.version;
    if (runsThrough && t > this.#from) return undefined;
    const under = runs(version);
    if (!under) return undefined;
    this.#found = { stand: { version, ...under, snapshot, entries: [] }, knownTo: t };
    this.#isCut = false;
    return undefined;
  }
}

function standOf({ stand }: Found, following?: LogEntry): PastStand {
  return { ...stand, ...(following && { following }) };
}

/** Under what a twin ran at a place: said in that file, or in the one before. */
function deployedAt(
  segments: readonly SegmentReader[],
  index: number,
  block: number,
  { twin, version }: { twin: string; version: number },
): Runs | undefined {
  const documents = new Map<string, unknown>();
  let deployed: Deployed | undefined;
  for (const segment of segments.slice(Math.max(index - 1, 0), index + 1)) {
    const last = segment === segments[index] ? block : segment.count() - 1;
    for (const one of segment.tellingUpTo(last))
      for (const record of segment.batch(one)?.records ?? []) {
        if (record.kind === 'document') documents.set(record.name, record.document);
        else if (record.kind === 'deployed' && record.twin === twin && record.version === version)
          deployed = record;
      }
  }
  const document = deployed && documents.get(deployed.document);
  if (!deployed || document === undefined) return undefined;
  return { name: deployed.document, document, parameters: deployed.parameters };
}

/** The last block from which on nothing is said of the twin that is later than `at`, or the first. */
function lastBlockBefore(segment: SegmentReader, twin: string, at: number): number {
  let [low, high] = [0, segment.count()];
  while (high - low > FEW_BLOCKS) {
    const middle = Math.floor((low + high) / 2);
    if (heardFrom(segment, middle, twin) <= at) low = middle;
    else high = middle;
  }
  return Math.max(high - 1, 0);
}

/** When a twin is heard of next from a block on, s since 1970; Infinity where it is not. A state that it went back to is older than what it says next. */
function heardFrom(segment: SegmentReader, from: number, twin: string): number {
  let epoch: number | undefined;
  let micros: number | undefined;
  let state = Infinity;
  for (let block = from; segment.has(block); block++) {
    for (const record of recordsOf(segment, block, twin)) {
      if (record.kind === 'entry') micros ??= record.entry.micros;
      else if (isCheckpoint(record) && epoch === undefined) {
        const snapshot = unpackSnapshot(record.snapshot);
        ({ epoch } = snapshot);
        state = timeOf(snapshot);
      }
      if (epoch !== undefined && micros !== undefined) return epoch + micros / 1e6;
    }
  }
  return state;
}

function recordsOf(segment: SegmentReader, block: number, twin: string): JournalRecord[] {
  return (segment.batchWith(block, twin)?.records ?? []).filter((record) => record.twin === twin);
}

/** A block may stand twice, where the disk failed after it was written. */
function newRecords({ life, first, records }: Batch, read: Map<string, number>): readonly JournalRecord[] {
  if (first === 0) return records;
  const last = read.get(life) ?? 0;
  read.set(life, Math.max(last, first + records.length - 1));
  return records.slice(Math.max(last - first + 1, 0));
}

function isCheckpoint(record: JournalRecord): record is Checkpoint {
  return record.kind === 'checkpoint' && isSound(record.snapshot);
}

function timeOf({ epoch, micros }: Snapshot): number {
  return epoch + Math.max(micros, 0) / 1e6;
}

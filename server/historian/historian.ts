import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { askSeries, samplesOf, unpackedOf, type AskedSeries } from './asked-series.ts';
import { Buckets, eachSample, type History } from './buckets.ts';
import { packFormer } from './former-blocks.ts';
import { PERIOD, openHistory, setCurrent, type HistoryDatabase } from './history-database.ts';
import { mergeRows, type HistoryRows } from './history-rows.ts';
import type { RecordedBatch, RecordedPort, RecordedSamples } from './recorded-samples.ts';
import { oldestTimes, pagesOf, removal, type HistoryLimits } from './removal.ts';
import type { Samples } from './sample-block.ts';
import { packing } from './stored-blocks.ts';
import { Turns } from './turns.ts';
import { WaitingTwin } from './waiting-twin.ts';
import { nextParts, writePart, type TwinPart } from './write-part.ts';

export interface HistorianOptions {
  folder: string;
  timers: Timers;
  /** Something failed, and with undefined it is well again. */
  onFault?: (says: string | undefined) => void;
  limits: HistoryLimits;
}

/** How much history there is. Times in s since 1970; null where there is none yet. */
export interface HistoryReach {
  bytes: number;
  limits: HistoryLimits;
  samplesFrom: number | null;
  secondsFrom: number | null;
  /** False while it is paused, or the disk does not take it. */
  isRecording: boolean;
  /** Samples that were not recorded, since the start. */
  samplesLost: number;
}

export interface Stretch {
  /** s since 1970 */
  from: number;
  to: number;
}

const FLUSH_SECONDS = 10;
/** Twins are written in so many slots, one after the other within that time. */
const SLOTS = 100;
/** Samples that are written in one go. A twin with as many does not wait until it is due. */
const GO_SAMPLES = 10_000;
/** Twins that came one after the other are written together: their rows lie together too. */
const SLOT_TWINS = 32;
/** From so many twins on a turn comes every tenth of a second, so that none is long. */
const MANY_TWINS = 64;
const HOUSEKEEPING_SECONDS = 60;
/** Of the time of the event loop writing takes at most this share, and packing and removing that. */
const WRITING_SHARE = 0.5;
const UPKEEP_SHARE = 0.25;
/** A period is packed when it is over, what was said in it has come, and a flush is behind it, s. */
const GRACE_SECONDS = FLUSH_SECONDS + 5;
/** From this width of a bucket on the seconds tell as much as the samples. */
const SECONDS_FROM_WIDTH = 5;
/** Samples that wait for a disk that does not take them; more are left out and counted. They take 21 bytes each. */
const MOST_WAITING = 4_000_000;
/** Series of an earlier version that are packed together. */
const FORMER_SERIES = 20;
/** Cells of a piece of rows. */
const PIECE_CELLS = 20_000;
const MOST_PIECE_ROWS = 5_000;

/**
 * Numbers and booleans of all twins over time, in SQLite: each sample, and for longer of each second the least, greatest and mean, together within a
 * size; the oldest go first. What a twin said is written every 10 s as one row; when ten minutes are over, the rows become packed blocks for each port.
 * Must be closed.
 */
export class Historian {
  readonly #options: HistorianOptions;
  readonly #limits: HistoryLimits;
  readonly #store: HistoryDatabase;
  readonly #twins = new Map<string, WaitingTwin>();
  readonly #slots: WaitingTwin[][] = Array.from({ length: SLOTS }, () => []);
  /** Lists of ports as they came, and the same as it is remembered. */
  readonly #lists = new WeakMap<readonly RecordedPort[], readonly RecordedPort[]>();
  /** Twins with much that is not written. */
  readonly #busy = new Set<WaitingTwin>();
  readonly #writing: Turns;
  readonly #upkeep: Turns;
  #slot = 0;
  /** The last series of which all that an earlier version wrote is packed; undefined when all are. */
  #formerTo: number | undefined;
  /** No row of a period up to this one is loose. */
  #packedTo = -Infinity;
  #removing: Generator<undefined> | undefined;
  #removedAt: number;
  /** How many read the samples of a twin block by block: meanwhile none of its rows is packed. */
  readonly #readers = new Map<string, number>();
  #waiting = 0;
  #lost = 0;
  /** How often the disk did not do what it was asked, since the start. */
  #failures = 0;
  #hasFailed = false;
  #isPaused = false;

  /** Throws where the folder cannot be written. */
  constructor(options: HistorianOptions) {
    this.#options = options;
    this.#limits = options.limits;
    this.#store = openHistory(options.folder);
    if (this.#store.isFormer) this.#formerTo = 0;
    const { timers } = options;
    this.#removedAt = timers.now();
    const seconds = (): number => (this.#twins.size > MANY_TWINS && !this.#hasFailed ? 0.1 : 1);
    const failed = (error: unknown): void => this.#failed(error);
    this.#writing = new Turns({
      timers,
      seconds,
      failed,
      work: (since) => this.#writeDue(since),
      share: WRITING_SHARE,
    });
    this.#upkeep = new Turns({
      timers,
      seconds,
      failed,
      work: (since) => this.#keepUp(since),
      share: UPKEEP_SHARE,
    });
  }

  /** Takes samples of one twin, as `takeBatch`. */
  take({ twin, ports, ...columns }: RecordedSamples): void {
    this.takeBatch({ twins: [{ twin, ports }], runs: Uint32Array.of(0, columns.indexes.length), ...columns });
  }

  /** Takes samples, which must not change from then on; while it is paused, or too much waits for the disk, they are counted only. */
  takeBatch({ twins, runs, ...columns }: RecordedBatch): void {
    const count = columns.indexes.length;
    if (this.#isPaused || this.#waiting >= MOST_WAITING) {
      this.#lost += count;
      return;
    }
    let begin = 0;
    for (let i = 0; i < runs.length; i += 2) {
      const { twin, ports } = twins[runs[i]!]!;
      const end = begin + runs[i + 1]!;
      const waiting = this.#twinOf(twin);
      this.#lists.set(ports, waiting.take(this.#lists.get(ports) ?? ports, columns, begin, end));
      if (waiting.samples >= GO_SAMPLES) this.#busy.add(waiting);
      begin = end;
    }
    this.#waiting += count;
  }

  /** Records nothing until `resume`; what there is stays, and can be asked for. */
  pause(): void {
    this.flush();
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  /** Writes all that is not written yet; what the disk does not take waits, and that is said. */
  flush(): void {
    this.#write(nextParts([...this.#twins.values()], Infinity));
  }

  /** Packs what is complete, and gathers it into seconds. */
  rollUp(): void {
    this.#upkeep.settle();
    for (const _step of this.#pack(Infinity));
  }

  /** Removes what is too old or too much. */
  removeOld(): void {
    this.#upkeep.settle();
    for (const _step of this.#removal());
  }

  /** Bytes that everything takes, but for the few MB that are on their way. */
  bytes(): number {
    const { pages, bytes } = pagesOf(this.#store);
    return pages * bytes;
  }

  reach(): HistoryReach {
    const { samples, seconds } = oldestTimes(this.#store);
    return {
      bytes: this.bytes(),
      limits: this.#limits,
      samplesFrom: samples,
      secondsFrom: seconds,
      isRecording: !this.#isPaused && !this.#hasFailed,
      samplesLost: this.#lost,
    };
  }

  /** Samples that are not written yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * A port from one time to another, in the unit in which it was recorded last: each sample where they are not more than `points`, else as many
   * buckets; from seconds where these tell as much or samples are no longer kept.
   */
  query(twin: string, port: string, { from, to }: Stretch, points: number): History & { unit: string } {
    const series = this.#asked(twin, port);
    if (!series) return { unit: '', ...eachSample([]) };
    const buckets = new Buckets(from, to, points);
    const covered = this.#addSeconds(buckets, series.id, { from, to }, points);
    const few: { t: number; value: number; quality: number }[] = [];
    let found = 0;
    const runs = this.#runs(series, gapsBetween(covered, { from, to }));
    for (const { times, values, qualities } of runs) {
      for (let i = 0; i < times.length; i++) {
        const t = times[i]!;
        if (covered.size > 0 && covered.has(Math.floor(t / PERIOD) * PERIOD)) continue;
        const [value, quality] = [values[i]!, qualities[i]!];
        if (found++ < points) few.push({ t, value, quality });
        buckets.add(t, value, value, value, 1, quality);
      }
    }
    for (const run of unpackedOf(this.#store, series, covered)) buckets.addSamples(run);
    const isEach = covered.size === 0 && found <= points;
    return { unit: series.unit, ...(isEach ? eachSample(few) : buckets.history()) };
  }

  /** Each sample of ports from one time to another, in rows in order of time and each port in the unit in which it was recorded last, a piece at a time. */
  rows(
    twin: string,
    ports: readonly string[],
    stretch: Stretch,
  ): { units: string[]; pieces: Generator<HistoryRows> } {
    const all = ports.map((port) => this.#asked(twin, port));
    const runs = all.map((series) =>
      series ? samplesOf(this.#store, series, stretch.from, stretch.to) : [].values(),
    );
    const most = Math.min(MOST_PIECE_ROWS, Math.ceil(PIECE_CELLS / ports.length));
    return {
      units: all.map((series) => series?.unit ?? ''),
      pieces: this.#reading(twin, mergeRows(runs, most)),
    };
  }

  close(): void {
    this.#writing.close();
    this.#upkeep.close();
    this.flush();
    this.#store.database.close();
  }

  /** What is due after so many seconds, and what is much. */
  *#writeDue(seconds: number): Generator<undefined> {
    const slots = Math.ceil((SLOTS * seconds) / FLUSH_SECONDS);
    const due = Array.from({ length: slots }, (_, i) => this.#slots[(this.#slot + i) % SLOTS]!);
    this.#slot = (this.#slot + slots) % SLOTS;
    // A disk that failed is tried with all that waits.
    const twins = [...(this.#hasFailed ? this.#twins.values() : new Set([...this.#busy, ...due.flat()]))];
    this.#busy.clear();
    while (twins.length > 0) {
      if (!this.#write(nextParts(twins, GO_SAMPLES))) return;
      yield undefined;
    }
  }

  /** A part of what is to be packed and removed, that comes again after so many seconds. */
  *#keepUp(seconds: number): Generator<undefined> {
    const { timers } = this.#options;
    const failures = this.#failures;
    if (this.#hasFailed && this.#waiting > 0) return;
    if (this.#packedTo < this.#lastOver()) {
      const { id } = this.#store.sql.lastTwin.get() as { id: number | null };
      // All of a period within half of the next.
      yield* this.#pack(Math.max(1, Math.ceil(((id ?? 0) * seconds * 2) / PERIOD)));
    }
    if (timers.now() - this.#removedAt >= HOUSEKEEPING_SECONDS) {
      this.#removedAt = timers.now();
      this.#removing ??= this.#removal();
    }
    if (this.#removing?.next().done === true) this.#removing = undefined;
    if (this.#waiting === 0 && this.#failures === failures) this.#fail(undefined);
  }

  /** A disk that does not let it read must not end the server either. */
  #guard(run: () => unknown): void {
    try {
      run();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Whether there was nothing to write, or the disk took it. */
  #write(parts: readonly TwinPart[]): boolean {
    if (parts.length === 0) return true;
    const undo: (() => void)[] = [];
    const isWritten = this.#change(() => {
      for (const part of parts) writePart(this.#store, part, undo);
    });
    if (!isWritten) {
      for (const takeBack of undo) takeBack();
      return false;
    }
    // Some of it may have come late.
    this.#packedTo = -Infinity;
    for (const { twin, samples } of parts) {
      this.#waiting -= samples;
      twin.written(samples);
    }
    return true;
  }

  /** Packs so many twins' periods that are over, or series of an earlier version: those first, as their seconds must be in order. */
  *#pack(most: number): Generator<undefined> {
    let left = most;
    for (; this.#formerTo !== undefined && left > 0; left--) {
      if (!this.#packFormer()) return;
      yield undefined;
    }
    const last = this.#lastOver();
    let after = { period: -Number.MAX_VALUE, twin: 0 };
    let isWhole = true;
    while (left > 0) {
      const next = this.#store.sql.nextToPack.get(after.period, after.twin, last) as typeof after | undefined;
      if (!next) {
        if (isWhole) this.#packedTo = last;
        return;
      }
      const put = this.#isRead(next.twin) ? undefined : yield* packing(this.#store, next.period, next.twin);
      // Somebody may have begun to read meanwhile.
      if (!put || this.#isRead(next.twin)) {
        isWhole = false;
        after = next;
        continue;
      }
      if (!this.#change(put)) return;
      yield undefined;
      left--;
    }
  }

  #isRead(twin: number): boolean {
    for (const name of this.#readers.keys()) if (this.#twinId(name) === twin) return true;
    return false;
  }

  /** The last period that may be packed. */
  #lastOver(): number {
    return Math.floor((this.#options.timers.now() - GRACE_SECONDS) / PERIOD - 1) * PERIOD;
  }

  #packFormer(): boolean {
    if (this.#readers.size > 0) return false;
    let to: number | undefined;
    const isWritten = this.#change(() => {
      to = packFormer(this.#store, this.#formerTo ?? 0, FORMER_SERIES);
    });
    if (!isWritten) return false;
    if (to === undefined) setCurrent(this.#store);
    this.#formerTo = to;
    return true;
  }

  #removal(): Generator<undefined> {
    return removal(this.#store, this.#limits, this.#options.timers.now(), (run) => this.#change(run));
  }

  *#reading<T>(twin: string, pieces: Iterable<T>): Generator<T> {
    this.#readers.set(twin, (this.#readers.get(twin) ?? 0) + 1);
    try {
      yield* pieces;
    } finally {
      const left = this.#readers.get(twin)! - 1;
      if (left > 0) this.#readers.set(twin, left);
      else this.#readers.delete(twin);
    }
  }

  #twinOf(name: string): WaitingTwin {
    let twin = this.#twins.get(name);
    if (!twin) {
      twin = new WaitingTwin(name);
      this.#slots[Math.floor(this.#twins.size / SLOT_TWINS) % SLOTS]!.push(twin);
      this.#twins.set(name, twin);
    }
    return twin;
  }

  #twinId(name: string): number | undefined {
    return (this.#store.sql.twin.get(name) as { id: number } | undefined)?.id;
  }

  #asked(twin: string, port: string): AskedSeries | undefined {
    return askSeries(this.#store, twin, port, this.#twins.get(twin));
  }

  *#runs(series: AskedSeries, stretches: Iterable<Stretch>): Generator<Samples> {
    for (const { from, to } of stretches) yield* samplesOf(this.#store, series, from, to);
  }

  /** Puts the seconds into the buckets where they tell as much as the samples, or these are gone; the periods that they cover. */
  #addSeconds(buckets: Buckets, id: number | undefined, { from, to }: Stretch, points: number): Set<number> {
    const isCoarse = (to - from) / points >= SECONDS_FROM_WIDTH;
    const oldest = this.#options.timers.now() - this.#limits.samples;
    const covered = new Set<number>();
    if (id === undefined || (!isCoarse && from > oldest)) return covered;
    const { seconds } = this.#store;
    for (const first of seconds.begins(id, from - PERIOD, to)) {
      if (!isCoarse && first + PERIOD > oldest) continue;
      covered.add(first);
      buckets.addSeconds(seconds.at(id, first)!);
    }
    return covered;
  }

  /** Changes all of it or nothing; whether the disk took it. */
  #change(run: () => void): boolean {
    const { database, sql } = this.#store;
    try {
      const before = sql.changes.get()!['n'];
      database.exec('BEGIN IMMEDIATE');
      run();
      database.exec('COMMIT');
      // Nothing to write says nothing of the disk.
      if (sql.changes.get()!['n'] !== before) this.#fail(undefined);
      return true;
    } catch (error) {
      this.#failed(error);
      // Where the disk is full it was rolled back already; what cannot be now is before the next attempt.
      this.#guard(() => database.isTransaction && database.exec('ROLLBACK'));
      return false;
    }
  }

  #failed(error: unknown): void {
    this.#failures++;
    this.#fail(`history is not recorded: ${error instanceof Error ? error.message : String(error)}`);
  }

  #fail(says: string | undefined): void {
    if (says !== undefined || this.#hasFailed) this.#options.onFault?.(says);
    this.#hasFailed = says !== undefined;
  }
}

/** What of a stretch of time lies in none of these periods, which are in order. */
function* gapsBetween(periods: Iterable<number>, { from, to }: Stretch): Generator<Stretch> {
  let begin = from;
  for (const period of periods) {
    if (period > begin) yield { from: begin, to: period };
    begin = Math.max(begin, period + PERIOD);
  }
  if (begin <= to) yield { from: begin, to };
}

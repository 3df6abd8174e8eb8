import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { Buckets, eachSample, type History } from './buckets.ts';
import { PERIOD, openHistory, type HistoryDatabase } from './history-database.ts';
import { mergeRows, type HistoryRows } from './history-rows.ts';
import { decodeSeconds, encodeSeconds, rollUp, type Seconds } from './rollup-block.ts';
import { decodeSamples, type Samples } from './sample-block.ts';
import { between, inOrder, joined, slice, sorted } from './sample-runs.ts';
import { addSamples, packPeriod, storedBlocks } from './stored-blocks.ts';

/** What ports of a twin said, in the order in which it came. Times in s since 1970. */
export interface RecordedSamples {
  twin: string;
  ports: readonly { port: string; unit: string }[];
  /** Index of the port of each sample. */
  indexes: Uint32Array;
  times: Float64Array;
  /** NaN where bad. */
  values: Float64Array;
  qualities: Uint8Array;
}

export interface HistorianOptions {
  folder: string;
  timers: Timers;
  /** Something failed, and with undefined it is well again. */
  onFault?: (says: string | undefined) => void;
  limits: HistoryLimits;
}

/** How long samples and their seconds are kept, s, and how much all may take, bytes. */
export interface HistoryLimits {
  samples: number;
  seconds: number;
  bytes: number;
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

/** What a port said in one unit. */
interface Series {
  /** Undefined while none of it is written. */
  id: number | undefined;
  unit: string;
}

/** Samples of a series that are not written yet. */
interface Open extends Series {
  /** Which slice of the series it belongs to. */
  slot: number;
  times: number[];
  values: number[];
  qualities: number[];
}

const FLUSH_SECONDS = 10;
const HOUSEKEEPING_SECONDS = 60;
/** Longest stretch without a rollup that one turn of housekeeping works off, for each port. */
const MOST_PERIODS = 20;
/** From this width of a bucket on the seconds tell as much as the samples. */
const SECONDS_FROM_WIDTH = 5;
const HOUR = 3_600;
/** Samples that wait for a disk that does not take them; more are left out and counted. */
const MOST_WAITING = 1_000_000;
/** Cells of a piece of rows. */
const PIECE_CELLS = 20_000;
const MOST_PIECE_ROWS = 5_000;

/**
 * Numbers and booleans of all twins over time, in SQLite: each sample, and for longer of each second the least, greatest and mean, together within a
 * size; the oldest go first. Samples of a port are written every 10 s in blocks. Must be closed.
 */
export class Historian {
  readonly #options: HistorianOptions;
  readonly #limits: HistoryLimits;
  readonly #store: HistoryDatabase;
  /** What is not written yet, by twin, port and unit. */
  readonly #open = new Map<string, Open>();
  /** Of each port the series that took its last sample. */
  readonly #last = new Map<string, Open>();
  readonly #rolledTo = new Map<number, number>();
  #undo: (() => void)[] = [];
  #second = 0;
  /** Who reads block by block: meanwhile none is put together with others. */
  #readers = 0;
  #waiting = 0;
  #lost = 0;
  #hasFailed = false;
  #isPaused = false;

  /** Throws where the folder cannot be written. */
  constructor(options: HistorianOptions) {
    this.#options = options;
    this.#limits = options.limits;
    this.#store = openHistory(options.folder);
    // Some of the ports each second, so that no work on all holds up the rest for long.
    this.#every(1, () => {
      const second = this.#second++;
      // A disk that failed is tried each second, with all that waits.
      this.flush(this.#hasFailed ? undefined : second % FLUSH_SECONDS);
      if (this.#waiting === 0) this.#fail(undefined);
      if (!this.#hasFailed) this.rollUp(second % PERIOD);
    });
    this.#every(HOUSEKEEPING_SECONDS, () => this.removeOld());
  }

  /** Takes samples; while it is paused, or too much waits for the disk, they are counted only. */
  take({ twin, ports, indexes, times, values, qualities }: RecordedSamples): void {
    if (this.#isPaused || this.#waiting >= MOST_WAITING) {
      this.#lost += indexes.length;
      return;
    }
    const opened = new Map<number, Open>();
    for (let i = 0; i < indexes.length; i++) {
      const index = indexes[i]!;
      let open = opened.get(index);
      if (!open) opened.set(index, (open = this.#openFor(twin, ports[index]!)));
      open.times.push(times[i]!);
      open.values.push(values[i]!);
      open.qualities.push(qualities[i]!);
    }
    this.#waiting += indexes.length;
  }

  /** Records nothing until `resume`; what there is stays, and can be asked for. */
  pause(): void {
    this.flush();
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  /** Writes what is not written yet, of all ports or of one slice of them; what the disk does not take waits, and that is said. */
  flush(part?: number): void {
    const full = [...this.#open].filter(
      ([, { slot, times }]) => times.length > 0 && (part === undefined || slot % FLUSH_SECONDS === part),
    );
    if (full.length === 0) return;
    const ids: number[] = [];
    const isWritten = this.#write(() => {
      for (const [key, open] of full) {
        const id = open.id ?? this.#addSeries(key);
        ids.push(id);
        addSamples(this.#store, id, samplesOf(open));
      }
    });
    if (!isWritten) return;
    for (const [i, [, open]] of full.entries()) {
      open.id = ids[i];
      this.#waiting -= open.times.length;
      open.times = [];
      open.values = [];
      open.qualities = [];
    }
  }

  /** Rolls up what is complete, of all ports or of one slice of them. */
  rollUp(part?: number): void {
    const now = this.#options.timers.now();
    const { allSeries, someSeries } = this.#store.sql;
    const due = (part === undefined ? allSeries.all() : someSeries.all(PERIOD, part)) as { id: number }[];
    if (due.length === 0) return;
    const isWritten = this.#write(() => {
      for (const { id } of due) this.#rollUp(id, now);
    });
    if (!isWritten) this.#rolledTo.clear();
  }

  /** Removes what is too old or too much. */
  removeOld(): void {
    const now = this.#options.timers.now();
    const { sql, database } = this.#store;
    const remove = (samplesTo: number, secondsTo: number): boolean => {
      const isRemoved = this.#write(() => {
        sql.removeSamples.run(samplesTo);
        sql.removeSeconds.run(secondsTo);
      });
      if (isRemoved) database.exec('PRAGMA incremental_vacuum');
      return isRemoved;
    };
    if (!remove(now - this.#limits.samples, now - this.#limits.seconds)) return;
    while (this.bytes() > this.#limits.bytes) {
      const oldest = this.#oldest();
      // The last hour stays.
      if (oldest === null || oldest > now - HOUR || !remove(oldest + PERIOD, oldest + PERIOD)) return;
    }
  }

  /** Bytes that everything takes, but for the few MB that are on their way. */
  bytes(): number {
    return (this.#store.sql.pages.get() as { bytes: number }).bytes;
  }

  reach(): HistoryReach {
    const { oldestSamples, oldestSeconds } = this.#store.sql;
    return {
      bytes: this.bytes(),
      limits: this.#limits,
      samplesFrom: (oldestSamples.get() as { first: number | null }).first,
      secondsFrom: (oldestSeconds.get() as { first: number | null }).first,
      isRecording: !this.#isPaused && !this.#hasFailed,
      samplesLost: this.#lost,
    };
  }

  /** Samples that are not written yet. */
  get waiting(): number {
    let waiting = 0;
    for (const { times } of this.#open.values()) waiting += times.length;
    return waiting;
  }

  /**
   * A port from one time to another, in the unit in which it was recorded last: each sample where they are not more than `points`, else as many
   * buckets; from seconds where these tell as much or samples are no longer kept.
   */
  query(twin: string, port: string, { from, to }: Stretch, points: number): History & { unit: string } {
    const series = this.#newest(twin, port);
    if (!series) return { unit: '', ...eachSample([]) };
    const buckets = new Buckets(from, to, points);
    const covered = this.#addSeconds(buckets, series.id, { from, to }, points);
    const few: { t: number; value: number; quality: number }[] = [];
    let found = 0;
    for (const { times, values, qualities } of this.#runs(series, gapsBetween(covered, { from, to }))) {
      for (let i = 0; i < times.length; i++) {
        const t = times[i]!;
        if (covered.size > 0 && covered.has(Math.floor(t / PERIOD) * PERIOD)) continue;
        const [value, quality] = [values[i]!, qualities[i]!];
        if (found++ < points) few.push({ t, value, quality });
        buckets.add(t, value, value, value, 1, quality);
      }
    }
    const isEach = covered.size === 0 && found <= points;
    return { unit: series.unit, ...(isEach ? eachSample(few) : buckets.history()) };
  }

  /** Each sample of ports from one time to another, in rows in order of time and each port in the unit in which it was recorded last, a piece at a time. */
  rows(
    twin: string,
    ports: readonly string[],
    stretch: Stretch,
  ): { units: string[]; pieces: Generator<HistoryRows> } {
    const all = ports.map((port) => this.#newest(twin, port));
    const runs = all.map((series) => (series ? this.#samples(series, stretch) : [].values()));
    const most = Math.min(MOST_PIECE_ROWS, Math.ceil(PIECE_CELLS / ports.length));
    return { units: all.map((series) => series?.unit ?? ''), pieces: this.#reading(mergeRows(runs, most)) };
  }

  close(): void {
    for (const undo of this.#undo) undo();
    this.flush();
    this.#store.database.close();
  }

  #every(seconds: number, run: () => void): void {
    const place = this.#undo.length;
    const plan = (): void => {
      this.#undo[place] = this.#options.timers.after(seconds, () => {
        run();
        plan();
      });
    };
    plan();
  }

  *#reading<T>(pieces: Iterable<T>): Generator<T> {
    this.#readers++;
    try {
      yield* pieces;
    } finally {
      this.#readers--;
    }
  }

  #openFor(twin: string, { port, unit }: { port: string; unit: string }): Open {
    const key = keyOf(twin, port, unit);
    let open = this.#open.get(key);
    if (!open) {
      open = { id: undefined, unit, slot: this.#open.size, times: [], values: [], qualities: [] };
      this.#open.set(key, open);
    }
    this.#last.set(keyOf(twin, port), open);
    return open;
  }

  /** The series that took the last sample of a port. */
  #newest(twin: string, port: string): Series | undefined {
    const { newestOf, series } = this.#store.sql;
    const open = this.#last.get(keyOf(twin, port));
    if (!open) return newestOf.get(twin, port) as Series | undefined;
    // It may be there from an earlier life of the server.
    open.id ??= (series.get(twin, port, open.unit) as Series | undefined)?.id;
    return open;
  }

  #addSeries(key: string): number {
    const { addSeries, series } = this.#store.sql;
    const named = key.split(BETWEEN);
    addSeries.run(...named);
    return (series.get(...named) as { id: number }).id;
  }

  /** Samples in order of time; one statement for each block, so that none is open while somebody reads slowly. */
  *#samples(series: Series, { from, to }: Stretch): Generator<Samples> {
    // What waits now may be written while this is read: then it comes twice, which rows do not show.
    const waiting = isOpen(series) ? sorted(samplesOf(series)) : undefined;
    yield* inOrder(this.#blocks(series.id, from, to, waiting), from, to);
  }

  *#runs(series: Series, stretches: Iterable<Stretch>): Generator<Samples> {
    for (const stretch of stretches) yield* this.#samples(series, stretch);
  }

  *#blocks(id: number | undefined, from: number, to: number, waiting?: Samples): Generator<Samples> {
    let isWaiting = waiting !== undefined && waiting.times.length > 0;
    const stored = id === undefined ? [] : storedBlocks(this.#store, id, from, to);
    for (const { first, data } of stored) {
      if (waiting && isWaiting && waiting.times[0]! < first) {
        isWaiting = false;
        yield waiting;
      }
      yield decodeSamples(data);
    }
    if (waiting && isWaiting) yield waiting;
  }

  /** Puts the seconds into the buckets where they tell as much as the samples, or these are gone; the periods that they cover. */
  #addSeconds(buckets: Buckets, id: number | undefined, { from, to }: Stretch, points: number): Set<number> {
    const isCoarse = (to - from) / points >= SECONDS_FROM_WIDTH;
    const oldest = this.#options.timers.now() - this.#limits.samples;
    const covered = new Set<number>();
    if (id === undefined || (!isCoarse && from > oldest)) return covered;
    const rows = this.#store.sql.seconds.all(id, from - PERIOD, to) as { first: number; data: Uint8Array }[];
    for (const { first, data } of rows) {
      if (!isCoarse && first + PERIOD > oldest) continue;
      covered.add(first);
      addSeconds(buckets, decodeSeconds(data));
    }
    return covered;
  }

  /** Gathers each period that is over, and a flush behind it, into its seconds. */
  #rollUp(id: number, now: number): void {
    const end = Math.floor((now - FLUSH_SECONDS) / PERIOD) * PERIOD;
    let start = this.#rolledTo.get(id) ?? this.#firstToRoll(id);
    // Nothing of it is written yet.
    if (start === Infinity) return;
    for (let turn = 0; turn < MOST_PERIODS && start + PERIOD <= end; turn++) {
      const parts: Samples[] = [];
      for (const block of packPeriod(this.#store, id, start, this.#readers === 0)) {
        const inside = ofPeriod(block, start);
        if (inside.times.length > 0) parts.push(inside);
      }
      if (parts.length > 0) this.#store.sql.addSeconds.run(id, start, encodeSeconds(rollUp(joined(parts))));
      start += PERIOD;
      if (parts.length === 0) start = Math.max(start, Math.min(this.#periodOfNext(id, start), end));
    }
    this.#rolledTo.set(id, start);
  }

  #firstToRoll(id: number): number {
    const row = this.#store.sql.lastSeconds.get(id) as { last: number } | undefined;
    return row ? row.last + PERIOD : this.#periodOfNext(id, -Number.MAX_VALUE);
  }

  /** Begin of the period of the first sample from a time on; Infinity where there is none. */
  #periodOfNext(id: number, from: number): number {
    const row = this.#store.sql.nextSamples.get(id, from - PERIOD, from) as { first: number } | undefined;
    return row ? Math.floor(Math.max(row.first, from) / PERIOD) * PERIOD : Infinity;
  }

  #oldest(): number | null {
    const { samplesFrom, secondsFrom } = this.reach();
    if (samplesFrom === null || secondsFrom === null) return samplesFrom ?? secondsFrom;
    return Math.min(samplesFrom, secondsFrom);
  }

  /** Writes all of it or nothing; whether the disk took it. */
  #write(run: () => void): boolean {
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
      // Where the disk is full it was rolled back already.
      if (database.isTransaction) database.exec('ROLLBACK');
      this.#fail(`history is not recorded: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  #fail(says: string | undefined): void {
    if (says !== undefined || this.#hasFailed) this.#options.onFault?.(says);
    this.#hasFailed = says !== undefined;
  }
}

/** Between the parts of a key; no name holds it. */
const BETWEEN = '\n';

function keyOf(...parts: readonly string[]): string {
  return parts.join(BETWEEN);
}

function isOpen(series: Series): series is Open {
  return 'times' in series;
}

function samplesOf({ times, values, qualities }: Open): Samples {
  return {
    times: Float64Array.from(times),
    values: Float64Array.from(values),
    qualities: Uint8Array.from(qualities),
  };
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

/** Those of a sorted block from the begin of a period to before its end. */
function ofPeriod(block: Samples, start: number): Samples {
  const inside = between(block, start, start + PERIOD);
  const end = inside.times.at(-1) === start + PERIOD ? inside.times.indexOf(start + PERIOD) : undefined;
  return slice(inside, 0, end);
}

function addSeconds(buckets: Buckets, { times, min, max, mean, count, qualities }: Seconds): void {
  for (let i = 0; i < times.length; i++) {
    buckets.add(times[i]! + 0.5, min[i]!, max[i]!, mean[i]!, count[i]!, qualities[i]!);
  }
}

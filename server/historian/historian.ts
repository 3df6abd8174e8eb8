import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { Buckets, eachSample, type History } from './buckets.ts';
import { decodeSeconds, encodeSeconds, rollUp, type Seconds } from './rollup-block.ts';
import { decodeSamples, encodeSamples, type Samples } from './sample-block.ts';

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
  limits?: HistoryLimits;
}

/** How long samples and their seconds are kept, s, and how much all may take, bytes. */
export interface HistoryLimits {
  samples: number;
  seconds: number;
  bytes: number;
}

export interface Stretch {
  /** s since 1970 */
  from: number;
  to: number;
}

interface Open {
  id: number;
  times: number[];
  values: number[];
  qualities: number[];
}

const LIMITS: HistoryLimits = { samples: 86_400, seconds: 30 * 86_400, bytes: 5e9 };
const FLUSH_SECONDS = 10;
const HOUSEKEEPING_SECONDS = 60;
/** Seconds are gathered in blocks of so many. */
const PERIOD = 600;
/** Longest stretch without a rollup that one turn of housekeeping works off, for each port. */
const MOST_PERIODS = 20;
/** From this width of a bucket on the seconds tell as much as the samples. */
const SECONDS_FROM_WIDTH = 5;
const HOUR = 3_600;

/**
 * Numbers and booleans of all twins over time, in SQLite: samples for a day, and of each second the least, greatest and mean for 30 days, together at
 * most 5 GB; the oldest go first. Samples of a port are written every 10 s in blocks. Must be closed.
 */
export class Historian {
  readonly #options: HistorianOptions;
  readonly #limits: HistoryLimits;
  readonly #database: DatabaseSync;
  readonly #sql: Readonly<Record<keyof typeof SQL, StatementSync>>;
  /** What is not written yet, by twin, port and unit. */
  readonly #open = new Map<string, Open>();
  readonly #rolledTo = new Map<number, number>();
  #undo: (() => void)[] = [];
  #second = 0;
  #hasFailed = false;

  constructor(options: HistorianOptions) {
    this.#options = options;
    this.#limits = options.limits ?? LIMITS;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    this.#database = openDatabase(join(options.folder, 'history.db'));
    this.#sql = Object.fromEntries(
      Object.entries(SQL).map(([name, text]) => [name, this.#database.prepare(text)]),
    ) as Record<keyof typeof SQL, StatementSync>;
    // Some of the ports each second, so that no work on all holds up the rest for long.
    this.#every(1, () => {
      const second = this.#second++;
      this.flush(second % FLUSH_SECONDS);
      this.rollUp(second % PERIOD);
    });
    this.#every(HOUSEKEEPING_SECONDS, () => this.removeOld());
  }

  take({ twin, ports, indexes, times, values, qualities }: RecordedSamples): void {
    const opened = new Map<number, Open>();
    for (let i = 0; i < indexes.length; i++) {
      const index = indexes[i]!;
      const open = opened.get(index) ?? this.#series(twin, ports[index]!);
      opened.set(index, open);
      open.times.push(times[i]!);
      open.values.push(values[i]!);
      open.qualities.push(qualities[i]!);
    }
  }

  /** Writes what is not written yet, of all ports or of one slice of them; what the disk does not take is left out and said. */
  flush(slice?: number): void {
    const full = [...this.#open.values()].filter(
      ({ id, times }) => times.length > 0 && (slice === undefined || id % FLUSH_SECONDS === slice),
    );
    if (full.length === 0) return;
    this.#try(() => {
      this.#inTransaction(() => {
        for (const open of full) {
          const samples = samplesOf(open);
          const sorted = samples.times.toSorted();
          this.#sql.addSamples.run(open.id, sorted[0]!, sorted.at(-1)!, encodeSamples(samples));
        }
      });
    });
    for (const open of full) {
      open.times = [];
      open.values = [];
      open.qualities = [];
    }
  }

  /** Rolls up what is complete, of all ports or of one slice of them. */
  rollUp(slice?: number): void {
    this.#try(() => {
      const now = this.#options.timers.now();
      const { allSeries, someSeries } = this.#sql;
      const due = (slice === undefined ? allSeries.all() : someSeries.all(PERIOD, slice)) as { id: number }[];
      if (due.length === 0) return;
      this.#inTransaction(() => {
        for (const { id } of due) this.#rollUp(id, now);
      });
    });
  }

  /** Removes what is too old or too much. */
  removeOld(): void {
    this.#try(() => {
      const now = this.#options.timers.now();
      this.#inTransaction(() => {
        this.#sql.removeSamples.run(now - this.#limits.samples);
        this.#sql.removeSeconds.run(now - this.#limits.seconds);
      });
      this.#database.exec('PRAGMA incremental_vacuum');
      while (this.bytes() > this.#limits.bytes && this.#removeOldest(now)) {
        this.#database.exec('PRAGMA incremental_vacuum');
      }
    });
  }

  /** Bytes that everything takes. */
  bytes(): number {
    const { page_count: pages } = this.#database.prepare('PRAGMA page_count').get() as { page_count: number };
    const { page_size: size } = this.#database.prepare('PRAGMA page_size').get() as { page_size: number };
    return pages * size;
  }

  /** How far back it reaches, s since 1970; undefined while nothing is recorded. */
  oldest(): number | undefined {
    return (this.#sql.oldest.get() as { first: number | null }).first ?? undefined;
  }

  /** Samples that are not written yet. */
  get waiting(): number {
    let waiting = 0;
    for (const { times } of this.#open.values()) waiting += times.length;
    return waiting;
  }

  /** The most bytes it takes. */
  get mostBytes(): number {
    return this.#limits.bytes;
  }

  /** The unit in which a port was recorded last; undefined where nothing was. */
  unitOf(twin: string, port: string): string | undefined {
    return this.#newest(twin, port)?.unit;
  }

  /**
   * A port from one time to another: each sample where they are not more than `points`, else as many buckets; from seconds where these tell as much
   * or samples are no longer kept. Only what was recorded in the unit of today.
   */
  query(twin: string, port: string, { from, to }: Stretch, points: number): History {
    const series = this.#newest(twin, port);
    if (!series) return eachSample([]);
    const { id } = series;
    const isCoarse = (to - from) / points >= SECONDS_FROM_WIDTH;
    const oldest = this.#options.timers.now() - this.#limits.samples;
    const blocks = (
      this.#sql.seconds.all(id, from - PERIOD, to) as { first: number; data: Uint8Array }[]
    ).filter(({ first }) => isCoarse || first + PERIOD <= oldest);
    const covered = new Set(blocks.map(({ first }) => first));
    const isCovered = (t: number): boolean => covered.has(Math.floor(t / PERIOD) * PERIOD);
    const samples = this.#samplesBetween(id, twin, port, series.unit, from, to).filter(
      ({ t }) => !isCovered(t),
    );
    if (blocks.length === 0 && samples.length <= points)
      return eachSample(samples.toSorted((a, b) => a.t - b.t));
    const buckets = new Buckets(from, to, points);
    for (const { data } of blocks) addSeconds(buckets, decodeSeconds(data));
    for (const { t, value, quality } of samples) buckets.add(t, value, value, value, 1, quality);
    return buckets.history();
  }

  /** Each sample of a port from one time to another, in order of time. */
  samples(
    twin: string,
    port: string,
    { from, to }: Stretch,
  ): { t: number; value: number; quality: number }[] {
    const series = this.#newest(twin, port);
    if (!series) return [];
    return this.#samplesBetween(series.id, twin, port, series.unit, from, to).toSorted((a, b) => a.t - b.t);
  }

  close(): void {
    for (const undo of this.#undo) undo();
    this.flush();
    this.#database.close();
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

  #series(twin: string, { port, unit }: { port: string; unit: string }): Open {
    const key = keyOf(twin, port, unit);
    const known = this.#open.get(key);
    if (known) return known;
    this.#sql.addSeries.run(twin, port, unit);
    const { id } = this.#sql.series.get(twin, port, unit) as { id: number };
    const open: Open = { id, times: [], values: [], qualities: [] };
    this.#open.set(key, open);
    return open;
  }

  #newest(twin: string, port: string): { id: number; unit: string } | undefined {
    const all = this.#sql.seriesOf.all(twin, port) as { id: number; unit: string }[];
    const open = all.find(({ unit }) => (this.#open.get(keyOf(twin, port, unit))?.times.length ?? 0) > 0);
    return open ?? all[0];
  }

  #samplesBetween(id: number, twin: string, port: string, unit: string, from: number, to: number) {
    const found: { t: number; value: number; quality: number }[] = [];
    const take = ({
      times,
      values,
      qualities,
    }: {
      times: ArrayLike<number>;
      values: ArrayLike<number>;
      qualities: ArrayLike<number>;
    }): void => {
      for (let i = 0; i < times.length; i++) {
        const t = times[i]!;
        if (t >= from && t <= to) found.push({ t, value: values[i]!, quality: qualities[i]! });
      }
    };
    for (const { data } of this.#sql.samples.all(id, to, from) as { data: Uint8Array }[])
      take(decodeSamples(data));
    const open = this.#open.get(keyOf(twin, port, unit));
    if (open) take(open);
    return found;
  }

  /** Gathers each period that is over, and a flush behind it, into its seconds. */
  #rollUp(id: number, now: number): void {
    const end = Math.floor((now - FLUSH_SECONDS) / PERIOD) * PERIOD;
    let start = this.#rolledTo.get(id) ?? this.#firstToRoll(id);
    // Nothing of it is written yet.
    if (start === Infinity) return;
    for (let turn = 0; turn < MOST_PERIODS && start + PERIOD <= end; turn++) {
      const rows = this.#sql.samples.all(id, start + PERIOD, start) as { data: Uint8Array }[];
      const samples = between(
        rows.map(({ data }) => decodeSamples(data)),
        start,
        start + PERIOD,
      );
      if (samples.times.length > 0) this.#sql.addSeconds.run(id, start, encodeSeconds(rollUp(samples)));
      start += PERIOD;
      if (samples.times.length === 0) {
        const { first } = this.#sql.nextSamples.get(id, start) as { first: number | null };
        start = first === null ? end : Math.max(start, Math.floor(first / PERIOD) * PERIOD);
      }
    }
    this.#rolledTo.set(id, start);
  }

  #firstToRoll(id: number): number {
    const { last } = this.#sql.lastSeconds.get(id) as { last: number | null };
    if (last !== null) return last + PERIOD;
    const { first } = this.#sql.nextSamples.get(id, 0) as { first: number | null };
    return first === null ? Infinity : Math.floor(first / PERIOD) * PERIOD;
  }

  /** Removes the oldest hour of everything; false where only the present one is left. */
  #removeOldest(now: number): boolean {
    const { first } = this.#sql.oldest.get() as { first: number | null };
    if (first === null || first > now - HOUR) return false;
    this.#sql.removeSamples.run(first + HOUR);
    this.#sql.removeSeconds.run(first + HOUR);
    return true;
  }

  #inTransaction(run: () => void): void {
    this.#database.exec('BEGIN');
    try {
      run();
      this.#database.exec('COMMIT');
    } catch (error) {
      // Where the disk is full it was rolled back already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #try(run: () => void): void {
    try {
      run();
      if (this.#hasFailed) this.#options.onFault?.(undefined);
      this.#hasFailed = false;
    } catch (error) {
      this.#hasFailed = true;
      this.#options.onFault?.(
        `history is not recorded: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

const SCHEMA = `
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, twin TEXT, port TEXT, unit TEXT, UNIQUE (twin, port, unit));
  CREATE TABLE IF NOT EXISTS samples (series INTEGER, first REAL, last REAL, data BLOB, PRIMARY KEY (series, first, last)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS seconds (series INTEGER, first INTEGER, data BLOB, PRIMARY KEY (series, first)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS samples_by_end ON samples (last);
  CREATE INDEX IF NOT EXISTS seconds_by_begin ON seconds (first);
`;

const SQL = {
  allSeries: 'SELECT id FROM series',
  someSeries: 'SELECT id FROM series WHERE id % ? = ?',
  addSeries: 'INSERT OR IGNORE INTO series (twin, port, unit) VALUES (?, ?, ?)',
  series: 'SELECT id FROM series WHERE twin = ? AND port = ? AND unit = ?',
  seriesOf: `SELECT id, unit FROM series WHERE twin = ? AND port = ?
    ORDER BY (SELECT max(last) FROM samples WHERE series = series.id) DESC NULLS LAST, id DESC`,
  addSamples: 'INSERT OR REPLACE INTO samples VALUES (?, ?, ?, ?)',
  samples: 'SELECT data FROM samples WHERE series = ? AND first <= ? AND last >= ?',
  nextSamples: 'SELECT min(first) AS first FROM samples WHERE series = ? AND last >= ?',
  removeSamples: 'DELETE FROM samples WHERE last < ?',
  oldest:
    'SELECT min(t) AS first FROM (SELECT min(last) AS t FROM samples UNION ALL SELECT min(first) FROM seconds)',
  addSeconds: 'INSERT OR REPLACE INTO seconds VALUES (?, ?, ?)',
  seconds: 'SELECT first, data FROM seconds WHERE series = ? AND first > ? AND first <= ?',
  lastSeconds: 'SELECT max(first) AS last FROM seconds WHERE series = ?',
  removeSeconds: 'DELETE FROM seconds WHERE first < ?',
} as const;

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGED: readonly number[] = [11, 26];

/** A file that is no database any more is put aside: history begins anew rather than keep the twins from running. */
function openDatabase(path: string): DatabaseSync {
  const open = (): DatabaseSync => {
    const database = new DatabaseSync(path, { timeout: 1000 });
    try {
      database.exec(SCHEMA);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  };
  try {
    return open();
  } catch (error) {
    if (!DAMAGED.includes((error as { errcode?: number }).errcode ?? 0)) throw error;
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}.damaged${end}`, { force: true });
    if (existsSync(path)) renameSync(path, `${path}.damaged`);
    for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
    return open();
  }
}

function keyOf(twin: string, port: string, unit: string): string {
  return `${twin}\n${port}\n${unit}`;
}

function samplesOf({ times, values, qualities }: Open): Samples {
  return {
    times: Float64Array.from(times),
    values: Float64Array.from(values),
    qualities: Uint8Array.from(qualities),
  };
}

function between(blocks: readonly Samples[], from: number, to: number): Samples {
  const times: number[] = [];
  const values: number[] = [];
  const qualities: number[] = [];
  for (const block of blocks) {
    for (let i = 0; i < block.times.length; i++) {
      const t = block.times[i]!;
      if (t < from || t >= to) continue;
      times.push(t);
      values.push(block.values[i]!);
      qualities.push(block.qualities[i]!);
    }
  }
  return samplesOf({ id: 0, times, values, qualities });
}

function addSeconds(buckets: Buckets, { times, min, max, mean, count, qualities }: Seconds): void {
  for (let i = 0; i < times.length; i++) {
    buckets.add(times[i]! + 0.5, min[i]!, max[i]!, mean[i]!, count[i]!, qualities[i]!);
  }
}

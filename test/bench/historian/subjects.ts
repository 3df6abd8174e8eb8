import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Buckets, type History } from '@twinloom/server/historian/buckets';
import { Historian } from '@twinloom/server/historian/historian';
import { rollUp } from '@twinloom/server/historian/rollup-block';

/** Samples of one port, all good; times in s since 1970. */
export interface Series {
  times: Float64Array;
  values: Float64Array;
}

/** A stretch of time in so many buckets. */
export interface Question {
  port: number;
  from: number;
  to: number;
  points: number;
}

/** Something that keeps samples of ports and answers in buckets. */
export interface Subject {
  /** Takes those samples of every port, and puts them where it keeps them. */
  append(ports: readonly Series[], from: number, to: number): void;
  /** Everything is in, up to this time: what is done in the background is done now. */
  settle(until: number): void | Promise<void>;
  query(question: Question): History | Promise<History>;
  /** Begins anew with what it has on the disk, as after a start; where all is in memory nothing happens. */
  forget(): void;
  bytes(): number | Promise<number>;
  close(): void;
}

const PERIODS_A_TURN = 20;
const PERIOD = 600;

/** The historian as the server runs it. */
export function blocks(ports: number, begin: number): Subject {
  const folder = mkdtempSync(join(tmpdir(), 'bench-history-'));
  let now = begin;
  const open = (): Historian =>
    new Historian({
      folder,
      timers: { now: () => now, after: () => () => undefined },
      limits: { samples: 1e9, seconds: 1e9, bytes: 1e12 },
    });
  let ours = open();
  const names = Array.from({ length: ports }, (_, i) => ({ port: `node${i}.value`, unit: 'm' }));
  return {
    append(series, from, to) {
      for (const [i, { times, values }] of series.entries()) {
        ours.take({
          twin: 'twin',
          ports: names,
          indexes: new Uint32Array(to - from).fill(i),
          times: times.subarray(from, to),
          values: values.subarray(from, to),
          qualities: new Uint8Array(to - from),
        });
      }
      ours.flush();
    },
    settle(until) {
      now = until + 2 * PERIOD;
      for (let t = begin; t < now; t += PERIODS_A_TURN * PERIOD) ours.rollUp();
      ours.removeOld();
    },
    query: ({ port, from, to, points }) => ours.query('twin', names[port]!.port, { from, to }, points),
    forget() {
      ours.close();
      ours = open();
    },
    bytes: () => ours.bytes(),
    close() {
      ours.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A row of SQLite for each sample, as one would begin. */
export function rows(): Subject {
  const folder = mkdtempSync(join(tmpdir(), 'bench-rows-'));
  const path = join(folder, 'rows.db');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  database.exec('CREATE TABLE samples (series INTEGER, t REAL, value REAL, quality INTEGER)');
  database.exec('CREATE INDEX samples_of_series ON samples (series, t)');
  const add = database.prepare('INSERT INTO samples VALUES (?, ?, ?, 0)');
  const ask = database.prepare(`SELECT min(CAST((t - :from) / :width AS INTEGER), :points - 1) AS bucket,
      min(value) AS low, max(value) AS high, avg(value) AS mean
    FROM samples WHERE series = :port AND t >= :from AND t <= :to GROUP BY bucket ORDER BY bucket`);
  return {
    append(series, from, to) {
      database.exec('BEGIN');
      for (const [i, { times, values }] of series.entries())
        for (let k = from; k < to; k++) add.run(i, times[k]!, values[k]!);
      database.exec('COMMIT');
    },
    settle: () => undefined,
    query({ port, from, to, points }) {
      const width = (to - from) / points;
      const found = ask.all({ port, from, to, width, points }) as Record<string, number>[];
      return {
        t: found.map(({ bucket }) => from + bucket! * width),
        min: found.map(({ low }) => low!),
        max: found.map(({ high }) => high!),
        mean: found.map(({ mean }) => mean!),
        quality: found.map(() => 'good' as const),
      };
    },
    forget: () => undefined,
    bytes() {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return statSync(path).size;
    },
    close() {
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The same in plain arrays, gone with the process: the samples, and of each second least, greatest and mean. */
export function arrays(isFromSeconds: boolean): Subject {
  let kept: { times: number[]; values: number[] }[] = [];
  let seconds: ReturnType<typeof rollUp>[] = [];
  return {
    append(series, from, to) {
      if (kept.length === 0) kept = series.map(() => ({ times: [], values: [] }));
      for (const [i, { times, values }] of series.entries()) {
        const own = kept[i]!;
        for (let k = from; k < to; k++) {
          own.times.push(times[k]!);
          own.values.push(values[k]!);
        }
      }
    },
    settle() {
      if (!isFromSeconds) return;
      seconds = kept.map(({ times, values }) =>
        rollUp({
          times: Float64Array.from(times),
          values: Float64Array.from(values),
          qualities: new Uint8Array(times.length),
        }),
      );
    },
    query({ port, from, to, points }) {
      const buckets = new Buckets(from, to, points);
      if (isFromSeconds) {
        const { times, min, max, mean, count } = seconds[port]!;
        for (let i = 0; i < times.length; i++)
          buckets.add(times[i]! + 0.5, min[i]!, max[i]!, mean[i]!, count[i]!, 0);
      } else {
        const { times, values } = kept[port]!;
        for (let i = 0; i < times.length; i++)
          buckets.add(times[i]!, values[i]!, values[i]!, values[i]!, 1, 0);
      }
      return buckets.history();
    },
    forget: () => undefined,
    bytes: () => 0,
    close: () => undefined,
  };
}

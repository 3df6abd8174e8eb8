import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { KeptSeconds } from './kept-seconds.ts';

/** The file of the history, with its statements. */
export interface HistoryDatabase {
  database: DatabaseSync;
  /** Whether it is of an earlier version, and what of it is not packed yet has to be. */
  isFormer: boolean;
  sql: Readonly<Record<keyof typeof SQL, StatementSync>>;
  seconds: KeptSeconds;
}

/**
 * Seconds are gathered in blocks of so many, and no block of samples is longer, s: those of a stretch of time are found by when they begin. A loose row
 * lies in one such period.
 */
export const PERIOD = 600;

/** 1: samples wait in loose rows until they are packed; before, plain blocks of `samples` did. */
const VERSION = 1;

/**
 * Blocks stand in the order in which they are written, and an index finds those of a series: in a table ordered by series each of some KB would take a page
 * of its own. A file of an earlier version keeps its tables that are; the statements are the same.
 */
const SCHEMA = `
  PRAGMA page_size = 8192;
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA journal_size_limit = 40000000;
  PRAGMA wal_autocheckpoint = 250;
  CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, twin TEXT, port TEXT, unit TEXT, UNIQUE (twin, port, unit));
  CREATE TABLE IF NOT EXISTS samples (series INTEGER, first REAL, last REAL, data BLOB, UNIQUE (series, first, last));
  CREATE TABLE IF NOT EXISTS seconds (series INTEGER, first INTEGER, data BLOB, UNIQUE (series, first));
  CREATE TABLE IF NOT EXISTS twins (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
  CREATE TABLE IF NOT EXISTS loose (id INTEGER PRIMARY KEY, period INTEGER, twin INTEGER, first REAL, data BLOB);
  CREATE INDEX IF NOT EXISTS samples_by_end ON samples (last);
  CREATE INDEX IF NOT EXISTS seconds_by_begin ON seconds (first);
  CREATE INDEX IF NOT EXISTS loose_by_period ON loose (period, twin, first);
`;

const NEWEST = 'WHERE series = series.id ORDER BY first DESC LIMIT 1';

const SQL = {
  nextSeries: 'SELECT id FROM series WHERE id > ? ORDER BY id LIMIT ?',
  addSeries: 'INSERT OR IGNORE INTO series (twin, port, unit) VALUES (?, ?, ?)',
  series: 'SELECT id FROM series WHERE twin = ? AND port = ? AND unit = ?',
  /** A look at the end of an index for each unit that the port ever had. */
  seriesOf: `SELECT id, unit FROM series WHERE twin = ? AND port = ? ORDER BY
    coalesce((SELECT first FROM samples ${NEWEST}), (SELECT first FROM seconds ${NEWEST})) DESC NULLS LAST, id DESC`,
  addTwin: 'INSERT OR IGNORE INTO twins (name) VALUES (?)',
  twin: 'SELECT id FROM twins WHERE name = ?',
  lastTwin: 'SELECT max(id) AS id FROM twins',
  addLoose: 'INSERT INTO loose (period, twin, first, data) VALUES (?, ?, ?, ?)',
  /** The first period of any twin from one on. */
  nextPeriod: 'SELECT min(period) AS period FROM loose WHERE period > ?',
  nextLoose:
    'SELECT id, first, data FROM loose WHERE period = ? AND twin = ? AND (first, id) > (?, ?) ORDER BY first, id LIMIT ?',
  newestLoose: 'SELECT id, data FROM loose WHERE period = ? AND twin = ? AND id < ? ORDER BY id DESC LIMIT 1',
  removeLooseRow: 'DELETE FROM loose WHERE id = ?',
  /** Whose rows are packed next. */
  nextToPack:
    'SELECT period, twin FROM loose WHERE (period, twin) > (?, ?) AND period <= ? ORDER BY period, twin LIMIT 1',
  oldestLoose: 'SELECT first FROM loose ORDER BY period, twin, first LIMIT 1',
  removeLoose: 'DELETE FROM loose WHERE id IN (SELECT id FROM loose WHERE period <= ? LIMIT ?)',
  addSamples: 'INSERT OR IGNORE INTO samples VALUES (?, ?, ?, ?)',
  replaceSamples: 'UPDATE samples SET data = ? WHERE series = ? AND first = ? AND last = ?',
  sameSamples: 'SELECT data FROM samples WHERE series = ? AND first = ? AND last = ?',
  removeBlock: 'DELETE FROM samples WHERE series = ? AND first = ? AND last = ?',
  nextBlocks: `SELECT first, last, data FROM samples
    WHERE series = ? AND (first, last) > (?, ?) AND first <= ? AND last >= ? ORDER BY first, last LIMIT ?`,
  removeSamples: `DELETE FROM samples WHERE (series, first, last) IN
    (SELECT series, first, last FROM samples WHERE last < ? LIMIT ?)`,
  oldestSamples: 'SELECT min(last) AS first FROM samples',
  oldestSeconds: 'SELECT min(first) AS first FROM seconds',
  addSeconds: 'INSERT OR REPLACE INTO seconds VALUES (?, ?, ?)',
  secondsBegins: 'SELECT first FROM seconds WHERE series = ? AND first > ? AND first <= ? ORDER BY first',
  secondsOf: 'SELECT data FROM seconds WHERE series = ? AND first = ?',
  lastSeconds: 'SELECT max(first) AS last FROM seconds WHERE series = ?',
  removeSeconds: `DELETE FROM seconds WHERE (series, first) IN
    (SELECT series, first FROM seconds WHERE first < ? LIMIT ?)`,
  changes: 'SELECT total_changes() AS n',
  pages: `SELECT page_count AS pages, freelist_count AS free, page_size AS bytes
    FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()`,
} as const;

/** Opens the history in a folder, made when needed. A file that is no database any more is put aside: history begins anew rather than keep the twins from running. */
export function openHistory(folder: string): HistoryDatabase {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'history.db');
  const { database, isFormer } = openDatabase(path);
  const sql = Object.fromEntries(
    Object.entries(SQL).map(([name, text]) => [name, database.prepare(text)]),
  ) as HistoryDatabase['sql'];
  return { database, isFormer, sql, seconds: new KeptSeconds(sql) };
}

/** Nothing of an earlier version is left in it. */
export function setCurrent({ database }: Pick<HistoryDatabase, 'database'>): void {
  database.exec(`PRAGMA user_version = ${VERSION}`);
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGED: readonly number[] = [11, 26];

function openDatabase(path: string): Pick<HistoryDatabase, 'database' | 'isFormer'> {
  const open = (): Pick<HistoryDatabase, 'database' | 'isFormer'> => {
    const database = new DatabaseSync(path, { timeout: 1000 });
    try {
      const number = (sql: string): number => Number(Object.values(database.prepare(sql).get()!)[0]);
      const isNew = number('SELECT count(*) FROM sqlite_schema') === 0;
      const isFormer = !isNew && number('PRAGMA user_version') < VERSION;
      database.exec(SCHEMA);
      if (!isFormer) setCurrent({ database });
      return { database, isFormer };
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

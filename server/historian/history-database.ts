import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** The file of the history, with its statements. */
export interface HistoryDatabase {
  database: DatabaseSync;
  sql: Readonly<Record<keyof typeof SQL, StatementSync>>;
}

/**
 * Seconds are gathered in blocks of so many, and no block of samples is longer, s: those of a stretch of time are found by when they begin.
 */
export const PERIOD = 600;

const SCHEMA = `
  PRAGMA page_size = 8192;
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA journal_size_limit = 40000000;
  PRAGMA wal_autocheckpoint = 4000;
  CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, twin TEXT, port TEXT, unit TEXT, UNIQUE (twin, port, unit));
  CREATE TABLE IF NOT EXISTS samples (series INTEGER, first REAL, last REAL, data BLOB, PRIMARY KEY (series, first, last)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS seconds (series INTEGER, first INTEGER, data BLOB, PRIMARY KEY (series, first)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS samples_by_end ON samples (last);
  CREATE INDEX IF NOT EXISTS seconds_by_begin ON seconds (first);
`;

const NEWEST = 'WHERE series = series.id ORDER BY first DESC LIMIT 1';

const SQL = {
  allSeries: 'SELECT id FROM series',
  someSeries: 'SELECT id FROM series WHERE id % ? = ?',
  addSeries: 'INSERT OR IGNORE INTO series (twin, port, unit) VALUES (?, ?, ?)',
  series: 'SELECT id FROM series WHERE twin = ? AND port = ? AND unit = ?',
  /** A look at the end of an index for each unit that the port ever had. */
  newestOf: `SELECT id, unit FROM series WHERE twin = ? AND port = ? ORDER BY
    coalesce((SELECT first FROM samples ${NEWEST}), (SELECT first FROM seconds ${NEWEST})) DESC NULLS LAST, id DESC LIMIT 1`,
  addSamples: 'INSERT OR IGNORE INTO samples VALUES (?, ?, ?, ?)',
  replaceSamples: 'UPDATE samples SET data = ? WHERE series = ? AND first = ? AND last = ?',
  sameSamples: 'SELECT data FROM samples WHERE series = ? AND first = ? AND last = ?',
  removeBlock: 'DELETE FROM samples WHERE series = ? AND first = ? AND last = ?',
  nextBlocks: `SELECT first, last, data FROM samples
    WHERE series = ? AND (first, last) > (?, ?) AND first <= ? AND last >= ? ORDER BY first, last LIMIT ?`,
  nextSamples:
    'SELECT first FROM samples WHERE series = ? AND first > ? AND last >= ? ORDER BY first LIMIT 1',
  removeSamples: 'DELETE FROM samples WHERE last < ?',
  oldestSamples: 'SELECT min(last) AS first FROM samples',
  oldestSeconds: 'SELECT min(first) AS first FROM seconds',
  addSeconds: 'INSERT OR REPLACE INTO seconds VALUES (?, ?, ?)',
  seconds: 'SELECT first, data FROM seconds WHERE series = ? AND first > ? AND first <= ?',
  lastSeconds: 'SELECT first AS last FROM seconds WHERE series = ? ORDER BY first DESC LIMIT 1',
  removeSeconds: 'DELETE FROM seconds WHERE first < ?',
  changes: 'SELECT total_changes() AS n',
  pages: 'SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()',
} as const;

/** Opens the history in a folder, made when needed. A file that is no database any more is put aside: history begins anew rather than keep the twins from running. */
export function openHistory(folder: string): HistoryDatabase {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'history.db');
  const database = openDatabase(path);
  const sql = Object.fromEntries(
    Object.entries(SQL).map(([name, text]) => [name, database.prepare(text)]),
  ) as HistoryDatabase['sql'];
  return { database, sql };
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGED: readonly number[] = [11, 26];

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

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { flowsAndTwins } from './migrations/001-flows-and-twins.ts';
import { alarms } from './migrations/003-alarms.ts';
import { plants } from './migrations/002-plants.ts';
import { leftStates } from './migrations/004-left-states.ts';
import { noTimeIndex } from './migrations/005-no-time-index.ts';
import { timeline } from './migrations/006-timeline.ts';
import { studies } from './migrations/007-studies.ts';
import { studyRuns } from './migrations/008-study-runs.ts';
import { alarmStates } from './migrations/010-alarm-states.ts';
import { plantParameters } from './migrations/009-plant-parameters.ts';
import { nodeSqliteDialect } from './node-sqlite.ts';
import type { Tables } from './tables.ts';

export type Storage = Kysely<Tables>;

/** The storage, or one line about the folder and one on what to do. */
export type OpenedStorage = { storage: Storage } | { problem: { says: string; remedy: string } };

const MIGRATIONS = {
  '001-flows-and-twins': flowsAndTwins,
  '002-plants': plants,
  '003-alarms': alarms,
  '004-left-states': leftStates,
  '005-no-time-index': noTimeIndex,
  '006-timeline': timeline,
  '007-studies': studies,
  '008-study-runs': studyRuns,
  '009-plant-parameters': plantParameters,
  '010-alarm-states': alarmStates,
};

/** Opens the database of a data folder, made and brought to the newest tables when needed; one process at a time. `destroy()` closes it. */
export async function openStorage(dataDir: string): Promise<OpenedStorage> {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    database = new DatabaseSync(join(dataDir, 'twinloom.db'), { timeout: 1000 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    database.exec('BEGIN IMMEDIATE; COMMIT');
  } catch (error) {
    database?.close();
    return { problem: problemOf(dataDir, error) };
  }
  const storage: Storage = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) });
  const migrator = new Migrator({
    db: storage,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return { storage };
  await storage.destroy();
  return { problem: problemOf(dataDir, error) };
}

const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;

function problemOf(dataDir: string, error: unknown): { says: string; remedy: string } {
  const { code, errcode } = (error ?? {}) as { code?: string; errcode?: number };
  const kind = errcode === undefined ? undefined : errcode & 0xff;
  const reason = error instanceof Error ? error.message : String(error);
  if (kind === SQLITE_BUSY) {
    return {
      says: `the data folder ${dataDir} is in use by another Twinloom`,
      remedy: 'Stop the other one, or give this one a folder of its own with --data DIR.',
    };
  }
  if (code === 'ENOSPC' || kind === SQLITE_FULL) {
    return {
      says: `no space is left for the data folder ${dataDir}`,
      remedy: 'Free some space and start again.',
    };
  }
  if (kind === SQLITE_CORRUPT || kind === SQLITE_NOTADB) {
    return {
      says: `${join(dataDir, 'twinloom.db')} is damaged or not a Twinloom database`,
      remedy: 'Restore it from a backup, or move it away to begin anew.',
    };
  }
  if (reason.includes('corrupted migrations')) {
    return {
      says: `the data folder ${dataDir} was written by a newer Twinloom`,
      remedy: 'Start that version, or choose another folder with --data DIR.',
    };
  }
  const unwritable = kind === SQLITE_READONLY || kind === SQLITE_CANTOPEN || isRefused(code);
  return {
    says: `the data folder ${dataDir} cannot be written${unwritable ? '' : ` (${reason})`}`,
    remedy: 'Give this user the right to write there, or choose another folder with --data DIR.',
  };
}

function isRefused(code: string | undefined): boolean {
  return code !== undefined && ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(code);
}

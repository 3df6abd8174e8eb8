import { constants } from 'node:fs';
import { appendFile, mkdir, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { CsvRecordAddress } from '@twinloom/runtime/node/definition';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import type { Sending } from '../outbox/sending.ts';

/** A file of rows that somebody may fetch. */
export interface RecordFile {
  name: string;
  bytes: number;
  /** When its last row was written, s since 1970. */
  modified: number;
}

/** Rows under one header for the files of one name. */
interface Recorder extends Pick<Sending, 'onFault'> {
  base: string;
  address: CsvRecordAddress;
  rows: string[];
  bytes: number;
  hasFailed: boolean;
}

const FLUSH_SECONDS = 1;
/** Most that waits for one file while the disk does not take it, and for all. */
export const MOST_BYTES_WAITING = 1_000_000;
const MOST_BYTES = 64_000_000;
const MOST_FILES_A_DAY = 100;
/** Not through a link, which may lead out of the folder. */
const READ_AND_APPEND =
  constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
const DAY_LENGTH = 'YYYY-MM-DD'.length;
const DAY_SECONDS = 86_400;
const FILE_NAME = /^[A-Za-z0-9][\w.-]*_\d{4}-\d\d-\d\d(?:-\d+)?\.csv$/;

/**
 * Files of rows in one folder: of each name one for each day that its rows say, `twin.name_2026-11-27.csv`, with a header as its first
 * line. Where a file of the day has another header, the rows go on in `…_2026-11-27-2.csv`. Rows are written within 1 s; what the disk
 * does not take waits, bounded. Must be closed.
 */
export class CsvRecords {
  readonly #folder: string;
  readonly #timers: Timers;
  /** Those with rows that wait. */
  readonly #recorders = new Map<string, Recorder>();
  #bytes = 0;
  #isClosed = false;
  #isPlanned = false;
  #undo: () => void = () => undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(folder: string, timers: Timers) {
    this.#folder = folder;
    this.#timers = timers;
  }

  /** Takes one row that begins with its time as ISO 8601 and ends its line; false when it is left out: 1 MB waits for its file, 64 MB in all, or closed. */
  put(address: CsvRecordAddress, row: Uint8Array, { sender, onFault }: Sending): boolean {
    const [twin, node] = sender.split('.');
    const base = `${twin}.${address.name ?? node}`;
    const key = `${base}\n${address.header}`;
    const recorder = this.#recorders.get(key) ?? {
      base,
      address,
      rows: [],
      bytes: 0,
      onFault,
      hasFailed: false,
    };
    const hasRoom =
      recorder.bytes + row.length <= MOST_BYTES_WAITING && this.#bytes + row.length <= MOST_BYTES;
    if (this.#isClosed || !hasRoom) return false;
    this.#recorders.set(key, recorder);
    recorder.rows.push(new TextDecoder().decode(row));
    recorder.bytes += row.length;
    this.#bytes += row.length;
    this.#plan();
    return true;
  }

  /** The files there are, the newest first; of one twin only where it is named. */
  async list(twin?: string): Promise<RecordFile[]> {
    const names = (await this.#names()).filter(
      (name) => FILE_NAME.test(name) && (twin === undefined || name.startsWith(`${twin}.`)),
    );
    const files = await Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs } = await stat(join(this.#folder, name));
        return { name, bytes: size, modified: mtimeMs / 1000 };
      }),
    );
    return files.toSorted((a, b) => b.modified - a.modified || (a.name < b.name ? 1 : -1));
  }

  /** Where a file lies; undefined for what is no name of one that is there. */
  async path(name: string): Promise<string | undefined> {
    return FILE_NAME.test(name) && (await this.#names()).includes(name)
      ? join(this.#folder, name)
      : undefined;
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#undo();
    await this.#work;
    await this.#writeAll();
  }

  #plan(): void {
    if (this.#isPlanned || this.#isClosed) return;
    this.#isPlanned = true;
    this.#undo = this.#timers.after(FLUSH_SECONDS, () => (this.#work = this.#writeAll()));
  }

  /** One file after the other, so that no two rows meet in one. */
  async #writeAll(): Promise<void> {
    const waiting = [...this.#recorders];
    for (const [key, recorder] of waiting) {
      try {
        await this.#write(recorder);
        if (recorder.hasFailed) recorder.onFault(undefined);
        this.#recorders.delete(key);
      } catch (error) {
        recorder.hasFailed = true;
        recorder.onFault(sayWhy(error as NodeJS.ErrnoException, this.#folder));
      }
    }
    this.#isPlanned = false;
    if (this.#recorders.size > 0) this.#plan();
  }

  /** Writes the rows that wait, those of one day after those of the other; what was not written waits on. */
  async #write(recorder: Recorder): Promise<void> {
    while (recorder.rows.length > 0) {
      const day = recorder.rows[0]!.slice(0, DAY_LENGTH);
      const next = recorder.rows.findIndex((row) => !row.startsWith(day));
      const rows = recorder.rows.slice(0, next === -1 ? recorder.rows.length : next);
      const text = rows.join('');
      await append(await this.#fileOf(recorder, day), text);
      const bytes = Buffer.byteLength(text);
      recorder.rows.splice(0, rows.length);
      recorder.bytes -= bytes;
      this.#bytes -= bytes;
    }
  }

  /** Finds the file of a day; where it makes one, it removes those that are kept no longer. */
  async #fileOf({ base, address }: Recorder, day: string): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    for (let number = 1; number <= MOST_FILES_A_DAY; number++) {
      const path = join(this.#folder, `${base}_${day}${number === 1 ? '' : `-${number}`}.csv`);
      const header = await openUnder(path, address.header);
      if (header === 'made') await this.#removeOld(base, day, address.keepDays);
      if (header !== 'other') return path;
    }
    throw new Error(`${MOST_FILES_A_DAY} files of ${day} have other columns`);
  }

  /** A clock that ran ahead removes nothing that is young by the clock of the machine. */
  async #removeOld(base: string, day: string, keepDays: number): Promise<void> {
    const now = Math.min(Date.parse(day) / 1000, this.#timers.now());
    for (const name of await this.#names()) {
      if (!FILE_NAME.test(name) || !name.startsWith(`${base}_`)) continue;
      const from = Date.parse(name.slice(base.length + 1, base.length + 1 + DAY_LENGTH)) / 1000;
      if (now - from > keepDays * DAY_SECONDS) await rm(join(this.#folder, name), { force: true });
    }
  }

  async #names(): Promise<string[]> {
    try {
      const entries = await readdir(this.#folder, { withFileTypes: true });
      // A link may lead out of the folder.
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}

/** Whether a file has this header; made with it where there is none. A last line that was cut off is ended. */
async function openUnder(path: string, header: string): Promise<'made' | 'same' | 'other'> {
  const file = await open(path, READ_AND_APPEND, 0o600);
  try {
    const line = `${header}\n`;
    const { size } = await file.stat();
    if (size === 0) {
      await file.appendFile(line);
      return 'made';
    }
    const begin = Buffer.alloc(Buffer.byteLength(line));
    const last = Buffer.alloc(1);
    await file.read(begin, 0, begin.length, 0);
    await file.read(last, 0, 1, size - 1);
    if (begin.toString() !== line) return 'other';
    if (last.toString() !== '\n') await file.appendFile('\n');
    return 'same';
  } finally {
    await file.close();
  }
}

/** All of a text or nothing: what a full disk took of it is taken back. */
async function append(path: string, text: string): Promise<void> {
  const { size } = await stat(path);
  try {
    await appendFile(path, text);
  } catch (error) {
    await truncate(path, size).catch(() => undefined);
    throw error;
  }
}

function sayWhy({ code, message }: NodeJS.ErrnoException, folder: string): string {
  const known: Record<string, string> = {
    ENOSPC: 'the disk is full: make room',
    EDQUOT: 'the disk quota is used up: make room',
    EROFS: 'the disk is read-only',
    EACCES: 'the folder may not be written by this user',
    EPERM: 'the folder may not be written by this user',
    EEXIST: 'a file stands where the folder should be',
    ELOOP: 'a link stands where the file should be: remove it',
    ENOTDIR: 'a file stands where the folder should be',
  };
  return `rows wait to be written to ${folder}: ${known[code ?? ''] ?? message}`;
}

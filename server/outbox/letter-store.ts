import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keep } from '@twinloom/runtime/node/definition';
import type { Letter } from './letter.ts';
import { LetterLog, type FoundLetters } from './letter-log.ts';

/** What an earlier life of the server left to be sent. */
export interface FoundQueue {
  log: LetterLog;
  found: FoundLetters;
  /** One of its letters: all of a queue go the same way. */
  first: Letter;
}

/** Folders of letters, one for each queue. */
export interface LetterStore {
  folder: string;
  found: FoundQueue[];
  /** Counter of the newest letter that waits, by twin, then node. */
  lastSequences: ReadonlyMap<string, Readonly<Record<string, number>>>;
  damaged: string[];
}

/** Reads what earlier lives left to be sent. */
export async function openLetterStore(folder: string): Promise<LetterStore> {
  const store = { folder, found: [] as FoundQueue[], damaged: [] as string[] };
  const last = new Map<string, Record<string, number>>();
  for (const name of await namesIn(folder)) {
    const log = new LetterLog(join(folder, name));
    const found = await log.find();
    store.damaged.push(...found.damaged);
    const first = found.segments.flatMap(({ segment, marks }) => {
      const [mark] = marks;
      return mark ? log.read(segment, mark.number - 1).slice(0, 1) : [];
    })[0]?.letter;
    if (first) store.found.push({ log, found, first });
    else for (const { segment } of found.segments) await log.remove(segment);
    for (const { sender, sequence } of found.segments.flatMap(({ marks }) => marks)) {
      const [twin = '', node = ''] = sender.split('.');
      last.set(twin, { ...last.get(twin), [node]: sequence });
    }
  }
  return { ...store, lastSequences: last };
}

/** The folder of a queue. */
export function logOf({ folder }: Pick<LetterStore, 'folder'>, target: string, keep: Keep): LetterLog {
  const name = createHash('sha256').update(`${target}\n${keep}`).digest('hex').slice(0, 16);
  return new LetterLog(join(folder, name));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

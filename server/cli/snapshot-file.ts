import { readFile, rename, writeFile } from 'node:fs/promises';
import { readSnapshot, type Snapshot } from '@twinloom/runtime/run/snapshot';
import type { Twin } from '@twinloom/runtime/run/twin';
import { sayFileError } from './load-flow.ts';

/** Where a run goes on: a snapshot, and up to when the run that left it had come, s since the origin. */
export interface Resumed {
  snapshot: Snapshot;
  until: number;
}

const MICROS = 1e6;

/** Writes a snapshot with the time the run came to, which may lie after the last instant. Replaces the file only once it is whole. */
export async function writeSnapshotFile(file: string, twin: Twin, until: number): Promise<void> {
  const part = `${file}.part`;
  await writeFile(part, `${JSON.stringify({ ...twin.snapshot(), until })}\n`);
  await rename(part, file);
}

/** Reads a snapshot file, of a run or of a server; one line about what is wrong with it. */
export async function readSnapshotFile(file: string): Promise<Resumed | { problem: string }> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return { problem: `the file cannot be read: ${sayFileError(error)}` };
  }
  const read = readSnapshot(text);
  if ('problem' in read) return read;
  const { until } = JSON.parse(text) as { until?: unknown };
  const { snapshot } = read;
  const last = Math.max(snapshot.micros, 0) / MICROS;
  return { snapshot, until: typeof until === 'number' && until > last ? until : last };
}

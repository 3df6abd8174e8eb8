import { readFile } from 'node:fs/promises';
import { decodeBlocks, readFirstBlock } from '../disk/block.ts';
import { decodeBatch, type JournalRecord } from './record.ts';
import { listSegments, segmentPath } from '../disk/segments.ts';

/** Records in their order, each once; or a place behind which something may be missing. */
export type JournalPiece =
  | { kind: 'records'; records: readonly JournalRecord[]; engine: string }
  /** A file was read up to a block that is torn, as a crash leaves it, or `isDamaged`. */
  | { kind: 'cut'; path: string; isDamaged: boolean };

/** Everything that the journal of a folder holds, or its files from one on, the oldest first. */
export async function* readJournal(folder: string, from = 0): AsyncGenerator<JournalPiece> {
  /** Number of the last record that was read, by life. */
  const read = new Map<string, number>();
  for (const number of (await listSegments(folder)).filter((one) => one >= from)) {
    const path = segmentPath(folder, number);
    const { payloads, end } = decodeBlocks(await readFile(path));
    for (const payload of payloads) {
      const { life, first, engine, records } = decodeBatch(payload);
      const last = read.get(life) ?? 0;
      const known = first > 0 ? Math.max(last - first + 1, 0) : 0;
      if (first > 0) read.set(life, Math.max(last, first + records.length - 1));
      yield { kind: 'records', records: records.slice(known), engine };
    }
    if (end !== 'whole') yield { kind: 'cut', path, isDamaged: end === 'damaged' };
  }
}

/** The file from which on the journal tells how each twin stands, by the newest file that says so; undefined where none does. */
export async function whereToBegin(folder: string): Promise<number | undefined> {
  for (const number of (await listSegments(folder)).toReversed()) {
    const payload = await readFirstBlock(segmentPath(folder, number));
    const { first, records } = payload ? decodeBatch(payload) : { first: 0, records: [] };
    const since = first === 0 ? records.find(({ kind }) => kind === 'since') : undefined;
    if (since?.kind === 'since') return since.segment;
  }
  return undefined;
}

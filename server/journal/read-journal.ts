import { readFile } from 'node:fs/promises';
import { decodeBlocks } from '../disk/block.ts';
import { decodeBatch, type JournalRecord } from './record.ts';
import { listSegments, segmentPath } from '../disk/segments.ts';

/** Records in their order, each once; or a place behind which something may be missing. */
export type JournalPiece =
  | { kind: 'records'; records: readonly JournalRecord[]; engine: string }
  /** A file was read up to a block that is torn, as a crash leaves it, or `isDamaged`. */
  | { kind: 'cut'; path: string; isDamaged: boolean };

/** Everything that the journal of a folder holds, the oldest first. */
export async function* readJournal(folder: string): AsyncGenerator<JournalPiece> {
  /** Number of the last record that was read, by life. */
  const read = new Map<string, number>();
  for (const number of await listSegments(folder)) {
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

import { readFileSync } from 'node:fs';
import { mkdir, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { decodeBlocks, encodeBlock } from '../disk/block.ts';
import { listSegments, segmentPath } from '../disk/segments.ts';
import { syncFolder } from '../disk/sync-folder.ts';
import {
  decodeBatch,
  encodeBatch,
  sizeOf,
  type LetterBatch,
  type LetterMark,
  type NumberedLetter,
} from './letter.ts';

/** One file of letters. */
export interface Segment {
  number: number;
  bytes: number;
  /** Letters in it that are still to be sent, and what they count for. */
  letters: number;
  size: number;
  isClosed: boolean;
}

/** What a folder holds from an earlier life: files in their order, each with what of it is still to be sent. */
export interface FoundLetters {
  segments: { segment: Segment; marks: LetterMark[] }[];
  lastNumber: number;
  /** Files with a block that changed after it was written. */
  damaged: string[];
}

const SEGMENT_BYTES = 1024 * 1024;

/** Letters of one queue in files of about 1 MB, each block with its check sum. Must be closed. */
export class LetterLog {
  readonly folder: string;
  readonly #segmentBytes: number;
  #current: { segment: Segment; handle: FileHandle } | undefined;
  #lastSegment = 0;

  constructor(folder: string, segmentBytes = SEGMENT_BYTES) {
    this.folder = folder;
    this.#segmentBytes = segmentBytes;
  }

  /** The letters of an earlier life; a torn end is what a crash leaves, and is passed over. */
  async find(): Promise<FoundLetters> {
    const found: FoundLetters = { segments: [], lastNumber: 0, damaged: [] };
    let goneUpTo = 0;
    for (const number of await listSegments(this.folder)) {
      const path = segmentPath(this.folder, number);
      const bytes = await readFile(path);
      const { payloads, end } = decodeBlocks(bytes);
      if (end === 'damaged') found.damaged.push(path);
      const segment = { number, bytes: bytes.length, letters: 0, size: 0, isClosed: true };
      const marks: LetterMark[] = [];
      for (const batch of payloads.map(decodeBatch)) {
        goneUpTo = Math.max(goneUpTo, batch.goneUpTo);
        // A block may stand twice, where the disk failed after it was written.
        const fresh = batch.letters.filter((one) => one.number > found.lastNumber);
        marks.push(...fresh.map(markOf));
        found.lastNumber = Math.max(found.lastNumber, batch.letters.at(-1)?.number ?? 0, goneUpTo);
      }
      found.segments.push({ segment, marks });
      this.#lastSegment = number;
    }
    for (const one of found.segments) {
      one.marks = one.marks.filter(({ number }) => number > goneUpTo);
      one.segment.letters = one.marks.length;
      one.segment.size = one.marks.reduce((sum, { size }) => sum + size, 0);
    }
    return found;
  }

  /** Puts a batch on the disk (fsync), behind all that is there; the file it stands in. */
  async write(batch: LetterBatch): Promise<Segment> {
    try {
      const { segment, handle } = await this.#fileToWrite();
      const block = encodeBlock(encodeBatch(batch));
      await handle.appendFile(block);
      await handle.datasync();
      segment.bytes += block.length;
      if (segment.bytes >= this.#segmentBytes) await this.#closeFile();
      return segment;
    } catch (error) {
      // What was half written ends this file: a reader stops there.
      await this.#closeFile().catch(() => undefined);
      throw error;
    }
  }

  /** The letters of a file behind a number. Blocks everything else for a ms or two. */
  read({ number }: Segment, after: number): NumberedLetter[] {
    const { payloads } = decodeBlocks(readFileSync(segmentPath(this.folder, number)));
    let last = after;
    return payloads.flatMap((payload) =>
      decodeBatch(payload).letters.filter((one) => {
        const isNew = one.number > last;
        last = Math.max(last, one.number);
        return isNew;
      }),
    );
  }

  async remove(segment: Segment): Promise<void> {
    if (this.#current?.segment === segment) await this.#closeFile();
    await rm(segmentPath(this.folder, segment.number), { force: true });
  }

  async close(): Promise<void> {
    await this.#closeFile().catch(() => undefined);
  }

  async #fileToWrite(): Promise<{ segment: Segment; handle: FileHandle }> {
    if (this.#current) return this.#current;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const number = Math.max(this.#lastSegment, (await listSegments(this.folder)).at(-1) ?? 0) + 1;
    this.#lastSegment = number;
    const handle = await open(segmentPath(this.folder, number), 'ax', 0o600);
    await syncFolder(this.folder);
    this.#current = { segment: { number, bytes: 0, letters: 0, size: 0, isClosed: false }, handle };
    return this.#current;
  }

  async #closeFile(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    if (!current) return;
    current.segment.isClosed = true;
    await current.handle.close();
  }
}

/** Holds on to nothing of the file it was read from. */
function markOf({ number, letter }: NumberedLetter): LetterMark {
  return { number, sender: letter.sender, sequence: letter.sequence, size: sizeOf(letter) };
}

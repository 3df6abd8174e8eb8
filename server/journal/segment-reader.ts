import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { decodeBlocks, headerAt, HEADER_BYTES } from '../disk/block.ts';
import { segmentPath } from '../disk/segments.ts';
import { decodeBatch, type Batch } from './record.ts';

/** Bytes that are looked through at a time. */
const PIECE = 4 * 1024 * 1024;
/** Stands in each record that says under what twins run, and seldom elsewhere. */
const NEEDLE = Buffer.from('document');
/** Batches that are remembered, and the bytes that they take in the file: some six times as many in memory. */
const MOST_BATCHES = 256;
const MOST_BYTES = 4 * 1024 * 1024;

/** One file of the journal, block by block in any order: finds where they begin once, and what was added since. Must be closed. */
export class SegmentReader {
  readonly number: number;
  readonly #file: number;
  /** Where each block begins. */
  readonly #starts: number[] = [];
  /** Blocks that may say under what twins run. */
  readonly #telling: number[] = [];
  /** Where the blocks that are known end. */
  #end = 0;
  #isCut = false;
  readonly #batches = new Map<number, Batch | undefined>();
  /** Bytes of those. */
  #kept = 0;

  constructor(folder: string, number: number) {
    this.number = number;
    this.#file = openSync(segmentPath(folder, number), 'r');
  }

  /** Blocks that there are by now. */
  count(): number {
    while (this.look());
    return this.#starts.length;
  }

  /** Whether there is such a block; looks no further than needed. */
  has(block: number): boolean {
    while (block >= this.#starts.length) if (!this.look()) return false;
    return true;
  }

  /** Behind its last whole block stands something else. */
  isCut(): boolean {
    this.count();
    return this.#isCut || fstatSync(this.#file).size > this.#end;
  }

  /** Blocks up to this one that may say under what twins run, the first one first. */
  tellingUpTo(block: number): number[] {
    return this.#telling.filter((one) => one <= block);
  }

  /** What stands in a block; undefined where it changed after it was written. */
  batch(block: number): Batch | undefined {
    return this.#batches.has(block) ? this.#batches.get(block) : this.#decode(block, this.#bytesOf(block));
  }

  /** The same where a text stands in the block, else undefined: most are not decoded. */
  batchWith(block: number, text: string): Batch | undefined {
    if (this.#batches.has(block)) return this.#batches.get(block);
    const bytes = this.#bytesOf(block);
    return bytes.includes(text) ? this.#decode(block, bytes) : undefined;
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Looks through the next piece of it for blocks; false where nothing new is there. */
  look(): boolean {
    const { size } = fstatSync(this.#file);
    const from = this.#end;
    if (this.#isCut || from + HEADER_BYTES > size) return false;
    let piece = this.#read(from, Math.min(PIECE, size - from));
    while (this.#end + HEADER_BYTES <= from + piece.length) {
      const length = headerAt(piece, this.#end - from);
      this.#isCut = length === undefined;
      if (length === undefined) break;
      const end = this.#end + HEADER_BYTES + length;
      // Its end is not written yet, or never will be.
      if (end > size) break;
      if (end > from + piece.length) {
        if (this.#end > from) break;
        piece = this.#read(from, end - from);
      }
      const block = piece.subarray(this.#end - from, end - from);
      if (block.includes(NEEDLE)) this.#telling.push(this.#starts.length);
      this.#starts.push(this.#end);
      this.#end = end;
    }
    return this.#end > from;
  }

  #decode(block: number, bytes: Buffer): Batch | undefined {
    const [payload] = decodeBlocks(bytes).payloads;
    const batch = payload && decodeBatch(payload);
    this.#batches.set(block, batch);
    this.#kept += bytes.length;
    for (const old of this.#batches.keys()) {
      if (old === block || (this.#batches.size <= MOST_BATCHES && this.#kept <= MOST_BYTES)) break;
      this.#batches.delete(old);
      this.#kept -= this.#lengthOf(old);
    }
    return batch;
  }

  #bytesOf(block: number): Buffer {
    return this.#read(this.#starts[block]!, this.#lengthOf(block));
  }

  #lengthOf(block: number): number {
    return (this.#starts[block + 1] ?? this.#end) - this.#starts[block]!;
  }

  #read(from: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    readSync(this.#file, bytes, 0, length, from);
    return bytes;
  }
}

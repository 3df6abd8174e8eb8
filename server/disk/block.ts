import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** `TWLJ`, little endian. */
const MAGIC = 0x4a4c5754;
export const HEADER_BYTES = 12;

/** Bytes as they stand in a file: magic, length, CRC-32 of the payload (u32, little endian), payload. */
export function encodeBlock(payload: Uint8Array): Uint8Array {
  const block = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  block.writeUInt32LE(MAGIC, 0);
  block.writeUInt32LE(payload.length, 4);
  block.writeUInt32LE(crc32(payload), 8);
  block.set(payload, HEADER_BYTES);
  return block;
}

/** Bytes of the payload of the block that begins at `at`, its header being there; undefined where none begins. */
export function headerAt(bytes: Buffer, at: number): number | undefined {
  return bytes.readUInt32LE(at) === MAGIC ? bytes.readUInt32LE(at + 4) : undefined;
}

/** How the blocks of a file end: with a whole one; with one that was not written to its end; or with one that changed, and more behind it. */
export type BlocksEnd = 'whole' | 'torn' | 'damaged';

/** The payloads of a file from its start up to a block that is torn or changed: what follows is not read. */
export function decodeBlocks(bytes: Buffer): { payloads: Buffer[]; end: BlocksEnd } {
  const payloads: Buffer[] = [];
  let at = 0;
  while (at + HEADER_BYTES <= bytes.length) {
    const length = bytes.readUInt32LE(at + 4);
    const end = at + HEADER_BYTES + length;
    if (bytes.readUInt32LE(at) !== MAGIC || end > bytes.length) break;
    const payload = bytes.subarray(at + HEADER_BYTES, end);
    if (bytes.readUInt32LE(at + 8) !== crc32(payload)) break;
    payloads.push(payload);
    at = end;
  }
  return { payloads, end: endOf(bytes.subarray(at)) };
}

/** The payload with which a file begins; undefined where it is torn or changed. */
export async function readFirstBlock(path: string): Promise<Buffer | undefined> {
  const file = await open(path);
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    await file.read(header, 0, HEADER_BYTES);
    const { size } = await file.stat();
    const length = header.readUInt32LE(0) === MAGIC ? HEADER_BYTES + header.readUInt32LE(4) : size + 1;
    if (length > size) return undefined;
    const block = Buffer.alloc(length);
    await file.read(block, 0, length, 0);
    return decodeBlocks(block).payloads[0];
  } finally {
    await file.close();
  }
}

/** A file system may leave zeros where a crash came before the data. */
function endOf(rest: Buffer): BlocksEnd {
  if (rest.length === 0) return 'whole';
  const isBegun = rest.length < HEADER_BYTES || rest.readUInt32LE(0) === MAGIC;
  const isCutOff =
    isBegun && (rest.length < HEADER_BYTES || HEADER_BYTES + rest.readUInt32LE(4) >= rest.length);
  return isCutOff || rest.every((byte) => byte === 0) ? 'torn' : 'damaged';
}

import { createReadStream } from 'node:fs';

/** The text of a file, piece by piece. */
export function readChunks(file: string): AsyncIterable<string> {
  return createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 });
}

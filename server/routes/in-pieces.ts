import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

/** A body that is made a piece at a time, as fast as its reader takes it; between two pieces others have their turn. */
export function inPieces(pieces: Iterable<string | Uint8Array>): Readable {
  async function* taken(): AsyncGenerator<string | Uint8Array> {
    for (const piece of pieces) {
      yield piece;
      await setImmediate();
    }
  }
  return Readable.from(taken(), { highWaterMark: 1 });
}

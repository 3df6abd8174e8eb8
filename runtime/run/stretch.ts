/** Where the numbers of one twin stand: a stretch of a chunk of memory that twins of one size share. */
export interface Stretch {
  readonly chunk: Chunk;
  /** Where the stretch begins, in numbers. */
  readonly base: number;
}

/** Twins that tick one after the other walk through memory from one stretch to the next. */
const MOST_IN_A_CHUNK = 64;
/** Numbers of a chunk of several stretches. */
const MOST_NUMBERS = 2 ** 17;

/** Memory, seen as numbers of 8 bytes and as bytes. */
export class Chunk {
  readonly numbers: Float64Array;
  readonly bytes: Uint8Array;
  /** How many of its stretches are in use. */
  used = 0;

  constructor(size: number) {
    this.numbers = new Float64Array(size);
    this.bytes = new Uint8Array(this.numbers.buffer);
  }
}

/** Stretches of one size, over all plans. */
interface Stock {
  free: Stretch[];
  used: number;
}

const stocks = new Map<number, Stock>();

/** A chunk may have gone with the last twin in it: then nothing of it is to be given back. */
const ended = new FinalizationRegistry<{ size: number; chunk: WeakRef<Chunk>; base: number }>(
  ({ size, chunk: left, base }) => {
    const stock = stocks.get(size)!;
    if (--stock.used === 0) return void stocks.delete(size);
    const chunk = left.deref();
    if (!chunk) return;
    if (--chunk.used > 0) stock.free.push({ chunk, base });
    else stock.free = stock.free.filter((stretch) => stretch.chunk !== chunk);
  },
);

/** A stretch of so many numbers, all 0, for as long as `owner` lives: with it everything that sees the stretch has to be gone. */
export function takeStretch(size: number, owner: object): Stretch {
  const stock = stocks.get(size) ?? { free: [], used: 0 };
  stocks.set(size, stock);
  if (stock.free.length === 0) addChunk(stock, size);
  const stretch = stock.free.pop()!;
  const { chunk, base } = stretch;
  stock.used++;
  chunk.used++;
  chunk.numbers.fill(0, base, base + size);
  ended.register(owner, { size, chunk: new WeakRef(chunk), base });
  return stretch;
}

/** As many more as there are, so that one twin alone takes no more than it needs. */
function addChunk({ free, used }: Stock, size: number): void {
  const count = Math.max(1, Math.min(used, MOST_IN_A_CHUNK, Math.floor(MOST_NUMBERS / size)));
  const chunk = new Chunk(count * size);
  for (let i = count - 1; i >= 0; i--) free.push({ chunk, base: i * size });
}

/** So many numbers of a chunk from a place on. */
export function numbersOf({ numbers }: Chunk, at: number, count: number): Float64Array {
  return new Float64Array(numbers.buffer, 8 * at, count);
}

/** So many bytes of it, from a place in bytes on. */
export function bytesOf({ bytes }: Chunk, at: number, count: number): Uint8Array {
  return new Uint8Array(bytes.buffer, at, count);
}

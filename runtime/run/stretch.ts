/** Memory that several twins may stand in, seen as numbers of 8 bytes and as bytes. */
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

/** Where the numbers of one twin stand: behind those of the last twin of its size, so that twins who tick one after the other walk through memory. */
export interface Stretch {
  readonly chunk: Chunk;
  /** Where it begins, in numbers. */
  readonly base: number;
}

const MOST_IN_A_CHUNK = 64;
/** Numbers of a chunk of several stretches; generated code counts on bases below 2^24. */
const MOST_NUMBERS = 2 ** 17;

/** Stretches of one size. */
export class Stock {
  readonly #size: number;
  #free: Stretch[] = [];
  #used = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** A stretch in which all is 0. */
  take(): Stretch {
    if (this.#free.length === 0) this.#addChunk();
    const stretch = this.#free.pop()!;
    const { chunk, base } = stretch;
    chunk.numbers.fill(0, base, base + this.#size);
    chunk.used++;
    this.#used++;
    return stretch;
  }

  /** Nobody sees a stretch any more; its chunk is undefined where it has gone with the last who saw it. True once all are given back. */
  giveBack(chunk: Chunk | undefined, base: number): boolean {
    this.#used--;
    if (chunk && --chunk.used > 0) this.#free.push({ chunk, base });
    else if (chunk) this.#free = this.#free.filter((stretch) => stretch.chunk !== chunk);
    return this.#used === 0;
  }

  /** As many more as there are, so that one twin alone takes no more than it needs. */
  #addChunk(): void {
    const fitting = Math.floor(MOST_NUMBERS / this.#size);
    const count = Math.max(1, Math.min(this.#used, MOST_IN_A_CHUNK, fitting));
    const chunk = new Chunk(count * this.#size);
    for (let i = count - 1; i >= 0; i--) this.#free.push({ chunk, base: i * this.#size });
  }
}

/** By size, over all plans. */
const stocks = new Map<number, Stock>();

const ended = new FinalizationRegistry<{ size: number; chunk: WeakRef<Chunk>; base: number }>(
  ({ size, chunk, base }) => {
    if (stocks.get(size)!.giveBack(chunk.deref(), base)) stocks.delete(size);
  },
);

/** A stretch of so many numbers for as long as `owner` lives: with it everything that sees the stretch has to be gone. */
export function takeStretch(size: number, owner: object): Stretch {
  const stock = stocks.get(size) ?? new Stock(size);
  stocks.set(size, stock);
  const stretch = stock.take();
  const { chunk, base } = stretch;
  ended.register(owner, { size, chunk: new WeakRef(chunk), base });
  return stretch;
}

/** So many numbers of a chunk from a place on. */
export function numbersOf({ numbers }: Chunk, at: number, count: number): Float64Array {
  return new Float64Array(numbers.buffer, 8 * at, count);
}

/** So many bytes of it, from a place in bytes on. */
export function bytesOf({ bytes }: Chunk, at: number, count: number): Uint8Array {
  return new Uint8Array(bytes.buffer, at, count);
}

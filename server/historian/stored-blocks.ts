import { PERIOD, type HistoryDatabase } from './history-database.ts';
import { decodeSamples, isPlain, packSamples, plainSamples, type Samples } from './sample-block.ts';
import { joined, slice, sorted } from './sample-runs.ts';

/** Sorted samples of one series as they are kept. */
interface Block {
  first: number;
  last: number;
  data: Uint8Array;
}

type Sql = Pick<HistoryDatabase, 'sql'>;

const MOST_SAMPLES = 10_000;
const BLOCKS_AT_ONCE = 16;

/** The blocks of a series that hold something from one time to another, by their begin; no statement stays open between them. */
export function* storedBlocks({ sql }: Sql, id: number, from: number, to: number): Generator<Block> {
  let [first, last] = [from - PERIOD, Infinity];
  for (;;) {
    const rows = sql.nextBlocks.all(id, first, last, to, from, BLOCKS_AT_ONCE) as unknown as Block[];
    yield* rows;
    if (rows.length < BLOCKS_AT_ONCE) return;
    ({ first, last } = rows.at(-1)!);
  }
}

/** Keeps samples as they are, until they are packed. */
export function addSamples(store: Sql, id: number, samples: Samples): void {
  put(store, id, samples, plainSamples);
}

/** The samples of the blocks of a period. Those blocks that lie inside become few, and packed, where that may be: nobody reads from one to the next. */
export function packPeriod({ sql }: Sql, id: number, start: number, mayPack: boolean): Samples[] {
  const found = Array.from(storedBlocks({ sql }, id, start, start + PERIOD), (block) => ({
    ...block,
    samples: decodeSamples(block.data),
  }));
  const loose = found.filter(
    ({ first, last, data }) => isPlain(data) && first >= start && last < start + PERIOD,
  );
  if (mayPack && loose.length > 0) {
    for (const { first, last } of loose) sql.removeBlock.run(id, first, last);
    put({ sql }, id, joined(loose.map(({ samples }) => samples)), packSamples);
  }
  return found.map(({ samples }) => samples);
}

/** A block of the same begin and end takes them in. */
function put({ sql }: Sql, id: number, samples: Samples, encode: (block: Samples) => Uint8Array): void {
  for (const block of cut(sorted(samples))) {
    const [first, last] = [block.times[0]!, block.times.at(-1)!];
    if (sql.addSamples.run(id, first, last, encode(block)).changes === 1) continue;
    const { data } = sql.sameSamples.get(id, first, last) as unknown as Block;
    const whole = sorted(joined([decodeSamples(data), block]));
    sql.replaceSamples.run(encode(whole), id, first, last);
  }
}

/** Sorted samples in blocks, none of them longer than a block may be. */
function* cut(samples: Samples): Generator<Samples> {
  const { times } = samples;
  let begin = 0;
  for (let i = 1; i <= times.length; i++) {
    const isFull = i - begin >= MOST_SAMPLES || (i < times.length && times[i]! - times[begin]! >= PERIOD);
    if (i < times.length && !isFull) continue;
    yield slice(samples, begin, i);
    begin = i;
  }
}

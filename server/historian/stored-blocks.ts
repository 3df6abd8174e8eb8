import { PERIOD, type HistoryDatabase } from './history-database.ts';
import { looseColumns, looseSamples } from './loose-row.ts';
import { encodeSeconds, mergeSeconds, rollUp } from './rollup-block.ts';
import { decodeSamples, packSamples, type Samples } from './sample-block.ts';
import { joined, slice, sorted } from './sample-runs.ts';

/** Samples of one series as they are kept, in order of time. */
interface Block {
  first: number;
  last: number;
  data: Uint8Array;
}

interface LooseRow {
  id: number;
  first: number;
  data: Uint8Array;
}

type Sql = Pick<HistoryDatabase, 'sql'>;
type Store = Pick<HistoryDatabase, 'sql' | 'seconds'>;

const MOST_SAMPLES = 10_000;
const ROWS_AT_ONCE = 16;
/** Samples of a twin that are packed in one go. */
const MOST_PACKED = 100_000;

/** The blocks of a series that hold something from one time to another, by their begin; no statement stays open between them. */
export function* storedBlocks({ sql }: Sql, id: number, from: number, to: number): Generator<Block> {
  let [first, last] = [from - PERIOD, Infinity];
  for (;;) {
    const rows = sql.nextBlocks.all(id, first, last, to, from, ROWS_AT_ONCE) as unknown as Block[];
    yield* rows;
    if (rows.length < ROWS_AT_ONCE) return;
    ({ first, last } = rows.at(-1)!);
  }
}

/** What of a series stands in loose rows of the periods from one time to another, or of some of them: in order of time, each with a time before which nothing follows. */
export function* looseBlocks(
  store: Sql,
  twin: number,
  id: number,
  from: number,
  to: number,
  only?: ReadonlySet<number>,
): Generator<{ first: number; samples: Samples }> {
  for (const period of periods(store, from - PERIOD, to)) {
    if (only?.has(period) === false) continue;
    for (const { first, data } of looseRows(store, period, twin)) {
      const samples = looseSamples(data, id);
      if (samples) yield { first, samples: sorted(samples) };
    }
  }
}

/** Which of these series of a twin took the last samples that are loose. */
export function newestLoose(store: Sql, twin: number, ids: readonly number[]): number | undefined {
  for (const period of [...periods(store, -Number.MAX_VALUE, Infinity)].toReversed()) {
    let before = Number.MAX_SAFE_INTEGER;
    for (;;) {
      const row = store.sql.newestLoose.get(period, twin, before) as LooseRow | undefined;
      if (!row) break;
      for (const { id } of looseColumns(row.data)) if (ids.includes(id)) return id;
      before = row.id;
    }
  }
  return undefined;
}

/**
 * Packs the loose rows of a twin and a period, or the first of very many, and gathers them into seconds, a step at a time: nothing is changed before the
 * function that it returns puts all in, which must be before anything else packs or removes those rows.
 */
export function* packing(store: Store, period: number, twin: number): Generator<undefined, () => void> {
  const bySeries = new Map<number, Samples[]>();
  const done: number[] = [];
  let samples = 0;
  for (const row of looseRows(store, period, twin)) {
    if (samples > MOST_PACKED) break;
    for (const column of looseColumns(row.data)) {
      const parts = bySeries.get(column.id);
      if (parts) parts.push(column.samples);
      else bySeries.set(column.id, [column.samples]);
      samples += column.samples.times.length;
    }
    done.push(row.id);
  }
  const puts: (() => void)[] = [];
  for (const [id, parts] of bySeries) yield* packPeriod(store, id, period, sorted(joined(parts)), puts);
  return () => {
    for (const put of puts) put();
    for (const id of done) store.sql.removeLooseRow.run(id);
  };
}

/** Packs sorted samples of one period that were never gathered into seconds, and does so. */
export function addPeriod(store: Store, id: number, period: number, samples: Samples): void {
  const puts: (() => void)[] = [];
  for (const _step of packPeriod(store, id, period, samples, puts));
  for (const put of puts) put();
}

/** Keeps sorted samples, packed; a block of the same begin and end takes them in. */
export function putSamples(store: Sql, id: number, samples: Samples): void {
  for (const block of cut(samples)) putBlock(store, id, block, packSamples(block));
}

/** What `addPeriod` comes to: `puts` gets what puts it in. */
function* packPeriod(
  store: Store,
  id: number,
  period: number,
  samples: Samples,
  puts: (() => void)[],
): Generator<undefined> {
  for (const block of cut(samples)) {
    const data = packSamples(block);
    puts.push(() => putBlock(store, id, block, data));
    yield undefined;
  }
  const fresh = rollUp(samples);
  const former = store.seconds.at(id, period);
  const seconds = encodeSeconds(former ? mergeSeconds(former, fresh) : fresh);
  puts.push(() => store.seconds.put(id, period, seconds));
  yield undefined;
}

function putBlock({ sql }: Sql, id: number, block: Samples, packed: Uint8Array): void {
  const [first, last] = [block.times[0]!, block.times.at(-1)!];
  if (sql.addSamples.run(id, first, last, packed).changes === 1) return;
  const { data } = sql.sameSamples.get(id, first, last) as unknown as Block;
  const whole = sorted(joined([decodeSamples(data), block]));
  sql.replaceSamples.run(packSamples(whole), id, first, last);
}

function* periods({ sql }: Sql, after: number, to: number): Generator<number> {
  for (;;) {
    const { period } = sql.nextPeriod.get(after) as { period: number | null };
    if (period === null || period > to) return;
    yield period;
    after = period;
  }
}

function* looseRows({ sql }: Sql, period: number, twin: number): Generator<LooseRow> {
  let [first, id] = [-Number.MAX_VALUE, 0];
  for (;;) {
    const rows = sql.nextLoose.all(period, twin, first, id, ROWS_AT_ONCE) as unknown as LooseRow[];
    yield* rows;
    if (rows.length < ROWS_AT_ONCE) return;
    ({ first, id } = rows.at(-1)!);
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

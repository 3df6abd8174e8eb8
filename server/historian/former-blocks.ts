import { PERIOD, type HistoryDatabase } from './history-database.ts';
import { decodeSamples, isPlain, type Samples } from './sample-block.ts';
import { firstAtLeast, joined, slice, sorted } from './sample-runs.ts';
import { addPeriod, putSamples, storedBlocks } from './stored-blocks.ts';

type Store = Pick<HistoryDatabase, 'sql' | 'seconds'>;

/** Packs what an earlier version left plain in some series after this one, and gathers into seconds what it had not; the last of them, undefined at the end. */
export function packFormer(store: Store, after: number, count: number): number | undefined {
  const series = store.sql.nextSeries.all(after, count) as { id: number }[];
  for (const { id } of series) packSeries(store, id);
  return series.at(-1)?.id;
}

function packSeries(store: Store, id: number): void {
  const { last } = store.sql.lastSeconds.get(id) as { last: number | null };
  const rolledTo = last === null ? -Infinity : last + PERIOD;
  const plain = Array.from(storedBlocks(store, id, last ?? -Number.MAX_VALUE, Infinity)).filter(({ data }) =>
    isPlain(data),
  );
  if (plain.length === 0) return;
  const samples = sorted(joined(plain.map(({ data }) => decodeSamples(data))));
  for (const block of plain) store.sql.removeBlock.run(id, block.first, block.last);
  const isNew = firstAtLeast(samples.times, rolledTo);
  putSamples(store, id, slice(samples, 0, isNew));
  for (const [period, part] of byPeriod(slice(samples, isNew))) addPeriod(store, id, period, part);
}

function* byPeriod(samples: Samples): Generator<[period: number, part: Samples]> {
  let rest = samples;
  while (rest.times.length > 0) {
    const period = Math.floor(rest.times[0]! / PERIOD) * PERIOD;
    const end = firstAtLeast(rest.times, period + PERIOD);
    yield [period, slice(rest, 0, end)];
    rest = slice(rest, end);
  }
}

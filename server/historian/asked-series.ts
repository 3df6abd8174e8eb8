import { PERIOD, type HistoryDatabase } from './history-database.ts';
import { decodeSamples, type Samples } from './sample-block.ts';
import { byBegin, inOrder, pick, sorted, type Begun } from './sample-runs.ts';
import { looseBlocks, newestLoose, storedBlocks } from './stored-blocks.ts';
import type { WaitingTwin } from './waiting-twin.ts';

/** A port in the unit in which it was recorded last. */
export interface AskedSeries {
  unit: string;
  /** Of the series; undefined while none of it is written. */
  id: number | undefined;
  /** Of the twin; undefined while nothing of it is written. */
  twin: number | undefined;
  /** What is not written yet, in order of time. */
  waiting: Samples;
}

type Sql = Pick<HistoryDatabase, 'sql'>;

/** The series that took the last sample of a port; undefined where it never had one. */
export function askSeries(
  store: Sql,
  twin: string,
  port: string,
  open: WaitingTwin | undefined,
): AskedSeries | undefined {
  const { sql } = store;
  const twinId = open?.id ?? (sql.twin.get(twin) as { id: number } | undefined)?.id;
  const series = open?.newest(port);
  if (open && series) {
    // It may be there from an earlier life of the server.
    const id = series.id ?? (sql.series.get(twin, port, series.unit) as { id: number } | undefined)?.id;
    return { unit: series.unit, id, twin: twinId, waiting: sorted(open.waitingOf(port, series.unit)) };
  }
  const found = sql.seriesOf.all(twin, port) as { id: number; unit: string }[];
  if (found.length === 0) return undefined;
  const ids = found.map(({ id }) => id);
  const newest = ids.length > 1 && twinId !== undefined ? newestLoose(store, twinId, ids) : undefined;
  const { id, unit } = found.find((one) => one.id === newest) ?? found[0]!;
  return { unit, id, twin: twinId, waiting: NONE };
}

/** Its samples in order of time, a run after the other; no statement is open between them, so that somebody may read slowly. */
export function samplesOf(store: Sql, asked: AskedSeries, from: number, to: number): Generator<Samples> {
  const { id, twin, waiting } = asked;
  const rows: Iterator<Begun>[] = [];
  if (id !== undefined) rows.push(packedBlocks(store, id, from, to));
  if (id !== undefined && twin !== undefined) rows.push(looseBlocks(store, twin, id, from, to));
  // What waits now may be written while this is read: then it comes twice, which rows do not show.
  if (waiting.times.length > 0) rows.push([{ first: waiting.times[0]!, samples: waiting }].values());
  return inOrder(byBegin(rows), from, to);
}

/** Its samples that are not packed yet, and so not among the seconds, of periods of which others are. */
export function* unpackedOf(
  store: Sql,
  { id, twin, waiting }: AskedSeries,
  periods: ReadonlySet<number>,
): Generator<Samples> {
  if (periods.size === 0) return;
  const from = Math.min(...periods);
  const to = Math.max(...periods) + PERIOD;
  const isIn = (t: number): boolean => periods.has(Math.floor(t / PERIOD) * PERIOD);
  if (id !== undefined && twin !== undefined) {
    for (const { samples } of looseBlocks(store, twin, id, from, to, periods)) yield samples;
  }
  const places = Array.from(waiting.times.keys()).filter((i) => isIn(waiting.times[i]!));
  if (places.length > 0) yield pick(waiting, places);
}

const NONE: Samples = {
  times: new Float64Array(0),
  values: new Float64Array(0),
  qualities: new Uint8Array(0),
};

function* packedBlocks(store: Sql, id: number, from: number, to: number): Generator<Begun> {
  for (const { first, data } of storedBlocks(store, id, from, to)) {
    yield { first, samples: decodeSamples(data) };
  }
}

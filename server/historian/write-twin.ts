import type { HistoryDatabase } from './history-database.ts';
import { encodeLoose, type Piece } from './loose-row.ts';
import type { WaitingTwin } from './waiting-twin.ts';

/** Writes what waits of a twin, in a row for each period in which it lies; `undo` gets what takes back the ids that it gave, should nothing of it stay. */
export function writeTwin(
  { sql }: Pick<HistoryDatabase, 'sql'>,
  twin: WaitingTwin,
  undo: (() => void)[],
): void {
  if (twin.id === undefined) {
    sql.addTwin.run(twin.name);
    twin.id = (sql.twin.get(twin.name) as { id: number }).id;
    undo.push(() => (twin.id = undefined));
  }
  for (const { port, unit, set } of twin.unwritten()) {
    sql.addSeries.run(twin.name, port, unit);
    set((sql.series.get(twin.name, port, unit) as { id: number }).id);
    undo.push(() => set(undefined));
  }
  for (const [period, pieces] of twin.byPeriod()) {
    sql.addLoose.run(period, twin.id, firstOf(pieces), encodeLoose(pieces));
  }
}

function firstOf(pieces: readonly Piece[]): number {
  let first = Infinity;
  for (const { columns, begin, end } of pieces) {
    for (let i = begin; i < end; i++) if (columns.times[i]! < first) first = columns.times[i]!;
  }
  return first;
}

import { PERIOD, type HistoryDatabase } from './history-database.ts';
import { encodeLoose, type Piece } from './loose-row.ts';
import type { WaitingTwin } from './waiting-twin.ts';

/** What is written of a twin in one go. */
export interface TwinPart {
  twin: WaitingTwin;
  pieces: readonly Piece[];
  samples: number;
}

/** What is written next of what twins said: whole twins until there are so many samples, and of one that has more as many; twins of which nothing is left are taken off the list. */
export function nextParts(twins: WaitingTwin[], most: number): TwinPart[] {
  const parts: TwinPart[] = [];
  for (let left = most; left > 0 && twins.length > 0;) {
    const twin = twins[0]!;
    const pieces = twin.first(most);
    const samples = pieces.reduce((sum, { begin, end }) => sum + end - begin, 0);
    if (samples > 0) parts.push({ twin, pieces, samples });
    if (samples === twin.samples) twins.shift();
    left -= samples;
  }
  return parts;
}

/** Writes a part of what waits of a twin, in a row for each period in which it lies; `undo` gets what takes back the ids that it gave, should nothing of it stay. */
export function writePart(
  { sql }: Pick<HistoryDatabase, 'sql'>,
  { twin, pieces }: TwinPart,
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
  for (const [period, own] of byPeriod(pieces)) {
    sql.addLoose.run(period, twin.id, firstOf(own), encodeLoose(own));
  }
}

function byPeriod(pieces: readonly Piece[]): Map<number, Piece[]> {
  const periods = new Map<number, Piece[]>();
  for (const { ids, columns, begin, end } of pieces) {
    let from = begin;
    while (from < end) {
      const period = Math.floor(columns.times[from]! / PERIOD) * PERIOD;
      let to = from + 1;
      while (to < end && columns.times[to]! >= period && columns.times[to]! < period + PERIOD) to++;
      const own = periods.get(period);
      const piece = { ids, columns, begin: from, end: to };
      if (own) own.push(piece);
      else periods.set(period, [piece]);
      from = to;
    }
  }
  return periods;
}

function firstOf(pieces: readonly Piece[]): number {
  let first = Infinity;
  for (const { columns, begin, end } of pieces) {
    for (let i = begin; i < end; i++) if (columns.times[i]! < first) first = columns.times[i]!;
  }
  return first;
}

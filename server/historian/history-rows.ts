import { ABSENT } from '@twinloom/runtime/signal/quality';
import type { Samples } from './sample-block.ts';

/** Rows of several ports, one for each time at which one of them has a sample. */
export interface HistoryRows {
  /** s since 1970, each greater than the one before. */
  times: Float64Array;
  /** Of each port the number (NaN where bad) and the quality code in each row: `absent` where it has no sample then. */
  columns: readonly { values: Float64Array; qualities: Uint8Array }[];
}

interface Cursor {
  runs: Iterator<Samples>;
  run: Samples | undefined;
  place: number;
}

/** Rows out of the runs of samples of each port, at most so many at a time. Of samples of one port at one time the last stands. */
export function* mergeRows(ports: readonly Iterator<Samples>[], most: number): Generator<HistoryRows> {
  const cursors = ports.map((runs): Cursor => ({ runs, run: next(runs), place: 0 }));
  for (;;) {
    const times = new Float64Array(most);
    const columns = cursors.map(() => ({
      values: new Float64Array(most).fill(Number.NaN),
      qualities: new Uint8Array(most).fill(ABSENT),
    }));
    let row = 0;
    for (; row < most; row++) {
      const t = earliest(cursors);
      if (t === Infinity) break;
      times[row] = t;
      for (let i = 0; i < cursors.length; i++) take(cursors[i]!, t, columns[i]!, row);
    }
    if (row > 0)
      yield {
        times: times.subarray(0, row),
        columns: columns.map(({ values, qualities }) => ({
          values: values.subarray(0, row),
          qualities: qualities.subarray(0, row),
        })),
      };
    if (row < most) return;
  }
}

function earliest(cursors: readonly Cursor[]): number {
  let t = Infinity;
  for (const { run, place } of cursors) {
    const own = run?.times[place];
    if (own !== undefined && own < t) t = own;
  }
  return t;
}

function take(cursor: Cursor, t: number, column: HistoryRows['columns'][number], row: number): void {
  while (cursor.run?.times[cursor.place] === t) {
    column.values[row] = cursor.run.values[cursor.place]!;
    column.qualities[row] = cursor.run.qualities[cursor.place]!;
    cursor.place++;
    if (cursor.place < cursor.run.times.length) continue;
    cursor.run = next(cursor.runs);
    cursor.place = 0;
  }
}

/** The next run; undefined at the end. */
function next(runs: Iterator<Samples>): Samples | undefined {
  const { done, value } = runs.next();
  return done === true ? undefined : (value as Samples);
}

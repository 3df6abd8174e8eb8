import type { HistoryBody } from '@twinloom/runtime/protocol/bodies';
import type { TraceWindow } from './trace-log.ts';

/** What the server recorded of a port up to a moment: times, s since 1970, and means; null where bad. */
export interface PortHistory extends Pick<HistoryBody, 't' | 'mean'> {
  until: number;
}

const ROWS = 600;

/**
 * A window of traces that begins before the page was there: what the server recorded up to the first row that the page saw itself, on a
 * grid of 600 rows, and then the page's own rows. A port the page has watched for a shorter time than others is filled up from the record.
 * Between two samples a value stands, up to the moment of the record; what came later it does not know.
 */
export function withHistory(
  live: TraceWindow,
  histories: readonly (PortHistory | undefined)[],
  from: number,
  to: number,
): TraceWindow {
  const begin = live.times[0] ?? to;
  const grid = Array.from({ length: ROWS }, (_, i) => from + ((to - from) * i) / ROWS).filter(
    (t) => t < begin,
  );
  const times = [...grid, ...live.times];
  const columns = live.columns.map((column, c) => {
    const history = histories[c];
    if (!history) return [...grid.map(() => null), ...column];
    const seen = column.findIndex((value) => value !== null);
    const first = seen < 0 ? column.length : seen;
    const filled = standing(history, times.slice(0, grid.length + first));
    return [...filled, ...column.slice(first)];
  });
  return { times, columns };
}

/** What stood at each of these times, which grow. */
function standing({ t, mean, until }: PortHistory, times: readonly number[]): (number | null)[] {
  let next = 0;
  return times.map((time) => {
    while (next < t.length && t[next]! <= time) next++;
    return next === 0 || time > until ? null : mean[next - 1]!;
  });
}

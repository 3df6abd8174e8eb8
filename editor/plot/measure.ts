import type { Band } from './bands.ts';

/** What a trace does between two cursors; undefined where there is no good value to tell it from. */
export interface Measured {
  atA: number | undefined;
  atB: number | undefined;
  /** B − A. */
  change: number | undefined;
  /** The change per second. */
  slope: number | undefined;
  /** Over time: a value counts as long as it stands. */
  mean: number | undefined;
  least: number | undefined;
  greatest: number | undefined;
  /** Share of the time between without a good value, 0 to 1: it counts nowhere, never as 0. */
  missing: number;
}

/** Measures a trace between two times; each row stands until the next, the last one until `end`. */
export function measure(times: readonly number[], band: Band, end: number, a: number, b: number): Measured {
  const [from, to] = a < b ? [a, b] : [b, a];
  let [area, known, least, greatest] = [0, 0, Infinity, -Infinity];
  for (let i = 0; i < times.length; i++) {
    const until = times[i + 1] ?? end;
    const stands = Math.min(until, to) - Math.max(times[i]!, from);
    const value = band.mean[i] ?? null;
    const isOver = until < from || (until === from && from < to);
    if (isOver || times[i]! > to || value === null) continue;
    area += value * stands;
    known += stands;
    least = Math.min(least, band.low[i] ?? value);
    greatest = Math.max(greatest, band.high[i] ?? value);
  }
  const [atA, atB] = [valueAt(times, band, end, a), valueAt(times, band, end, b)];
  const change = atA === undefined || atB === undefined ? undefined : atB - atA;
  return {
    atA,
    atB,
    change,
    slope: change === undefined || a === b ? undefined : change / (b - a),
    mean: known > 0 ? area / known : atA,
    least: least === Infinity ? undefined : least,
    greatest: greatest === -Infinity ? undefined : greatest,
    missing: to > from ? Math.max(0, 1 - known / (to - from)) : atA === undefined ? 1 : 0,
  };
}

/** What stands at a time; undefined before the first row, after the end, and where it is no good value. */
function valueAt(times: readonly number[], { mean }: Band, end: number, at: number): number | undefined {
  const row = rowAt(times, at);
  return row < 0 || at > end ? undefined : (mean[row] ?? undefined);
}

/** The last row at or before a time; −1 before the first. */
export function rowAt(times: readonly number[], at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

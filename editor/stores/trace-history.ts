import type { HistoryBody } from '@twinloom/runtime/protocol/bodies';
import { ABSENT, BAD, qualityCode, type QualityCode } from '@twinloom/runtime/signal/quality';
import { emptyBand, type Band, type Bands } from '../plot/bands.ts';
import type { TraceWindow } from './trace-log.ts';

/** What the server recorded of a port up to a moment: times, s since 1970; null where bad. */
export interface PortHistory extends Omit<HistoryBody, 'unit'> {
  until: number;
}

const ROWS = 600;

/**
 * A window of traces: what the page saw itself, and on a grid of 600 rows what the server recorded where the page was not there, was cut off, or
 * did not watch that port. More than two of the page's rows to one of the grid are put together: least, greatest and mean, so that no peak is lost.
 * Between two samples a value stands, up to the moment of the record; what came later it does not know.
 */
export function withHistory(
  live: TraceWindow,
  histories: readonly (PortHistory | undefined)[],
  from: number,
  to: number,
): Bands {
  const step = (to - from) / ROWS;
  const seen = live.times.length > 2 * ROWS ? thinned(live, step) : asBands(live);
  const times = [...rowTimes(seen, from, to, step)];
  return {
    times,
    traces: seen.traces.map((trace, c) => filledUp(trace, seen.times, histories[c], times)),
  };
}

function asBands({ times, columns, qualities }: TraceWindow): Bands {
  const traces = columns.map((mean, c): Band => ({ mean, low: mean, high: mean, quality: qualities[c]! }));
  return { times, traces };
}

/** Puts rows of one cell of the grid together, and none across a row in which the page was cut off. */
function thinned(live: TraceWindow, step: number): Bands {
  const times: number[] = [];
  const traces = live.columns.map(emptyBand);
  let begin = 0;
  const close = (end: number): void => {
    if (end === begin) return;
    times.push(live.times[begin]!);
    for (const [c, trace] of traces.entries())
      addRow(trace, live.columns[c]!, live.qualities[c]!, begin, end);
    begin = end;
  };
  for (let i = 0; i < live.times.length; i++) {
    const isCut = live.qualities.every((quality) => quality[i] === ABSENT);
    if (isCut || Math.floor(live.times[i]! / step) !== Math.floor(live.times[begin]! / step)) close(i);
  }
  close(live.times.length);
  return { times, traces };
}

function addRow(
  trace: Band,
  values: readonly (number | null)[],
  qualities: readonly QualityCode[],
  begin: number,
  end: number,
): void {
  let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
  let worst: QualityCode | undefined;
  for (let i = begin; i < end; i++) {
    const [value, quality] = [values[i] ?? null, qualities[i]!];
    // What was not watched says nothing of what was.
    if (quality !== ABSENT) worst = quality > (worst ?? 0) ? quality : (worst ?? quality);
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
    count++;
  }
  trace.mean.push(count > 0 ? sum / count : null);
  trace.low.push(count > 0 ? low : null);
  trace.high.push(count > 0 ? high : null);
  trace.quality.push(worst ?? ABSENT);
}

/** The page's own rows, and rows of the grid where it was not there: before the first, after one in which it was cut off. */
function* rowTimes({ times, traces }: Bands, from: number, to: number, step: number): Generator<number> {
  let next = Math.ceil(from / step);
  let isWatching = false;
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    if (!isWatching) for (; next * step < time; next++) if (next * step >= from) yield next * step;
    next = Math.max(next, Math.floor(time / step) + 1);
    isWatching = traces.some(({ quality }) => quality[i] !== ABSENT);
    yield time;
  }
  if (!isWatching) for (; next * step < to; next++) yield next * step;
}

/** A trace on the common axis: what the page saw, else what the record says of the time since the row before. */
function filledUp(
  seen: Band,
  seenTimes: readonly number[],
  history: PortHistory | undefined,
  times: readonly number[],
): Band {
  const whole = emptyBand();
  let own = 0;
  let next = 0;
  for (const time of times) {
    const isOwn = seenTimes[own] === time;
    const row = isOwn ? own++ : -1;
    const begin = next;
    if (history) while (next < history.t.length && history.t[next]! <= time) next++;
    if (isOwn && seen.quality[row] !== ABSENT) push(whole, seen, row);
    else if (!history || next === 0 || time > history.until) pushNothing(whole);
    else pushRecorded(whole, history, begin, next);
  }
  return whole;
}

function push(into: Band, from: Band, row: number): void {
  into.mean.push(from.mean[row]!);
  into.low.push(from.low[row]!);
  into.high.push(from.high[row]!);
  into.quality.push(from.quality[row]!);
}

function pushNothing(into: Band): void {
  into.mean.push(null);
  into.low.push(null);
  into.high.push(null);
  into.quality.push(ABSENT);
}

/** What stands is the last that was recorded; what came since the row before widens the band. */
function pushRecorded(
  into: Band,
  { min, max, mean, quality }: PortHistory,
  begin: number,
  end: number,
): void {
  const last = end - 1;
  let [low, high] = [Infinity, -Infinity];
  let worst: QualityCode = 0;
  for (let i = Math.min(begin, last); i < end; i++) {
    low = Math.min(low, min[i] ?? Infinity);
    high = Math.max(high, max[i] ?? -Infinity);
    worst = Math.max(worst, qualityCode(quality[i]!)) as QualityCode;
  }
  const stands = mean[last] ?? null;
  into.mean.push(stands);
  into.low.push(low === Infinity ? null : low);
  into.high.push(high === -Infinity ? null : high);
  into.quality.push(stands === null ? (Math.max(worst, BAD) as QualityCode) : worst);
}

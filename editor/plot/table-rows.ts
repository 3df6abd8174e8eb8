import type { Bands } from './bands.ts';
import { measure, rowAt } from './measure.ts';
import type { QualityCode } from '@twinloom/runtime/signal/quality';

/** What a trace says in a row of a table. */
export interface TableCell {
  /** On average; undefined = no good value. */
  mean: number | undefined;
  /** Least and greatest, where they are not the same. */
  range: readonly [least: number, greatest: number] | undefined;
  quality: QualityCode;
}

/** A row of a table: from `time`, s since 1970, until the next row. */
export interface TableRow {
  time: number;
  cells: TableCell[];
}

/** Traces from one time to another as a table of so many rows of equal length. */
export function tableRows({ times, traces }: Bands, from: number, to: number, count: number): TableRow[] {
  const step = (to - from) / count;
  return Array.from({ length: count }, (_, i) => {
    const time = from + i * step;
    const end = time + step;
    const cells = traces.map((trace): TableCell => {
      const { mean, least, greatest } = measure(times, trace, to, time, end);
      const isSame = least === undefined || greatest === undefined || least === greatest;
      return {
        mean,
        range: isSame ? undefined : [least, greatest],
        quality: worstBetween(times, trace.quality, time, end),
      };
    });
    return { time, cells };
  });
}

/** The worst of what stands at the begin and of what comes before the end; absent where there is nothing. */
function worstBetween(
  times: readonly number[],
  quality: readonly QualityCode[],
  from: number,
  to: number,
): QualityCode {
  const first = rowAt(times, from);
  let worst: QualityCode = quality[first] ?? 3;
  for (let i = first + 1; i < times.length && times[i]! < to; i++) {
    const here = quality[i]!;
    if (here !== 3 && (worst === 3 || here > worst)) worst = here;
  }
  return worst;
}

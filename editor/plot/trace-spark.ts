/** Values over time for a small picture, null = no good value. */
interface SparkRows {
  times: readonly number[];
  values: readonly (number | null)[];
}

/** A picture of a trace: the `d` of an SVG path, and between which values it lies; undefined while there is none. */
export interface TraceSpark {
  path: string;
  range: readonly [least: number, greatest: number] | undefined;
}

const AIR = 1;

/**
 * Values from one time to another in a box: a line with a break wherever there is no good value, and in each unit of width no more than its least
 * and greatest, so that no peak is lost. What does not move lies in the middle.
 */
export function traceSpark(
  { times, values }: SparkRows,
  from: number,
  to: number,
  width: number,
  height: number,
): TraceSpark {
  const columns: { low: number; high: number }[] = [];
  let [least, greatest] = [Infinity, -Infinity];
  const breaks = new Set<number>();
  for (let i = 0; i < times.length; i++) {
    const x = Math.min(width - 1, Math.floor(((times[i]! - from) / (to - from)) * width));
    const value = values[i] ?? null;
    if (x < 0) continue;
    if (value === null) {
      breaks.add(x);
      continue;
    }
    const column = (columns[x] ??= { low: value, high: value });
    column.low = Math.min(column.low, value);
    column.high = Math.max(column.high, value);
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const span = greatest - least;
  const y = (value: number): string =>
    (span > 0 ? AIR + ((height - 2 * AIR) * (greatest - value)) / span : height / 2).toFixed(1);
  return { path: pathOf(columns, breaks, y), range: least === Infinity ? undefined : [least, greatest] };
}

function pathOf(
  columns: readonly ({ low: number; high: number } | undefined)[],
  breaks: ReadonlySet<number>,
  y: (value: number) => string,
): string {
  let path = '';
  let isDown = false;
  for (let x = 0; x < columns.length; x++) {
    const column = columns[x];
    if (column) {
      path += `${isDown ? 'L' : 'M'}${x} ${y(column.high)}`;
      path += column.low === column.high ? (isDown ? '' : 'h0.5') : `V${y(column.low)}`;
      isDown = true;
    }
    if (breaks.has(x)) isDown = false;
  }
  return path;
}

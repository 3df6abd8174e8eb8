import type { Samples } from './sample-block.ts';

/** Sorted samples, and a time before which none of them lies. */
export interface Begun {
  first: number;
  samples: Samples;
}

/**
 * Samples of one port from one time to another in order of time, a run after the other, out of blocks that come by the begin of each and may overlap. No
 * more is held than what overlaps.
 */
export function* inOrder(blocks: Iterable<Begun>, from: number, to: number): Generator<Samples> {
  let held = EMPTY;
  for (const { first, samples } of blocks) {
    const inside = between(samples, from, to);
    if (inside.times.length === 0) continue;
    const isOver = firstAtLeast(held.times, first);
    if (isOver > 0) yield slice(held, 0, isOver);
    held = isOver === held.times.length ? inside : sorted(joined([slice(held, isOver), inside]));
  }
  if (held.times.length > 0) yield held;
}

/** Blocks out of several rows of them by their begin; of those that begin together the one of the row that is named first. */
export function* byBegin(rows: readonly Iterator<Begun>[]): Generator<Begun> {
  const heads = rows.map((row) => ({ row, next: row.next() }));
  for (;;) {
    let least: (typeof heads)[number] | undefined;
    for (const head of heads) {
      if (head.next.done === true) continue;
      if (!least || head.next.value.first < (least.next.value as Begun).first) least = head;
    }
    if (!least) return;
    yield least.next.value as Begun;
    least.next = least.row.next();
  }
}

/** The same samples in order of time; those of one time stay in the order in which they came. */
export function sorted(samples: Samples): Samples {
  const { times } = samples;
  if (isSorted(times)) return samples;
  return pick(
    samples,
    Array.from(times.keys()).toSorted((a, b) => times[a]! - times[b]!),
  );
}

/** Those at these places, in that order. */
export function pick({ times, values, qualities }: Samples, places: readonly number[]): Samples {
  return {
    times: Float64Array.from(places, (i) => times[i]!),
    values: Float64Array.from(places, (i) => values[i]!),
    qualities: Uint8Array.from(places, (i) => qualities[i]!),
  };
}

/** Those of sorted samples from one time to another, both included. */
export function between(samples: Samples, from: number, to: number): Samples {
  const { times } = samples;
  if (times.length === 0 || (times[0]! >= from && times.at(-1)! <= to)) return samples;
  const end = times.findLastIndex((t) => t <= to) + 1;
  return slice(samples, Math.min(firstAtLeast(times, from), end), end);
}

/** One after the other. */
export function joined(parts: readonly Samples[]): Samples {
  if (parts.length === 1) return parts[0]!;
  const n = parts.reduce((sum, { times }) => sum + times.length, 0);
  const all: Samples = {
    times: new Float64Array(n),
    values: new Float64Array(n),
    qualities: new Uint8Array(n),
  };
  let at = 0;
  for (const { times, values, qualities } of parts) {
    all.times.set(times, at);
    all.values.set(values, at);
    all.qualities.set(qualities, at);
    at += times.length;
  }
  return all;
}

/** Those from one place to another, of which they share the memory. */
export function slice({ times, values, qualities }: Samples, begin: number, end?: number): Samples {
  return {
    times: times.subarray(begin, end),
    values: values.subarray(begin, end),
    qualities: qualities.subarray(begin, end),
  };
}

const EMPTY: Samples = {
  times: new Float64Array(0),
  values: new Float64Array(0),
  qualities: new Uint8Array(0),
};

/** The place of the first of sorted times from one on; their number where there is none. */
export function firstAtLeast(times: Float64Array, t: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < t) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSorted(times: Float64Array): boolean {
  for (let i = 1; i < times.length; i++) if (!(times[i]! >= times[i - 1]!)) return false;
  return true;
}

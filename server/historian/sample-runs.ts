import type { Samples } from './sample-block.ts';

/**
 * Samples of one port from one time to another in order of time, a run after the other, out of blocks that are sorted, come by the begin of each and may
 * overlap. No more is held than what overlaps.
 */
export function* inOrder(blocks: Iterable<Samples>, from: number, to: number): Generator<Samples> {
  let held = EMPTY;
  for (const block of blocks) {
    const inside = between(block, from, to);
    if (inside.times.length === 0) continue;
    const isOver = firstAtLeast(held.times, inside.times[0]!);
    if (isOver > 0) yield slice(held, 0, isOver);
    held = isOver === held.times.length ? inside : sorted(joined([slice(held, isOver), inside]));
  }
  if (held.times.length > 0) yield held;
}

/** The same samples in order of time; those of one time stay in the order in which they came. */
export function sorted(samples: Samples): Samples {
  const { times, values, qualities } = samples;
  if (times.every((t, i) => i === 0 || t >= times[i - 1]!)) return samples;
  const order = Array.from(times.keys()).toSorted((a, b) => times[a]! - times[b]!);
  return {
    times: Float64Array.from(order, (i) => times[i]!),
    values: Float64Array.from(order, (i) => values[i]!),
    qualities: Uint8Array.from(order, (i) => qualities[i]!),
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

function firstAtLeast(times: Float64Array, t: number): number {
  const place = times.findIndex((time) => time >= t);
  return place < 0 ? times.length : place;
}

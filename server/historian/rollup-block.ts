import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { BAD } from '@twinloom/runtime/signal/quality';
import { decodeSamples, shuffle, unshuffle, type Samples } from './sample-block.ts';
import { sorted } from './sample-runs.ts';

/** What is kept of each second in which there was a sample. */
export interface Seconds {
  /** Begin of the second, s since 1970. */
  times: Float64Array;
  /** Least, greatest and mean of its good and uncertain samples; NaN where all were bad. */
  min: Float64Array;
  max: Float64Array;
  mean: Float64Array;
  /** Samples that were not bad. */
  count: Float64Array;
  /** The worst of them. */
  qualities: Uint8Array;
}

/** Samples, in any order, by the second. */
export function rollUp(samples: Samples): Seconds {
  const { times, values, qualities } = sorted(samples);
  const rows = emptySeconds(countSeconds(times));
  let row = -1;
  let good = 0;
  for (let i = 0; i < times.length; i++) {
    const second = Math.floor(times[i]!);
    if (row < 0 || rows.times[row] !== second) {
      rows.times[++row] = second;
      good = 0;
    }
    rows.qualities[row] = Math.max(rows.qualities[row]!, qualities[i]!);
    if (qualities[i]! >= BAD) continue;
    const value = values[i]!;
    rows.count[row] = ++good;
    rows.min[row] = good === 1 ? value : Math.min(rows.min[row]!, value);
    rows.max[row] = good === 1 ? value : Math.max(rows.max[row]!, value);
    rows.mean[row] = good === 1 ? value : rows.mean[row]! + (value - rows.mean[row]!) / good;
  }
  return rows;
}

/** The seconds of two lots of samples together. */
export function mergeSeconds(a: Seconds, b: Seconds): Seconds {
  const both = Float64Array.from(new Set([...a.times, ...b.times])).toSorted();
  const rows = emptySeconds(both.length);
  rows.times.set(both);
  const places = new Map(Array.from(both, (t, row) => [t, row]));
  for (const lot of [a, b]) {
    for (const [i, t] of lot.times.entries()) {
      const row = places.get(t)!;
      rows.qualities[row] = Math.max(rows.qualities[row]!, lot.qualities[i]!);
      const count = rows.count[row]! + lot.count[i]!;
      if (lot.count[i] === 0) continue;
      const isFirst = rows.count[row] === 0;
      rows.min[row] = isFirst ? lot.min[i]! : Math.min(rows.min[row]!, lot.min[i]!);
      rows.max[row] = isFirst ? lot.max[i]! : Math.max(rows.max[row]!, lot.max[i]!);
      const mean = isFirst ? lot.mean[i]! : rows.mean[row]!;
      rows.mean[row] = mean + ((lot.mean[i]! - mean) * lot.count[i]!) / count;
      rows.count[row] = count;
    }
  }
  return rows;
}

function emptySeconds(n: number): Seconds {
  return {
    times: new Float64Array(n),
    min: new Float64Array(n).fill(Number.NaN),
    max: new Float64Array(n).fill(Number.NaN),
    mean: new Float64Array(n).fill(Number.NaN),
    count: new Float64Array(n),
    qualities: new Uint8Array(n),
  };
}

function countSeconds(times: Float64Array): number {
  let count = 0;
  for (let i = 0; i < times.length; i++) {
    if (i === 0 || Math.floor(times[i]!) !== Math.floor(times[i - 1]!)) count++;
  }
  return count;
}

const COLUMNS = ['times', 'min', 'max', 'mean', 'count'] as const;
const LEVEL = 1;
const ROW_BYTES = 8 * COLUMNS.length + 1;
/** Begins a block of five columns; one of an earlier version begins with a length, which is never 0. */
const HEAD = Buffer.alloc(4);

/** Seconds as bytes: the columns one after the other, each number split into its bytes, and deflated. */
export function encodeSeconds(seconds: Seconds): Uint8Array {
  const n = seconds.times.length;
  const plain = Buffer.alloc(n * ROW_BYTES);
  // Steps are alike where times are not.
  const steps = seconds.times.map((t, i) => (i === 0 ? t : t - seconds.times[i - 1]!));
  for (const [i, column] of COLUMNS.entries())
    shuffle(column === 'times' ? steps : seconds[column], plain, 8 * n * i);
  plain.set(seconds.qualities, 8 * n * COLUMNS.length);
  return Buffer.concat([HEAD, deflateRawSync(plain, { level: LEVEL })]);
}

/** Seconds out of bytes that `encodeSeconds` made. */
export function decodeSeconds(bytes: Uint8Array): Seconds {
  if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) !== 0) return decodeFormer(bytes);
  const plain = inflateRawSync(bytes.subarray(HEAD.length));
  const n = plain.length / ROW_BYTES;
  const [times, min, max, mean, count] = COLUMNS.map((_, i) => unshuffle(plain, 8 * n * i, n));
  for (let i = 1; i < n; i++) times![i]! += times![i - 1]!;
  const qualities = plain.subarray(8 * n * COLUMNS.length);
  return { times: times!, min: min!, max: max!, mean: mean!, count: count!, qualities };
}

/** A block for each column, under one time axis. */
function decodeFormer(bytes: Uint8Array): Seconds {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 16;
  const [min, max, mean, count] = [0, 4, 8, 12].map((place) => {
    const end = at + view.getUint32(place, true);
    const block = decodeSamples(bytes.subarray(at, end));
    at = end;
    return block;
  });
  return {
    times: min!.times,
    qualities: min!.qualities,
    min: min!.values,
    max: max!.values,
    mean: mean!.values,
    count: count!.values,
  };
}

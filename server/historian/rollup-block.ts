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
const SINGLE_BYTES = 8 * 2 + 2;
/** Ten minutes of seconds come out in one piece. */
const CHUNK_BYTES = 32 * 1024;
/** Begins a block of five columns; one of an earlier version begins with a length, which is never 0 and never that of `SINGLE`. */
const HEAD = Buffer.alloc(4);
/** Begins a block of seconds with one sample at most, which is least, greatest and mean. */
const SINGLE = Buffer.of(0, 0, 0, 255);

/** Seconds as bytes: the columns one after the other, each number split into its bytes, and deflated. */
export function encodeSeconds(seconds: Seconds): Uint8Array {
  const n = seconds.times.length;
  const isSingle = seconds.count.every((count) => count <= 1);
  const plain = Buffer.alloc(n * (isSingle ? SINGLE_BYTES : ROW_BYTES));
  // Steps are alike where times are not.
  const steps = seconds.times.map((t, i) => (i === 0 ? t : t - seconds.times[i - 1]!));
  shuffle(steps, plain, 0);
  if (isSingle) {
    shuffle(seconds.mean, plain, 8 * n);
    plain.set(seconds.count, 16 * n);
  } else {
    for (const [i, column] of COLUMNS.entries()) if (i > 0) shuffle(seconds[column], plain, 8 * n * i);
  }
  plain.set(seconds.qualities, plain.length - n);
  return Buffer.concat([isSingle ? SINGLE : HEAD, deflateRawSync(plain, { level: LEVEL })]);
}

/** Seconds out of bytes that `encodeSeconds` made. */
export function decodeSeconds(bytes: Uint8Array): Seconds {
  const isSingle = SINGLE.equals(bytes.subarray(0, SINGLE.length));
  if (!isSingle && !HEAD.equals(bytes.subarray(0, HEAD.length))) return decodeFormer(bytes);
  const plain = inflateRawSync(bytes.subarray(HEAD.length), { chunkSize: CHUNK_BYTES });
  const n = plain.length / (isSingle ? SINGLE_BYTES : ROW_BYTES);
  const times = unshuffle(plain, 0, n);
  for (let i = 1; i < n; i++) times[i]! += times[i - 1]!;
  // A copy: what is kept of a block must not hold all its bytes.
  const qualities = new Uint8Array(plain.subarray(plain.length - n));
  if (isSingle) {
    const mean = unshuffle(plain, 8 * n, n);
    return {
      times,
      min: mean,
      max: mean,
      mean,
      count: Float64Array.from(plain.subarray(16 * n, 17 * n)),
      qualities,
    };
  }
  const [min, max, mean, count] = [1, 2, 3, 4].map((i) => unshuffle(plain, 8 * n * i, n));
  return { times, min: min!, max: max!, mean: mean!, count: count!, qualities };
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

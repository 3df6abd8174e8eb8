import { BAD } from '@twinloom/runtime/signal/quality';
import { decodeSamples, encodeSamples, type Samples } from './sample-block.ts';

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
export function rollUp({ times, values, qualities }: Samples): Seconds {
  const order = Array.from(times.keys()).toSorted((a, b) => times[a]! - times[b]!);
  const seconds = [...new Set(order.map((i) => Math.floor(times[i]!)))];
  const rows: Seconds = {
    times: Float64Array.from(seconds),
    min: new Float64Array(seconds.length).fill(Number.NaN),
    max: new Float64Array(seconds.length).fill(Number.NaN),
    mean: new Float64Array(seconds.length).fill(Number.NaN),
    count: new Float64Array(seconds.length),
    qualities: new Uint8Array(seconds.length),
  };
  let row = -1;
  let good = 0;
  for (const i of order) {
    const second = Math.floor(times[i]!);
    if (row < 0 || rows.times[row] !== second) {
      row++;
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

const COLUMNS = ['min', 'max', 'mean', 'count'] as const;

/** Seconds as bytes: four columns under one time axis. */
export function encodeSeconds(seconds: Seconds): Uint8Array {
  const n = seconds.times.length;
  const blocks = COLUMNS.map((column, i) =>
    encodeSamples({
      times: i === 0 ? seconds.times : new Float64Array(n),
      values: seconds[column],
      qualities: i === 0 ? seconds.qualities : new Uint8Array(n),
    }),
  );
  const head = Buffer.alloc(4 * blocks.length);
  for (const [i, { length }] of blocks.entries()) head.writeUInt32LE(length, 4 * i);
  return Buffer.concat([head, ...blocks]);
}

/** Seconds out of bytes that `encodeSeconds` made. */
export function decodeSeconds(bytes: Uint8Array): Seconds {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 4 * COLUMNS.length;
  const [min, max, mean, count] = COLUMNS.map((_, i) => {
    const end = at + view.readUInt32LE(4 * i);
    const block = decodeSamples(view.subarray(at, end));
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

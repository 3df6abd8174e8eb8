import type { Recording } from './lay-inputs.ts';

/** What the past of an input tells of its future. */
export interface PastOfInput {
  /** The line through its samples: where it stands at the end of the recording, and its slope per s. */
  level: number;
  slope: number;
  /** Standard deviation of a sample from the line. */
  noise: number;
  /** Standard deviation of how far it strays from the line in a second, were it a random walk. */
  walk: number;
}

const LEAST_SAMPLES = 10;
const BLOCKS = 30;

/**
 * The line through a recording of `seconds` by least squares, and how samples lie about it; undefined with fewer than ten good ones. The walk is
 * taken from means over a thirtieth of the time: those of a Brownian motion of σ over Δ differ from one to the next by a variance of 2σ²Δ/3, and
 * noise of single samples is small in them.
 */
export function pastOfInput({ times, values }: Recording, seconds: number): PastOfInput | undefined {
  let [n, time, mean] = [0, 0, 0];
  for (let i = 0; i < times.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    n++;
    time += (times[i]! - seconds - time) / n;
    mean += (values[i]! - mean) / n;
  }
  if (n < LEAST_SAMPLES) return undefined;
  let [stt, stx] = [0, 0];
  for (let i = 0; i < times.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    const t = times[i]! - seconds - time;
    stt += t * t;
    stx += t * (values[i]! - mean);
  }
  const slope = stt > 0 ? stx / stt : 0;
  const level = mean - slope * time;
  const off = (i: number): number => values[i]! - level - slope * (times[i]! - seconds);
  let squares = 0;
  for (let i = 0; i < times.length; i++) if (!Number.isNaN(values[i]!)) squares += off(i) ** 2;
  return { level, slope, noise: Math.sqrt(squares / (n - 2)), walk: walkOf(times, seconds, off) };
}

function walkOf(times: Float64Array, seconds: number, off: (i: number) => number): number {
  const [sums, counts] = [new Float64Array(BLOCKS), new Float64Array(BLOCKS)];
  for (let i = 0; i < times.length; i++) {
    const value = off(i);
    if (Number.isNaN(value)) continue;
    const block = Math.min(Math.floor((times[i]! / seconds) * BLOCKS), BLOCKS - 1);
    sums[block] = sums[block]! + value;
    counts[block] = counts[block]! + 1;
  }
  let [squares, pairs] = [0, 0];
  for (let i = 1; i < BLOCKS; i++) {
    if (counts[i] === 0 || counts[i - 1] === 0) continue;
    squares += (sums[i]! / counts[i]! - sums[i - 1]! / counts[i - 1]!) ** 2;
    pairs++;
  }
  return pairs === 0 ? 0 : Math.sqrt((1.5 * squares * BLOCKS) / (pairs * seconds));
}

import { fourierOf, transform } from './fourier.ts';
import { taperOf, type Taper } from './taper.ts';

/** What a spectrum is made of: lines k·resolution from 0 to half the rate of samples. */
export interface Periodogram {
  /** |X_k|² of the weighted values about their mean, averaged over the segments; k from 0 to ⌊L/2⌋. */
  squares: Float64Array;
  /** Distance of two lines, Hz: 1/(L·spacing). */
  resolution: number;
  /** Weights of one segment of length L. */
  weights: Float64Array;
  /** Sum of the weights, and of their squares. */
  sum: number;
  squareSum: number;
  values: ArrayLike<number>;
  mean: number;
  /** Where each segment begins in the values. */
  starts: readonly number[];
}

/** Fewest values of one segment that make a spectrum. */
export const FEWEST = 8;

/** Values of one segment, of so many that overlap by half. */
export function segmentLength(length: number, segments: number): number {
  return Math.floor((2 * length) / (segments + 1));
}

/**
 * Averaged periodogram of a waveform without its mean; with one segment the exact discrete Fourier transform of the whole.
 * Source: Welch, IEEE Transactions on Audio and Electroacoustics 15 (1967) 70.
 */
export function periodogramOf(
  { values, spacing }: { values: ArrayLike<number>; spacing: number },
  taper: Taper,
  segments = 1,
): Periodogram {
  const length = segmentLength(values.length, segments);
  const apart = segments > 1 ? (values.length - length) / (segments - 1) : 0;
  const starts = Array.from({ length: segments }, (_, i) => Math.round(i * apart));
  const weights = taperOf(taper, length);
  const mean = meanOf(values);
  const fourier = fourierOf(length);
  const squares = new Float64Array(Math.floor(length / 2) + 1);
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  for (const start of starts) {
    for (let n = 0; n < length; n++) re[n] = weights[n]! * (values[start + n]! - mean);
    im.fill(0);
    transform(fourier, re, im);
    for (let k = 0; k < squares.length; k++)
      squares[k]! += (re[k]! * re[k]! + im[k]! * im[k]!) / starts.length;
  }
  let [sum, squareSum] = [0, 0];
  for (let n = 0; n < length; n++) {
    sum += weights[n]!;
    squareSum += weights[n]! * weights[n]!;
  }
  const resolution = 1 / (length * spacing);
  return { squares, resolution, weights, sum, squareSum, values, mean, starts };
}

/** Amplitude of each line, A_k = 2·|X_k|/Σw, half of that where a line has no mirror image: a sine on a line shows its amplitude there. */
export function amplitudesOf({ squares, weights, sum }: Periodogram): Float64Array {
  return squares.map((square, k) => (mirrors(k, weights.length) * Math.sqrt(square)) / sum);
}

/** Mean square that the lines from `from` up to but not including `to` hold: Σ 2·|X_k|²/(L·Σw²), which is Σ A_k²/2 over the noise bandwidth. */
export function meanSquareOf({ squares, weights, squareSum }: Periodogram, from: number, to: number): number {
  let total = 0;
  const end = Math.min(to, squares.length);
  for (let k = Math.max(from, 0); k < end; k++) total += mirrors(k, weights.length) * squares[k]!;
  return total / (weights.length * squareSum);
}

/** |X|² between the lines, at any real k: the discrete-time Fourier transform, averaged over the segments. */
export function squareAt({ values, weights, mean, starts }: Periodogram, k: number): number {
  const stepCos = Math.cos((2 * Math.PI * k) / weights.length);
  const stepSin = Math.sin((2 * Math.PI * k) / weights.length);
  let square = 0;
  for (const start of starts) {
    let [cos, sin, re, im] = [1, 0, 0, 0];
    for (let n = 0; n < weights.length; n++) {
      const value = weights[n]! * (values[start + n]! - mean);
      re += value * cos;
      im += value * sin;
      const next = cos * stepCos - sin * stepSin;
      sin = sin * stepCos + cos * stepSin;
      cos = next;
    }
    square += (re * re + im * im) / starts.length;
  }
  return square;
}

/** How many lines of the two-sided spectrum one line stands for. */
function mirrors(k: number, length: number): 1 | 2 {
  return k === 0 || 2 * k === length ? 1 : 2;
}

/** In two passes: of equal values it is exactly that value, so that nothing oscillates about it. */
function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const about = sum / values.length;
  let rest = 0;
  for (let i = 0; i < values.length; i++) rest += values[i]! - about;
  return about + rest / values.length;
}

import { squareAt, type Periodogram } from './periodogram.ts';
import { taperOf } from './taper.ts';

/** Points of the parabola, in lines: wide at first, then close about the top, where it fits. */
const WIDE = 0.5;
const CLOSE = 0.1;
const ROUNDS = 5;
/** Of the mean: a weaker oscillation about it is rounding. */
const ROUNDING = 1e-12;

/**
 * Frequency, Hz, and amplitude of the strongest oscillation from the line `from` on, found between the lines too: the maximum of the
 * discrete-time Fourier transform about the highest line, where no scalloping takes from the amplitude. There it weighs by a Hann window, whose
 * main lobe has one top, whatever window the lines were made with. Exact for one sine up to what leaks from its mirror image. Undefined
 * where there is no oscillation at all.
 */
export function strongestLine(
  periodogram: Periodogram,
  from: number,
): { frequency: number; amplitude: number } | undefined {
  const { squares, resolution, sum, mean } = periodogram;
  const { length } = periodogram.weights;
  let highest = Math.max(from, 1);
  for (let k = highest + 1; k < squares.length; k++) if (squares[k]! > squares[highest]!) highest = k;
  if (!(Math.sqrt(squares[highest]!) > ROUNDING * sum * Math.abs(mean))) return undefined;
  if (2 * highest === length)
    return { frequency: highest * resolution, amplitude: Math.sqrt(squares[highest]!) / sum };
  const hann = { ...periodogram, weights: taperOf('hann', length) };
  let line = highest;
  let square = squareAt(hann, line);
  let apart = WIDE;
  for (let round = 0; round < ROUNDS; round++) {
    const step = topOf(squareAt(hann, line - apart), square, squareAt(hann, line + apart));
    const there = squareAt(hann, line + apart * step);
    if (there <= square) break;
    line += apart * step;
    square = there;
    if (Math.abs(step) < 1) apart = CLOSE;
  }
  return { frequency: line * resolution, amplitude: (4 * Math.sqrt(square)) / length };
}

/** Where the parabola through the logarithms at −1, 0 and 1 has its top, kept within them. */
function topOf(before: number, here: number, after: number): number {
  const [a, b, c] = [Math.log(before), Math.log(here), Math.log(after)];
  const top = (a - c) / (2 * (a - 2 * b + c));
  return Number.isFinite(top) ? Math.max(-1, Math.min(top, 1)) : 0;
}

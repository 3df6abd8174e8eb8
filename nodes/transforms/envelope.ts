import { fourierOf, invert, transform } from './fourier.ts';
import type { Waveform } from './waveform-of.ts';

/** Of the greatest value: what is left in an empty band is rounding. */
const ROUNDING = 1e-12;

/**
 * Envelope of what a waveform holds from `low` to `high` Hz: the magnitude of the analytic signal, whose transform is twice that of the
 * waveform on the lines of the band and 0 elsewhere. The waveform counts as one period of a periodic one, so its ends touch.
 * Source: Randall and Antoni, Mechanical Systems and Signal Processing 25 (2011) 485, section on envelope analysis.
 */
export function envelopeOf({ values, spacing }: Waveform, low: number, high: number): Float64Array {
  const { length } = values;
  const fourier = fourierOf(length);
  const re = Float64Array.from(values);
  const im = new Float64Array(length);
  transform(fourier, re, im);
  for (let k = 0; k < length; k++) {
    const frequency = k / (length * spacing);
    const share = 2 * k < length && k > 0 && frequency >= low && frequency <= high ? 2 : 0;
    re[k]! *= share;
    im[k]! *= share;
  }
  invert(fourier, re, im);
  const least = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * ROUNDING;
  for (let n = 0; n < length; n++) {
    const height = Math.hypot(re[n]!, im[n]!);
    re[n] = height > least ? height : 0;
  }
  return re;
}

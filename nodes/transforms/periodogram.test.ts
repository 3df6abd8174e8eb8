import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amplitudesOf, meanSquareOf, periodogramOf, segmentLength, squareAt } from './periodogram.ts';
import { tapers } from './taper.ts';

/** A·cos(2π·line·n/N + phase) about an offset. */
const oscillation = (length: number, line: number, amplitude: number, phase = 0.7): number[] =>
  Array.from({ length }, (_, n) => 5 + amplitude * Math.cos((2 * Math.PI * line * n) / length + phase));

const SPACING = 0.01;

describe('a periodogram', () => {
  it.each(tapers.flatMap((taper) => [96, 99, 128].map((length) => [taper, length] as const)))(
    'with %s shows a sine on a line with its amplitude, of %d values',
    (taper, length) => {
      const lines = periodogramOf({ values: oscillation(length, 20, 3), spacing: SPACING }, taper);
      expect(amplitudesOf(lines)[20]).toBeCloseTo(3, 6);
      expect(lines.resolution).toBeCloseTo(1 / (length * SPACING), 12);
    },
  );

  it('counts the line at half the rate of samples once, and leaves the mean out', () => {
    const alternating = Array.from({ length: 64 }, (_, n) => 7 + (n % 2 === 0 ? 2 : -2));
    const lines = periodogramOf({ values: alternating, spacing: SPACING }, 'rectangular');
    const amplitudes = amplitudesOf(lines);
    expect(amplitudes).toHaveLength(33);
    expect(amplitudes[32]).toBeCloseTo(2, 12);
    expect(amplitudes[0]).toBeCloseTo(0, 12);
    expect(meanSquareOf(lines, 0, Infinity)).toBeCloseTo(4, 12);
  });

  it('rectangular holds exactly the mean square about the mean, however it is cut into bands (Parseval)', () => {
    const list = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 8, maxLength: 200 });
    fc.assert(
      fc.property(list, fc.nat(120), (values, cut) => {
        const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
        const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
        const lines = periodogramOf({ values, spacing: SPACING }, 'rectangular');
        const total = meanSquareOf(lines, 0, cut) + meanSquareOf(lines, cut, Infinity);
        expect(Math.abs(total - variance)).toBeLessThanOrEqual(1e-10 * (variance + 1e-3));
      }),
    );
  });

  it.each(tapers)('with %s gives a sine the mean square A²/2, corrected for the noise bandwidth', (taper) => {
    const lines = periodogramOf({ values: oscillation(200, 30, 3), spacing: SPACING }, taper);
    expect(meanSquareOf(lines, 0, Infinity)).toBeCloseTo(4.5, 9);
  });

  it.each(tapers)('with %s holds the mean square of the weighted values, Σ(w·x)²/Σw² (Parseval)', (taper) => {
    const ramp = Array.from({ length: 32 }, (_, n) => n - 15.5);
    const lines = periodogramOf({ values: ramp, spacing: SPACING }, taper);
    const weighted = ramp.reduce((sum, x, n) => sum + (lines.weights[n]! * x) ** 2, 0);
    expect(meanSquareOf(lines, 0, Infinity)).toBeCloseTo(weighted / lines.squareSum, 9);
  });

  it('averages the powers of segments that overlap by half and cover the whole', () => {
    expect(segmentLength(1_000, 1)).toBe(1_000);
    expect(segmentLength(1_000, 3)).toBe(500);
    const two = periodogramOf({ values: oscillation(150, 25, 2), spacing: SPACING }, 'rectangular', 2);
    expect(two.starts).toEqual([0, 50]);
    const quarter = oscillation(250, 25, 2);
    // The first half oscillates, the second is still: of three segments one has all of it, one about half, one none.
    const values = [...quarter, ...quarter, ...new Array<number>(500).fill(5)];
    const lines = periodogramOf({ values, spacing: SPACING }, 'rectangular', 3);
    expect(lines.starts).toEqual([0, 250, 500]);
    // A²/2·(1 + ¼)/3 on the line itself: half of the oscillation has half of the amplitude there.
    expect(meanSquareOf(lines, 50, 51)).toBeCloseTo((2 * (1 + 0.25)) / 3, 2);
  });

  it.each(['hann', 'rectangular'] as const)(
    'with %s is between the lines what the lines are on them',
    (taper) => {
      const lines = periodogramOf({ values: oscillation(150, 20.3, 3), spacing: SPACING }, taper, 2);
      for (const k of [0, 1, 13, 20, 40]) {
        expect(squareAt(lines, k)).toBeCloseTo(lines.squares[k]!, 8);
      }
    },
  );
});

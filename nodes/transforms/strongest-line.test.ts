import { describe, expect, it } from 'vitest';
import { periodogramOf } from './periodogram.ts';
import { strongestLine } from './strongest-line.ts';
import { tapers } from './taper.ts';

const SPACING = 0.001;
const LENGTH = 1_000;

const tones = (...list: [hertz: number, amplitude: number][]): number[] =>
  Array.from({ length: LENGTH }, (_, n) =>
    list.reduce((sum, [hertz, a]) => sum + a * Math.sin(2 * Math.PI * hertz * n * SPACING + 0.4), 0),
  );

const strongest = (values: number[], taper: (typeof tapers)[number], from = 0) =>
  strongestLine(periodogramOf({ values, spacing: SPACING }, taper), from);

describe('the strongest line', () => {
  it.each(tapers.flatMap((taper) => [120, 120.2, 120.5, 120.77].map((hertz) => [taper, hertz] as const)))(
    'with %s lies at %d Hz with its amplitude, on a line or between two',
    (taper, hertz) => {
      const peak = strongest(tones([hertz, 3]), taper)!;
      expect(Math.abs(peak.frequency - hertz)).toBeLessThan(1e-4);
      expect(Math.abs(peak.amplitude / 3 - 1)).toBeLessThan(1e-4);
    },
  );

  it('is the stronger of two tones, and that of the rest from a frequency on', () => {
    const both = tones([60.4, 3], [200.3, 1]);
    expect(strongest(both, 'hann')?.frequency).toBeCloseTo(60.4, 3);
    expect(strongest(both, 'hann', 100)?.frequency).toBeCloseTo(200.3, 3);
    expect(strongest(both, 'hann', 100)?.amplitude).toBeCloseTo(1, 3);
  });

  it('begins with the line it is told, and with the first', () => {
    const frequencyOf = (values: number[], from?: number) =>
      strongest(values, 'rectangular', from)?.frequency;
    expect(frequencyOf(tones([99, 3], [200, 1]), 100)).toBeCloseTo(200, 3);
    expect(frequencyOf(tones([100, 3], [200, 1]), 100)).toBeCloseTo(100, 3);
    expect(frequencyOf(tones([101, 3], [200, 1]), 100)).toBeCloseTo(101, 3);
    expect(frequencyOf(tones([1, 3], [200, 2]))).toBeLessThan(2);
  });

  it('has its frequency in Hz, however far apart the lines are', () => {
    expect(strongest(tones([120.2, 3]).slice(0, LENGTH / 2), 'hann')?.frequency).toBeCloseTo(120.2, 2);
  });

  it('at half the rate of samples stays on its line', () => {
    const alternating = Array.from({ length: LENGTH }, (_, n) => (n % 2 === 0 ? 2 : -2));
    const peak = strongest(alternating, 'rectangular')!;
    expect(peak.frequency).toBeCloseTo(500, 9);
    expect(peak.amplitude).toBeCloseTo(2, 12);
    expect(strongest(alternating.slice(0, 500), 'rectangular')?.frequency).toBeCloseTo(500, 9);
  });

  it('is none where nothing oscillates, and none beyond the last line', () => {
    for (const still of [0, 3, 0.1, 1 / 3, -1e9 / 7])
      expect(strongest(new Array<number>(LENGTH).fill(still), 'hann')).toBeUndefined();
    expect(strongest(tones([60, 3]), 'hann', 501)).toBeUndefined();
  });
});

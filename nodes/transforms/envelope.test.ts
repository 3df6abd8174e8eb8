import { describe, expect, it } from 'vitest';
import { envelopeOf } from './envelope.ts';

const SPACING = 0.001;

const waveform = (length: number, at: (t: number) => number) => ({
  values: Array.from({ length }, (_, n) => at(n * SPACING)),
  spacing: SPACING,
});
const turn = (hertz: number, t: number): number => Math.cos(2 * Math.PI * hertz * t);

function expectClose(found: Float64Array, wanted: readonly number[]): void {
  expect(Math.max(...wanted.map((value, n) => Math.abs(found[n]! - value)))).toBeLessThan(1e-9);
}

describe('the envelope', () => {
  it.each([1_000, 1_024, 2_000])(
    'of an oscillation whose height moves is that height, also where it was hidden, of %d values',
    (length) => {
      const line = 1 / (length * SPACING);
      const height = (t: number): number => 2 + 0.8 * turn(5 * line, t);
      const hidden = waveform(
        length,
        (t) => height(t) * turn(200 * line, t) + 30 * turn(20 * line, t) + 4 * turn(400 * line, t) + 7,
      );
      const found = envelopeOf(hidden, 150 * line, 250 * line);
      expectClose(found, waveform(length, height).values);
    },
  );

  it('of two oscillations beats at their distance: √(a² + b² + 2ab·cos(2πΔft))', () => {
    const both = waveform(1_000, (t) => 3 * turn(200, t) + turn(207, t));
    const beat = waveform(1_000, (t) => Math.sqrt(10 + 6 * turn(7, t)));
    expectClose(envelopeOf(both, 100, 300), beat.values);
  });

  it('of what lies outside the band is 0, and a band may end beyond half the rate of samples', () => {
    const low = waveform(1_000, (t) => 3 * turn(50, t));
    expect([...envelopeOf(low, 100, 300)]).toEqual(new Array<number>(1_000).fill(0));
    expectClose(envelopeOf(low, 10, 2_000), new Array<number>(1_000).fill(3));
  });

  it('takes in the lines at both edges of the band, and the first, but never the mean', () => {
    const three = new Array<number>(1_000).fill(3);
    expectClose(
      envelopeOf(
        waveform(1_000, (t) => 3 * turn(50, t) + turn(51, t)),
        50,
        50,
      ),
      three,
    );
    expectClose(
      envelopeOf(
        waveform(1_000, (t) => 7 + 3 * turn(1, t)),
        0,
        400,
      ),
      three,
    );
  });

  it('leaves out what lies at half the rate of samples, whose height no sample tells', () => {
    const both = waveform(1_000, (t) => 3 * turn(50, t) + turn(500, t));
    expectClose(envelopeOf(both, 10, 900), new Array<number>(1_000).fill(3));
  });

  it('is as exact for the smallest waveform', () => {
    const found = envelopeOf(
      waveform(1_000, (t) => 3e-15 * turn(50, t)),
      10,
      100,
    );
    expectClose(
      found.map((value) => value * 1e15),
      new Array<number>(1_000).fill(3),
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { bandPower } from './band-power.ts';

const SPACING = 0.001;

const run = (waveform: object, params: Record<string, unknown> = {}, unit = 'm/s2') =>
  trace(bandPower, { params, inputs: { in: [[0, waveform]] }, units: { in: unit }, for: 1 });

const rmsOf = (waveform: object, params: Record<string, unknown>): number =>
  Number(run(waveform, params).last('rms').value);

/** 3 at 50 Hz, 1 at 120 Hz, 2 at 300 Hz, about 7. */
const tones = {
  values: Array.from({ length: 1_000 }, (_, n) => {
    const turn = (hertz: number): number => Math.sin(2 * Math.PI * hertz * n * SPACING);
    return 7 + 3 * turn(50) + turn(120) + 2 * turn(300);
  }),
  spacing: SPACING,
};

describe('band power', () => {
  it.each(['hann', 'hamming', 'blackman', 'flat-top', 'rectangular'])(
    'with %s is A²/2 of the tones in the band, and their share of the whole',
    (window) => {
      const { last, diagnostics } = run(tones, { low: 100, high: 200, window });
      expect(diagnostics).toEqual([]);
      expect(last('rms').value).toBeCloseTo(1 / Math.SQRT2, 6);
      expect(last('share').value).toBeCloseTo(1 / 14, 6);
    },
  );

  it('without a band is the rms about the mean', () => {
    expect(rmsOf(tones, {})).toBeCloseTo(Math.sqrt(7), 6);
    expect(run(tones, {}).last('share').value).toBe(1);
    const ramp = { values: Array.from({ length: 64 }, (_, n) => n), spacing: SPACING };
    expect(run(ramp, {}).last('share').value).toBe(1);
  });

  it('rectangular: the squares of bands side by side sum to the mean square about the mean (Parseval)', () => {
    const list = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 8, maxLength: 100 });
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 499 }), (values, cut) => {
        const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
        const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
        const waveform = { values, spacing: SPACING };
        const window = 'rectangular';
        const parts =
          rmsOf(waveform, { high: cut, window }) ** 2 + rmsOf(waveform, { low: cut, window }) ** 2;
        expect(Math.abs(parts - variance)).toBeLessThanOrEqual(1e-9 * (variance + 1e-3));
      }),
      { numRuns: 30 },
    );
  });

  it('has a line at its lower edge, and leaves the one at its upper edge to the next band', () => {
    const window = 'rectangular';
    expect(rmsOf(tones, { low: 50, high: 120, window })).toBeCloseTo(3 / Math.SQRT2, 9);
    expect(rmsOf(tones, { low: 120, high: 300, window })).toBeCloseTo(1 / Math.SQRT2, 9);
    // Of half as many values the lines lie 2 Hz apart.
    const half = { values: tones.values.slice(0, 500), spacing: SPACING };
    expect(rmsOf(half, { low: 50, high: 120, window })).toBeCloseTo(3 / Math.SQRT2, 9);
  });

  it('is in K for a temperature, and takes its edges in any unit', () => {
    expect(run(tones, {}, 'Cel').unit('rms')).toBe('K');
    expect(rmsOf(tones, { low: '0.1 kHz', high: '12000 1/min' })).toBeCloseTo(1 / Math.SQRT2, 6);
  });

  it('has no share where nothing oscillates', () => {
    const { last, lacks } = run({ values: new Array<number>(64).fill(0.1), spacing: SPACING });
    expect(last('rms').value).toBe(0);
    expect(last('share').quality).toBe('bad');
    expect(lacks).toEqual({ share: 'nothing oscillates' });
    const faint = { values: tones.values.map((value) => value / 1_000), spacing: SPACING };
    expect(run(faint, { low: 100, high: 200 }).last('share').value).toBeCloseTo(1 / 14, 6);
  });

  it('refuses a vector without a spacing', () => {
    const { last, notes } = run(tones.values);
    expect(last('rms').quality).toBe('bad');
    expect(notes[0]?.says).toContain('without a spacing');
  });

  it.each([
    ['high', { low: 100, high: 50 }],
    ['high', { low: 100, high: 100 }],
    ['low', { low: -1 }],
  ])('refuses %s of %j', (param, params) => {
    expect(run(tones, params).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

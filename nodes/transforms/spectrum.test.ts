import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { spectrum } from './spectrum.ts';

const SPACING = 0.001;

/** A waveform of oscillations [Hz, amplitude] about an offset. */
const tones = (length: number, offset: number, ...list: [number, number][]) => ({
  values: Array.from({ length }, (_, n) =>
    list.reduce((sum, [hertz, a]) => sum + a * Math.sin(2 * Math.PI * hertz * n * SPACING + 0.3), offset),
  ),
  spacing: SPACING,
});

type Quality = 'good' | 'uncertain' | 'bad';

const run = (waveform: object, params: Record<string, unknown> = {}, unit = 'mm/s', quality?: Quality) =>
  trace(spectrum, {
    params,
    inputs: { in: [[0, waveform, quality]] },
    units: { in: unit },
    for: 1,
  });

const decibels = (ratio: number): number => -20 * Math.log10(ratio);

describe('spectrum', () => {
  it.each(['hann', 'hamming', 'blackman', 'flat-top', 'rectangular'])(
    'with %s shows a tone on a line with its amplitude, at its frequency, about any offset',
    (window) => {
      const { last, diagnostics } = run(tones(1_000, 12, [50, 3]), { window });
      expect(diagnostics).toEqual([]);
      const lines = last('amplitude').value as number[];
      expect(lines).toHaveLength(501);
      expect(lines[50]).toBeCloseTo(3, 6);
      expect(lines[0]).toBeCloseTo(0, 2);
      expect(lines[300]).toBeCloseTo(0, 9);
      expect(last('resolution').value).toBeCloseTo(1, 12);
      expect(last('peakFrequency').value).toBeCloseTo(50, 4);
      expect(last('peakAmplitude').value).toBeCloseTo(3, 4);
      expect(last('rms').value).toBeCloseTo(3 / Math.SQRT2, 6);
    },
  );

  it.each([
    ['hann', 1.42],
    ['hamming', 1.75],
    ['blackman', 1.1],
    ['rectangular', 3.92],
    ['flat-top', 0.01],
  ])(
    'half-way between two lines %s shows %d dB less (Harris 1978), yet the peak is whole',
    (window, loss) => {
      const { last } = run(tones(1_000, 0, [200.5, 2]), { window });
      const lines = last('amplitude').value as number[];
      expect(Math.abs(decibels(lines[200]! / 2) - loss)).toBeLessThan(0.02);
      expect(last('peakFrequency').value).toBeCloseTo(200.5, 3);
      expect(last('peakAmplitude').value).toBeCloseTo(2, 3);
    },
  );

  it('keeps two tones apart, and finds the weaker where the search begins above the stronger', () => {
    const both = tones(1_000, 0, [50, 3], [120, 1]);
    const lines = run(both).last('amplitude').value as number[];
    expect([lines[50], lines[85], lines[120]].map((a) => Number(a?.toFixed(6)))).toEqual([3, 0, 1]);
    expect(run(both).last('rms').value).toBeCloseTo(Math.sqrt(5), 6);
    expect(run(both, { peakAbove: '0.1 kHz' }).last('peakFrequency').value).toBeCloseTo(120, 4);
    const half = tones(500, 0, [50, 3], [120, 1]);
    expect(run(half, { peakAbove: '0.1 kHz' }).last('peakFrequency').value).toBeCloseTo(120, 3);
  });

  it('has an rms of all lines, that of the mean too, which a window fills', () => {
    const ramp = Array.from({ length: 32 }, (_, n) => n - 15.5);
    const weights = ramp.map((_, n) => (1 - Math.cos((2 * Math.PI * n) / 32)) / 2);
    const squares = ramp.reduce((sum, x, n) => sum + (weights[n]! * x) ** 2, 0);
    const { last } = run({ values: ramp, spacing: SPACING });
    expect(last('rms').value).toBeCloseTo(
      Math.sqrt(squares / weights.reduce((sum, w) => sum + w ** 2, 0)),
      9,
    );
  });

  it('averages segments: the lines are coarser, the tone keeps its amplitude', () => {
    const { last } = run(tones(1_000, 0, [50, 3]), { segments: 9 });
    const lines = last('amplitude').value as number[];
    expect(lines).toHaveLength(101);
    expect(last('resolution').value).toBeCloseTo(5, 12);
    expect(lines[10]).toBeCloseTo(3, 6);
    expect(last('rms').value).toBeCloseTo(3 / Math.SQRT2, 6);
  });

  it('is a spectrum of differences: of a temperature in K, and converted before that', () => {
    const { unit, last } = run(tones(200, 20, [50, 2]), {}, 'Cel');
    expect([unit('amplitude'), unit('peakAmplitude'), unit('rms')]).toEqual(['K', 'K', 'K']);
    expect(last('peakAmplitude').value).toBeCloseTo(2, 4);
    expect(run(tones(200, 20, [50, 2])).unit('amplitude')).toBe('mm/s');
  });

  it('says 0 for what does not oscillate, and no frequency', () => {
    const { last, lacks } = run(tones(100, 0.1));
    expect(lacks).toEqual({ peakFrequency: 'nothing oscillates' });
    expect(last('peakAmplitude').value).toBe(0);
    expect(last('rms').value).toBe(0);
    expect(last('peakFrequency')).toEqual({ t: 0, value: undefined, quality: 'bad' });
  });

  it('refuses a vector without a spacing, and one too short, with words for a person, and takes the next one', () => {
    const good = tones(100, 0, [50, 1]);
    const { samples, notes } = trace(spectrum, {
      inputs: {
        in: [
          [0, [1, 2, 3]],
          [1, { values: [1, 2, 3], spacing: 0.1 }],
          [2, good],
          [3, { values: [1, Number.NaN], spacing: 0.1 }],
          [4, good],
        ],
      },
      units: { in: 'mm/s' },
      for: 5,
    });
    expect(samples('rms').map(({ quality }) => quality)).toEqual(['bad', 'bad', 'good', 'bad', 'good']);
    expect(samples('amplitude').map(({ quality }) => quality)).toEqual(['bad', 'bad', 'good', 'bad', 'good']);
    expect(notes.map(({ says }) => says)).toEqual([
      expect.stringContaining('got 3 values without a spacing'),
      expect.stringContaining('at least 8 values, got 3'),
    ]);
  });

  it('is as good as its waveform', () => {
    expect(run(tones(100, 0, [50, 1]), {}, '1', 'uncertain').last('peakFrequency').quality).toBe('uncertain');
  });

  it.each([
    ['window', { window: 'kaiser' }],
    ['segments', { segments: 0 }],
    ['peakAbove', { peakAbove: -1 }],
  ])('refuses %s of %j', (param, params) => {
    expect(run(tones(100, 0), params).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { waveform } from './waveform.ts';

const numbersOf = (params: Record<string, unknown>, seconds: number, seed = 1): number[] =>
  trace(waveform, { params, for: seconds, seed })
    .samples('value')
    .map(({ value }) => Number(value));

describe('a waveform', () => {
  it('is a sine of amplitude 1 and period 1 s at each tick, where nothing is said', () => {
    const { samples, diagnostics } = trace(waveform, { for: 2 });
    expect(diagnostics).toEqual([]);
    expect(samples('value')).toHaveLength(21);
    samples('value').forEach(({ t, value }, k) => {
      expect(t).toBeCloseTo(k / 10, 9);
      expect(value).toBeCloseTo(Math.sin((2 * Math.PI * k) / 10), 9);
    });
  });

  // In eighths of a period.
  it.each([
    ['sine', [0, Math.SQRT1_2, 1, Math.SQRT1_2, 0, -Math.SQRT1_2, -1, -Math.SQRT1_2, 0]],
    ['square', [1, 1, 1, 1, -1, -1, -1, -1, 1]],
    ['triangle', [0, 0.5, 1, 0.5, 0, -0.5, -1, -0.5, 0]],
    ['ramp', [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, -1]],
  ])('draws a %s', (shape, wave) => {
    const values = numbersOf({ shape, amplitude: 3, offset: 10, period: '4 s', every: '500ms' }, 4);
    expect(values).toHaveLength(wave.length);
    values.forEach((value, i) => expect(value).toBeCloseTo(10 + 3 * wave[i]!, 9));
  });

  it.each(['square', 'ramp'])(
    'turns the corners of a %s on time where times are no binary fractions',
    (shape) => {
      const values = numbersOf({ shape, period: '200ms', every: '100ms' }, 500);
      expect(values).toHaveLength(5001);
      const [even, odd] = shape === 'square' ? [1, -1] : [-1, 0];
      values.forEach((value, k) => expect(value).toBeCloseTo(k % 2 === 0 ? even : odd, 6));
    },
  );

  it('makes noise with its amplitude as standard deviation', () => {
    const n = 10_001;
    const values = numbersOf({ shape: 'noise', amplitude: 2, offset: 5, every: '10ms' }, 100);
    expect(values).toHaveLength(n);
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
    // Four standard errors: σ/√n of the mean, σ/√(2n) of the standard deviation.
    expect(Math.abs(mean - 5)).toBeLessThan((4 * 2) / Math.sqrt(n));
    expect(Math.abs(Math.sqrt(variance) - 2)).toBeLessThan((4 * 2) / Math.sqrt(2 * n));
  });

  it('makes other noise with another seed, and the same with the same', () => {
    const noise = (seed: number): number[] => numbersOf({ shape: 'noise' }, 1, seed);
    expect(noise(1)).toEqual(noise(1));
    expect(noise(1)).not.toEqual(noise(2));
  });

  it('takes its amplitude as a difference: 5 K about 20 °C', () => {
    const params = { shape: 'square', unit: 'Cel', offset: '293.15 K', amplitude: '5 K', period: '2 s' };
    const { samples, unit } = trace(waveform, { params, for: 1 });
    expect(unit('value')).toBe('Cel');
    expect(samples('value')[0]?.value).toBeCloseTo(25, 9);
    expect(samples('value').at(-1)?.value).toBeCloseTo(15, 9);
  });
});

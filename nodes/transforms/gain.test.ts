import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { gain } from './gain.ts';

describe('a gain', () => {
  it('is the straight line gain·in + offset', () => {
    const samples = [-2, 0, 3.5].map((value, t): [number, number] => [t, value]);
    const { samples: out, unit } = trace(gain, {
      params: { gain: 1.5, offset: -1 },
      inputs: { in: samples },
      units: { in: 'kW' },
      for: 3,
    });
    expect(out('out').map(({ value }) => value)).toEqual([-4, -1, 4.25]);
    expect(unit('out')).toBe('kW');
  });

  it('leads to another quantity where a unit is given', () => {
    const { last, unit, diagnostics } = trace(gain, {
      params: { gain: 2.5, unit: 'L/min', offset: '6 m3/h' },
      inputs: { in: 4 },
      units: { in: 'V' },
      for: 1,
    });
    expect(diagnostics).toEqual([]);
    expect(unit('out')).toBe('L/min');
    expect(last('out').value).toBeCloseTo(2.5 * 4 + 100, 12);
  });

  it('keeps the scale of a temperature', () => {
    const { last, unit } = trace(gain, {
      params: { gain: 1.02 },
      inputs: { in: 50 },
      units: { in: 'Cel' },
      for: 1,
    });
    expect(last('out').value).toBeCloseTo(51, 12);
    expect(unit('out')).toBe('Cel');
  });

  it('is bad on a bad input, and where the result is no number any more', () => {
    const { samples } = trace(gain, {
      params: { gain: 1e20 },
      inputs: {
        in: [
          [0, 1, 'bad'],
          [1, 1e15],
          [2, 1, 'uncertain'],
        ],
      },
      for: 3,
    });
    expect(samples('out').map(({ quality }) => quality)).toEqual(['bad', 'bad', 'uncertain']);
  });

  it('refuses an offset of another kind', () => {
    const { diagnostics } = trace(gain, {
      params: { offset: '3 s' },
      inputs: { in: 1 },
      units: { in: 'm' },
      for: 1,
    });
    expect(diagnostics[0]?.at[0]?.param).toBe('offset');
  });
});

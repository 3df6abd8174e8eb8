import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { compare } from './compare.ts';

function outcomes(params: Record<string, unknown>, values: readonly number[], unit = '1'): unknown[] {
  const samples = values.map((value, t): [number, number] => [t, value]);
  return trace(compare, { params, inputs: { in: samples }, units: { in: unit }, for: values.length })
    .samples('out')
    .map(({ value }) => value);
}

describe('compare', () => {
  it('is true strictly above its threshold', () => {
    expect(outcomes({ threshold: 3 }, [2, 3, 3.001, 3, 4, 2])).toEqual([
      false,
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it('is true strictly below it, where that is asked', () => {
    expect(outcomes({ threshold: 3, direction: 'below' }, [4, 3, 2.999, 3, 2])).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  it('stays true until the input is back by the hysteresis', () => {
    const params = { threshold: 3, hysteresis: 0.5 };
    expect(outcomes(params, [2.8, 3.1, 2.8, 2.6, 2.5, 2.8, 3, 3.1])).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
      false,
      true,
    ]);
    expect(outcomes({ ...params, direction: 'below' }, [3.2, 2.9, 3.2, 3.4, 3.5, 3.2])).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('takes the threshold in any unit of its input’s kind, the hysteresis as a difference', () => {
    const params = { threshold: '353.15 K', hysteresis: '5 K' };
    expect(outcomes(params, [79, 81, 76, 74], 'Cel')).toEqual([false, true, true, false]);
    // A difference of 5 °C is one of 5 K, and one of 9 °F too.
    for (const hysteresis of ['5 Cel', '9 [degF]'])
      expect(outcomes({ threshold: '353.15 K', hysteresis }, [79, 81, 76, 74], 'Cel')).toEqual([
        false,
        true,
        true,
        false,
      ]);
    expect(outcomes({ threshold: '36 m3/h' }, [0.0099, 0.0101], 'm3/s')).toEqual([false, true]);
  });

  it('is bad on a bad input and keeps what it was', () => {
    const { samples } = trace(compare, {
      params: { threshold: 3, hysteresis: 1 },
      inputs: {
        in: [
          [0, 4],
          [1, 0, 'bad'],
          [2, 2.5],
        ],
      },
      for: 3,
    });
    expect(samples('out')).toEqual([
      { t: 0, value: true, quality: 'good' },
      { t: 1, value: undefined, quality: 'bad' },
      { t: 2, value: true, quality: 'good' },
    ]);
  });

  it('refuses a threshold of another kind than its input', () => {
    const { diagnostics } = trace(compare, {
      params: { threshold: '3 m' },
      inputs: { in: 1 },
      units: { in: 'm3/h' },
      for: 1,
    });
    expect(diagnostics[0]?.at[0]?.param).toBe('threshold');
  });
});

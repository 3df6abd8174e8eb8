import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { clamp } from './clamp.ts';

function clamped(params: Record<string, unknown>, values: readonly number[], unit = '1'): unknown[][] {
  const samples = values.map((value, t): [number, number] => [t, value]);
  const run = trace(clamp, { params, inputs: { in: samples }, units: { in: unit }, for: values.length });
  expect(run.diagnostics).toEqual([]);
  return ['out', 'limited'].map((port) => run.samples(port).map(({ value }) => value));
}

describe('a clamp', () => {
  it('holds the signal between its limits, and says when it had to', () => {
    expect(clamped({ low: -1, high: 2 }, [-3, -1, 0.5, 2, 7])).toEqual([
      [-1, -1, 0.5, 2, 2],
      [true, false, false, false, true],
    ]);
  });

  it('knows limits on one side only, and none at all', () => {
    expect(clamped({ low: 0 }, [-3, 7])[0]).toEqual([0, 7]);
    expect(clamped({ high: 0 }, [-3, 7])[0]).toEqual([-3, 0]);
    expect(clamped({}, [-3, 7])[0]).toEqual([-3, 7]);
  });

  it('holds one value where its limits are the same', () => {
    expect(clamped({ low: 2, high: 2 }, [1, 2, 3])).toEqual([
      [2, 2, 2],
      [true, false, true],
    ]);
  });

  it('takes its limits in any unit of the input’s kind', () => {
    expect(clamped({ high: '3.6 m3/h' }, [0.002], 'm3/s')[0]).toEqual([0.001]);
  });

  it('refuses limits that lie the wrong way round', () => {
    const { diagnostics } = trace(clamp, { params: { low: 3, high: 2 }, inputs: { in: 1 }, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe('high');
  });
});

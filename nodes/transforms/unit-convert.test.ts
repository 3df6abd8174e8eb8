import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { unitConvert } from './unit-convert.ts';

function converted(value: number, from: string, to: string): unknown {
  const run = trace(unitConvert, {
    params: { unit: to },
    inputs: { in: value },
    units: { in: from },
    for: 1,
  });
  expect(run.diagnostics).toEqual([]);
  expect(run.unit('out')).toBe(to);
  return run.last('out').value;
}

describe('a unit conversion', () => {
  it.each([
    [36, 'm3/h', 'm3/s', 0.01],
    [20, 'Cel', '[degF]', 68],
    [-40, '[degF]', 'Cel', -40],
    [1, 'bar', 'kPa', 100],
    [1, '[gal_us]/min', 'L/min', 3.785411784],
    [1, 'kW.h', 'MJ', 3.6],
  ])('%d %s in %s is %d', (value, from, to, expected) => {
    expect(converted(value, from, to)).toBeCloseTo(expected, 10);
  });

  it('refuses a unit of another kind with the reason', () => {
    const { diagnostics } = trace(unitConvert, {
      params: { unit: 'kg' },
      inputs: { in: 1 },
      units: { in: 'm' },
      for: 1,
    });
    expect(diagnostics.map(({ code }) => code)).toContain('unit-mismatch');
  });

  it('needs the unit', () => {
    const { diagnostics } = trace(unitConvert, { inputs: { in: 1 }, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe('unit');
  });
});

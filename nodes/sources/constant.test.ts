import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { constant } from './constant.ts';

const run = (params: Record<string, unknown>) => trace(constant, { params, for: 10 });

describe('a constant', () => {
  it('speaks once, at the start', () => {
    expect(run({ value: 1450, unit: '1/min' }).samples('value')).toEqual([
      { t: 0, value: 1450, quality: 'good' },
    ]);
  });

  it('is zero where nothing is said', () => {
    expect(run({}).last('value').value).toBe(0);
  });

  it('may lie at either end of its limits', () => {
    for (const value of [0, 60]) expect(run({ value, min: 0, max: 60 }).last('value').value).toBe(value);
  });

  it('takes a quantity in another unit of its kind', () => {
    const { last, unit } = run({ value: '20 Cel', unit: 'K' });
    expect(last('value').value).toBeCloseTo(293.15, 12);
    expect(unit('value')).toBe('K');
  });

  it.each([
    [true, true],
    [false, false],
    [1, true],
    ['=1', true],
    [0, false],
  ])('as a boolean, %j is %s', (value, expected) => {
    const { samples, diagnostics } = run({ type: 'boolean', value });
    expect(diagnostics).toEqual([]);
    expect(samples('value')).toEqual([{ t: 0, value: expected, quality: 'good' }]);
  });

  it.each([
    [{ value: true }, 'choose the type boolean'],
    [{ type: 'boolean', value: 3 }, 'expected true, false, 1 or 0'],
    [{ value: 1800, min: 0, max: 1750 }, 'outside min to max'],
    [{ value: -1, min: 0 }, 'outside min to max'],
    [{ value: '20 m', unit: 'K' }, 'm cannot become K'],
  ])('refuses %j', (params, says) => {
    const { diagnostics, samples } = run(params);
    expect(diagnostics.map(({ at }) => at[0]?.param)).toEqual(['value']);
    expect(diagnostics[0]?.says).toContain(says);
    expect(samples('value')).toEqual([]);
  });

  it('may be set while the twin runs', () => {
    expect(constant.emits?.({})).toBe('value');
    expect(constant.descriptor.params.value?.tunable).toBe(true);
  });
});

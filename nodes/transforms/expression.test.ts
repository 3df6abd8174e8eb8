import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { expression } from './expression.ts';

const run = (params: Record<string, unknown>, more: Partial<TraceOptions> = {}) =>
  trace(expression, { params, for: 5, ...more });

describe('an expression', () => {
  it('is worked out whenever an input gets a sample', () => {
    const { samples, diagnostics } = run(
      { inputs: ['a', 'b'], expression: 'a^2 + 2*b' },
      {
        inputs: {
          a: [
            [0, 1],
            [2, 3],
          ],
          b: [[1, 10]],
        },
      },
    );
    expect(diagnostics).toEqual([]);
    // Nothing before both are there; then 1 + 20, then 9 + 20.
    expect(samples('out')).toEqual([
      { t: 1, value: 21, quality: 'good' },
      { t: 2, value: 29, quality: 'good' },
    ]);
  });

  it('works out the unit of its result', () => {
    const power = run(
      { inputs: { head: 'Pa', flow: 'm3/s' }, expression: 'head*flow' },
      { inputs: { head: 2e5, flow: 0.01 } },
    );
    expect(power.last('out').value).toBeCloseTo(2000, 9);
    expect(power.diagnostics).toEqual([]);
    const rise = run({ inputs: { a: 'Cel', b: 'Cel' }, expression: 'a - b' }, { inputs: { a: 30, b: 20 } });
    expect(rise.unit('out')).toBe('K');
    expect(rise.last('out').value).toBe(10);
  });

  it('takes the stated unit, where there is one', () => {
    const { unit } = run(
      { inputs: ['a'], expression: '2*a', unit: 'mm/s' },
      { inputs: { a: 1 }, units: { a: 'mm/s' } },
    );
    expect(unit('out')).toBe('mm/s');
  });

  it('takes an input that is not wired at its default', () => {
    const { last } = run(
      { inputs: { a: {}, gain: { default: 3 } }, expression: 'gain*a' },
      { inputs: { a: 2 } },
    );
    expect(last('out').value).toBe(6);
  });

  it('chooses with if', () => {
    const { samples } = run(
      { inputs: ['a'], expression: 'if(a > 2, a, 0)' },
      {
        inputs: {
          a: [
            [0, 1],
            [1, 5],
          ],
        },
      },
    );
    expect(samples('out').map(({ value }) => value)).toEqual([0, 5]);
  });

  it('is bad where the result is no number, or an input is bad', () => {
    const { samples } = run(
      { inputs: ['a'], expression: '1/a' },
      {
        inputs: {
          a: [
            [0, 0],
            [1, 4],
            [2, 4, 'bad'],
          ],
        },
      },
    );
    expect(samples('out')).toEqual([
      { t: 0, value: undefined, quality: 'bad' },
      { t: 1, value: 0.25, quality: 'good' },
      { t: 2, value: undefined, quality: 'bad' },
    ]);
  });

  it.each([
    [{ inputs: ['a'], expression: 'a +' }, 'expression'],
    [{ inputs: ['a'], expression: 'a + c' }, 'expression'],
    [{ inputs: { a: 'm', b: 's' }, expression: 'a + b' }, 'expression'],
    [{ inputs: ['out'], expression: 'out + 1' }, 'inputs'],
    [{ inputs: ['t'], expression: 't' }, 'inputs'],
    [{ inputs: ['sin'], expression: '1' }, 'inputs'],
    [{ inputs: ['flow-in'], expression: '1' }, 'inputs'],
  ])('refuses %j', (params, param) => {
    const names = Array.isArray(params.inputs) ? params.inputs : Object.keys(params.inputs);
    const { diagnostics, samples } = run(params, {
      inputs: Object.fromEntries(names.map((name) => [name, 1])),
    });
    expect(diagnostics.map(({ at }) => at[0]?.param)).toContain(param);
    expect(samples('out')).toEqual([]);
  });
});

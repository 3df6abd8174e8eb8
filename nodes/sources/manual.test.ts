import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { manual } from './manual.ts';

/** What it said, as `[t, value]`, and why it was refused. */
function said(
  params: Record<string, unknown>,
  set: NonNullable<TraceOptions['set']> = [],
  restoreAt = [2.5],
) {
  const { samples, diagnostics } = trace(manual, { params, set, for: 10, restoreAt });
  return {
    values: samples('value').map(({ t, value }) => [t, value]),
    refused: diagnostics.map(({ says }) => says),
  };
}

describe('a manual source', () => {
  it('is a slider that says its value at the start, and what is set from then on', () => {
    expect(
      said({ value: '1.2 m', min: 0, max: 2, unit: 'm' }, [
        [3, 'value', 1.5],
        [5, 'value', '80 cm'],
        [7, 'value', null],
      ]).values,
    ).toEqual([
      [0, 1.2],
      [3, 1.5],
      [5, 0.8],
      [7, 1.2],
    ]);
  });

  it('may begin at either end', () => {
    for (const value of [2, 7]) expect(said({ value, min: 2, max: 7 }).values).toEqual([[0, value]]);
  });

  it('refuses what lies beyond its ends, and stays as it was', () => {
    const { values, refused } = said({ value: 1, max: 2 }, [[3, 'value', 3]], []);
    expect(refused).toEqual([expect.stringContaining('3 lies outside 0 to 2')]);
    expect(values).toEqual([[0, 1]]);
  });

  it('is a switch', () => {
    const { values, refused } = said({ control: 'switch' }, [
      [3, 'value', true],
      [4, 'value', 1],
    ]);
    expect(values.slice(-1)).toEqual([[3, true]]);
    expect(refused).toHaveLength(1);
    expect(said({ control: 'switch', on: true }).values[0]).toEqual([0, true]);
  });

  it('is a choice of words, the first of them where the flow says none', () => {
    const params = { control: 'choice', choices: ['coarse', 'fine'] };
    const { values, refused } = said(params, [
      [3, 'value', 'fine'],
      [4, 'value', 'finest'],
    ]);
    expect(values).toEqual([
      [0, 'coarse'],
      [3, 'fine'],
    ]);
    expect(refused).toEqual([expect.stringContaining('none of the choices')]);
    expect(said({ ...params, choice: 'fine' }).values[0]).toEqual([0, 'fine']);
  });

  it('is a button that speaks when it is pressed and never else, not after a restart either', () => {
    const { values, refused } = said(
      { control: 'button' },
      [
        [1, 'value', true],
        [3, 'value', true],
        [4, 'value', false],
      ],
      [2, 5],
    );
    expect(values).toEqual([
      [1, true],
      [3, true],
    ]);
    expect(refused).toEqual([expect.stringContaining('button')]);
  });

  it('is set by the name of its output alone, so that one value has one name', () => {
    const { refused } = said({ control: 'switch' }, [
      [3, 'on', true],
      [4, 'choice', 'low'],
    ]);
    expect(refused).toEqual([
      expect.stringContaining('"on" of node cannot be set'),
      expect.stringContaining('"choice" of node cannot be set'),
    ]);
  });

  it.each([
    [{ min: 5, max: 5 }, 'max'],
    [{ value: 101 }, 'value'],
    [{ control: 'choice', choices: ['a'], choice: 'b' }, 'choice'],
    [{ control: 'choice', choices: [] }, 'choices'],
  ])('refuses %j', (params, param) => {
    const { diagnostics } = trace(manual, { params, for: 0 });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

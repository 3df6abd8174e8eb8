import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { log } from './log.ts';

type Samples = [number, number | boolean | string | object, ('good' | 'uncertain' | 'bad')?][];

const run = (params: Record<string, unknown>, samples: Samples, more: Partial<TraceOptions> = {}) =>
  trace(log, { params, inputs: { in: samples }, units: { in: 'm3/h' }, for: 10, ...more });

const lines = (...given: Parameters<typeof run>): [number, string][] =>
  run(...given).notes.map(({ t, says }) => [t, says]);

describe('a log', () => {
  it('writes the value with its unit, once for as long as it reads the same', () => {
    const samples: Samples = [
      [0, 12.5],
      [1, 12.5],
      [2, 12.500001],
      [3, 12.6],
      [4, 12.5],
    ];
    expect(lines({}, samples)).toEqual([
      [0, '12.5 m³/h'],
      [3, '12.6 m³/h'],
      [4, '12.5 m³/h'],
    ]);
  });

  it('writes its text with the value and quality in it, as loudly as it is told', () => {
    const text = 'flow of {twin} is {value} ({quality}, {value})';
    const { notes, sent } = run({ text, level: 'warning' }, [[1, 3, 'uncertain']]);
    expect(notes).toEqual([{ t: 1, level: 'warning', says: 'flow of twin is 3 m³/h (uncertain, 3 m³/h)' }]);
    expect(sent).toEqual([]);
  });

  it('writes at each sample when it is told to', () => {
    const samples: Samples = [
      [0, 1],
      [1, 1],
    ];
    expect(lines({ when: 'sample', text: 'now' }, samples)).toEqual([
      [0, 'now'],
      [1, 'now'],
    ]);
  });

  it('writes when a condition turns true, and not again because it was bad meanwhile', () => {
    const samples: Samples = [
      [0, false],
      [1, true],
      [2, true],
      [3, true, 'bad'],
      [4, true],
      [5, false],
      [6, true],
    ];
    expect(lines({ when: 'true', text: 'open' }, samples)).toEqual([
      [1, 'open'],
      [6, 'open'],
    ]);
  });

  it('writes of a condition that is true from the start', () => {
    expect(lines({ when: 'true' }, [[0, true]])).toEqual([[0, 'true']]);
  });

  it('takes a number other than 0 as true', () => {
    const samples: Samples = [
      [0, 0],
      [1, 2],
      [2, 3],
    ];
    expect(lines({ when: 'true' }, samples)).toEqual([[1, '2 m³/h']]);
  });

  it('says that a bad sample has no value, and the value when it is back', () => {
    const samples: Samples = [
      [0, 1],
      [1, 1, 'bad'],
      [2, 1, 'bad'],
      [3, 1],
    ];
    expect(lines({}, samples)).toEqual([
      [0, '1 m³/h'],
      [1, 'no good value'],
      [3, '1 m³/h'],
    ]);
  });

  it.each([
    [true, 'true'],
    ['open', 'open'],
    ['a\r\nb\u0000c', 'a b c'],
    ['$& {value}', '$& {value}'],
    [[1, 2], '[1,2]'],
    [{ a: 1 }, '{"a":1}'],
  ])('writes %j on one line', (value, line) => {
    expect(lines({}, [[0, value]])).toEqual([[0, line]]);
  });

  it('keeps a long value short', () => {
    const [line] = lines({}, [[0, 'x'.repeat(1_000)]]);
    expect(line?.[1]).toHaveLength(200);
    expect(lines({}, [[0, 'x'.repeat(200)]])).toEqual([[0, 'x'.repeat(200)]]);
  });

  it.each([
    [{ level: 'debug' }, 'level'],
    [{ text: '' }, 'text'],
    [{ when: 'never' }, 'when'],
  ])('refuses %j', (params, param) => {
    expect(run(params, [[0, 1]]).diagnostics.map(({ at }) => at[0]?.param)).toEqual([param]);
  });
});

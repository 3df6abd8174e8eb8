import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { splitRecord } from './split-record.ts';

const FIELDS = { level: 'cm', pump: { type: 'boolean' }, mode: { type: 'string' } };

const run = (...records: readonly object[]) =>
  trace(splitRecord, {
    params: { fields: FIELDS },
    inputs: { in: records.map((value, t): [number, object] => [t, value]) },
    for: 10,
  });

describe('a record that is split', () => {
  it('has each field on its port, with its unit', () => {
    const { last, unit, diagnostics } = run({ level: 250, pump: false, mode: 'auto', other: 1 });
    expect(diagnostics).toEqual([]);
    expect(['level', 'pump', 'mode'].map((port) => last(port).value)).toEqual([250, false, 'auto']);
    expect(unit('level')).toBe('cm');
  });

  it('has no sample where the record lacks the field, or knows it as null', () => {
    const { samples } = run({ level: 1 }, { pump: true, level: null }, { level: 3 });
    expect(samples('level').map(({ t, value }) => [t, value])).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(samples('mode')).toEqual([]);
  });

  it('is bad where a field is of another type, says so once, and recovers', () => {
    const { samples, notes } = run(
      { level: '7', pump: 1 },
      { level: '8', pump: true },
      { level: 9 },
      { level: [1] },
    );
    expect(samples('level').map(({ quality }) => quality)).toEqual(['bad', 'bad', 'good', 'bad']);
    expect(samples('pump').map(({ value }) => value)).toEqual([undefined, true]);
    expect(notes.map(({ t, says }) => [t, says])).toEqual([
      [0, 'level is no number but "7"'],
      [0, 'pump is no boolean but 1'],
      [3, 'level is no number but [1]'],
    ]);
  });

  it('knows what every object inherits as no field of it', () => {
    const { samples } = trace(splitRecord, {
      params: { fields: { toString: { type: 'string' } } },
      inputs: { in: [[0, {}]] },
      for: 1,
    });
    expect(samples('toString')).toEqual([]);
  });

  it('is bad with a record that is bad', () => {
    const { last } = trace(splitRecord, {
      params: { fields: ['a'] },
      inputs: {
        in: [
          [0, { a: 1 }],
          [1, { a: 2 }, 'bad'],
        ],
      },
      for: 2,
    });
    expect(last('a').quality).toBe('bad');
  });
});

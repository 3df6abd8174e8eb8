import type { Once } from '@twinloom/runtime/node/definition';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listOfReadings } from './decode-list.ts';
import { boundParams, placeParams } from './reading-params.ts';

const params = z.object({ ...placeParams, ...boundParams });

const listFrom = (given: Record<string, unknown>) => listOfReadings(params.parse(given));

const read = (json: unknown, given: Record<string, unknown> = {}) =>
  listFrom({ readings: 'list', path: 'v', timePath: 't', ...given })!(
    new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json)),
  );

it('is read only where a list is expected', () => {
  expect(listFrom({})).toBeUndefined();
  expect(listFrom({ readings: 'one' })).toBeUndefined();
});

describe('a list of readings', () => {
  it('is one reading after the other, each at its own time and with its own counter', () => {
    const list = [
      { t: 1_700_000_000, v: 1, n: 7 },
      { t: '2023-11-14T22:13:21Z', v: 2.5, n: 8 },
      { t: 1_700_000_002_500, v: 3, n: 9 },
    ];
    expect(read(list, { sequence: 'n' })).toEqual([
      { value: 1, t: 1_700_000_000, sequence: 7 },
      { value: 2.5, t: 1_700_000_001, sequence: 8 },
      { value: 3, t: 1_700_000_002.5, sequence: 9 },
    ]);
  });

  it('stands at a path, or is all that arrives', () => {
    const given = { path: undefined, timePath: undefined };
    expect(read([4, 5], given)).toEqual([{ value: 4 }, { value: 5 }]);
    expect(read({ data: { values: [4, 5] } }, { ...given, listPath: 'data.values' })).toEqual([
      { value: 4 },
      { value: 5 },
    ]);
  });

  it('begins with the oldest; of equal times the one that stands first comes first', () => {
    const list = [
      { t: 30, v: 1 },
      { t: 10, v: 2 },
      { t: 20, v: 3 },
      { t: 10, v: 4 },
      { t: 10, v: 5 },
    ];
    expect(read(list).map(({ value }) => value)).toEqual([2, 4, 5, 3, 1]);
    const same = Array.from({ length: 40 }, (_, v) => ({ t: 10, v }));
    expect(read(same).map(({ value }) => value)).toEqual([...same.keys()]);
  });

  it('holds readings of any type', () => {
    expect(read([{ t: 1, v: 'on' }], { type: 'string' })).toEqual([{ value: 'on', t: 1 }]);
    expect(read([{ t: 1, v: [1, 2] }], { type: 'vector' })).toEqual([{ value: [1, 2], t: 1 }]);
  });

  it('has as many as are let in, and as many bytes', () => {
    const given = { path: undefined, timePath: undefined };
    expect(read('[' + '1,'.repeat(4_999) + '1]', given)).toHaveLength(5_000);
    expect(read('[1]'.padStart(1024 * 1024), given)).toEqual([{ value: 1 }]);
  });

  it.each([
    ['number', 1],
    ['boolean', 1],
    ['string', 1],
    ['vector', 0],
    ['record', 0],
  ])('is read once for all sources of it, where nobody can change what it holds: %s', (type, times) => {
    const made = new Map<unknown, unknown>();
    const once: Once = <T>(make: (bytes: Uint8Array) => T): T => {
      if (!made.has(make)) made.set(make, make(bytes));
      return made.get(make) as T;
    };
    const bytes = new TextEncoder().encode('[{"t":1,"v":1},{"t":2,"v":"on"},{"t":3,"v":[1]},{"t":4,"v":{}}]');
    const list = listFrom({ readings: 'list', path: 'v', timePath: 't', type })!;
    expect(list(bytes, once)).toEqual(list(bytes));
    expect(list(bytes, once)).toEqual(list(bytes));
    expect(made.size).toBe(times);
  });

  it('without an element is no reading', () => {
    expect(read([])).toEqual([]);
  });
});

describe('a wrong reading of a list', () => {
  it('says its place and what is wrong, at its time, and the others count', () => {
    const list = [{ t: 20, v: 1 }, { t: 10, v: 'off' }, { t: 30 }, { t: 40, v: 2 }];
    expect(read(list)).toEqual([
      { t: 10, problem: 'reading 2 of 4: expected a number at v, got "off"' },
      { value: 1, t: 20 },
      { t: 30, problem: 'reading 3 of 4: expected "v", got an object with t' },
      { value: 2, t: 40 },
    ]);
  });

  it('has no time that can be read, where times are expected: it did not come just now', () => {
    const list = [{ t: 1, v: 1 }, { v: 2 }, { t: 'soon', v: 3 }, { t: 4, v: 4 }, 5];
    expect(read(list)).toEqual([
      { value: 1, t: 1 },
      { problem: 'reading 2 of 5: expected a time at t, got none' },
      { problem: 'reading 3 of 5: expected a time at t, got "soon"' },
      { value: 4, t: 4 },
      { problem: 'reading 5 of 5: expected "v", got 5' },
    ]);
  });

  it('without a time stays in its place', () => {
    expect(read([{ v: 1 }, { t: 2, v: 2 }, { v: 3 }, { t: 1, v: 4 }]).map(({ t }) => t)).toEqual([
      undefined,
      1,
      2,
      undefined,
    ]);
  });

  it('is one beyond its bounds, too', () => {
    expect(read([{ t: 1, v: 11 }], { max: 10, unit: 'm' })).toEqual([
      { t: 1, problem: 'reading 1 of 1: expected -1e+30 to 10 m at v, got 11' },
    ]);
  });
});

describe('what is no list', () => {
  it.each([
    ['', {}, 'expected JSON with a list of readings, got ""'],
    ['[1, 2', {}, 'expected JSON with a list of readings, got "[1, 2"'],
    [{ t: 1, v: 1 }, {}, 'expected a list of readings, got an object with t, v'],
    [{ values: 3 }, { listPath: 'values' }, 'expected a list of readings at values, got 3'],
    [[1], { listPath: 'values' }, 'expected "values", got a list of 1'],
    ['[' + '1,'.repeat(5_000) + '1]', {}, 'expected at most 5000 readings, got 5001'],
    ['['.padEnd(1024 * 1024 + 1), {}, 'expected at most 1 MB, got 1048577 bytes'],
  ])('is one problem', (json, given, problem) => {
    expect(read(json, given)).toEqual([{ problem }]);
  });
});

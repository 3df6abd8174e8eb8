import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { csvRecord } from './csv-record.ts';

const run = (
  params: Record<string, unknown>,
  inputs: TraceOptions['inputs'],
  more: Partial<TraceOptions> = {},
) => trace(csvRecord, { params, inputs, for: 3, ...more });

const rows = (...given: Parameters<typeof run>) => run(...given).sent.map(({ text }) => text);

const header = (...given: Parameters<typeof run>) =>
  run(...given).sent.map(({ address }) => (address.protocol === 'csv' ? address.header : ''))[0];

describe('a CSV record', () => {
  it('is a row at each of its times: the time, then a cell for each input', () => {
    expect(
      rows(
        { columns: ['a', 'b'], every: '1 s' },
        {
          a: [
            [0, 1],
            [1.5, 2.25],
          ],
          b: 1e-9,
        },
      ),
    ).toEqual([
      '1970-01-01T00:00:00.000Z,1,1e-9\n',
      '1970-01-01T00:00:01.000Z,1,1e-9\n',
      '1970-01-01T00:00:02.000Z,2.25,1e-9\n',
      '1970-01-01T00:00:03.000Z,2.25,1e-9\n',
    ]);
  });

  it('is a row for each sample where it has no times of its own', () => {
    expect(
      rows(
        { columns: ['a'], every: 0 },
        {
          a: [
            [0.25, 1],
            [0.5, 2],
          ],
        },
      ),
    ).toEqual(['1970-01-01T00:00:00.250Z,1\n', '1970-01-01T00:00:00.500Z,2\n']);
  });

  it('has the names and units of its columns as header, and converts to them', () => {
    const params = { columns: { flow: 'm3/h', on: { type: 'boolean' }, name: null }, every: 0 };
    const inputs = { flow: 0.01, on: true, name: 3 };
    const more = { units: { flow: 'm3/s' } };
    expect(header(params, inputs, more)).toBe('time,flow [m3/h],on,name');
    expect(rows(params, inputs, more)).toEqual(['1970-01-01T00:00:00.000Z,36,true,3\n']);
  });

  it('quotes texts that would break a row', () => {
    expect(rows({ columns: { state: { type: 'string' } }, every: 0 }, { state: 'a "b",\nc' })).toEqual([
      '1970-01-01T00:00:00.000Z,"a ""b"",\nc"\n',
    ]);
  });

  it('leaves the cell of a bad value empty, and says how good each is where it is wanted', () => {
    const params = { columns: ['a', 'b'], every: 0, quality: true };
    const inputs: TraceOptions['inputs'] = {
      a: [
        [0, 1],
        [1, 2, 'bad'],
        [2, 3, 'uncertain'],
      ],
      b: 7,
    };
    expect(header(params, inputs)).toBe('time,a,a.quality,b,b.quality');
    expect(rows(params, inputs).map((text) => text.slice('1970-01-01T00:00:00.000Z,'.length))).toEqual([
      '1,good,7,good\n',
      ',bad,7,good\n',
      '3,uncertain,7,good\n',
    ]);
  });

  it('is named after the node or by its param, and kept as long as it is told', () => {
    expect(run({ keepDays: 7, name: 'shift' }, { a: 1, b: 1 }).sent[0]?.address).toEqual({
      protocol: 'csv',
      name: 'shift',
      header: 'time,a,b',
      keepDays: 7,
    });
    expect(run({}, { a: 1, b: 1 }).sent[0]?.address).not.toHaveProperty('name');
  });

  it.each([
    [{ name: '../x' }, 'name'],
    [{ name: '' }, 'name'],
    [{ keepDays: 0 }, 'keepDays'],
    [{ every: -1 }, 'every'],
  ])('refuses %j', (params, param) => {
    expect(run(params, { a: 1, b: 1 }).diagnostics.map(({ at }) => at[0]?.param)).toEqual([param]);
  });
});

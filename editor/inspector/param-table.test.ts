import { describe, expect, it } from 'vitest';
import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { z } from 'zod';
import { cellsOf, columnsOf, matrixColumns, pasted, problemsOfCells, valueOfCells } from './param-table.ts';

const plain = z.union([z.number(), z.boolean(), z.string()]);
const schemas = {
  transitions: z.array(
    z.object({
      from: z.union([z.string(), z.literal('*')]),
      when: z.string().max(10_000).optional(),
      after: z.union([z.number(), z.string()]).optional(),
      to: z.string(),
    }),
  ),
  states: z.array(z.object({ name: z.string() }).catchall(plain)),
  entries: z.array(
    z.object({ at: z.string(), value: z.number(), days: z.array(z.enum(['Mon', 'Tue'])).optional() }),
  ),
  points: z.array(z.tuple([z.number(), z.number()])),
  coefficients: z.array(z.number()),
  equations: z.array(z.string()),
  events: z.array(z.object({ when: z.string(), set: z.record(z.string(), z.string()) })),
  matrix: z.array(z.array(z.number())),
  number: z.number(),
};

function schemaOf(param: keyof typeof schemas): ParamSchema {
  return z.toJSONSchema(schemas[param], { io: 'input' }) as ParamSchema;
}

function expectRoundTrip(param: keyof typeof schemas, value: unknown, more?: string[]): string[][] {
  const columns = columnsOf(schemaOf(param), more)!;
  const cells = cellsOf(value, columns);
  expect(valueOfCells(cells, columns)).toEqual(value);
  return cells;
}

describe('a param that is a table', () => {
  it('has a column for each thing a row may say', () => {
    const titles = (param: keyof typeof schemas, more?: string[]) =>
      columnsOf(schemaOf(param), more)?.map(({ title }) => title);
    expect(titles('transitions')).toEqual(['from', 'when', 'after', 'to']);
    expect(titles('states', ['valve'])).toEqual(['name', 'valve']);
    expect(titles('points')).toEqual(['x', 'y']);
    expect(titles('coefficients')).toEqual(['value']);
  });

  it('is none where a row holds more than plain values', () => {
    expect(columnsOf(schemaOf('events'))).toBeUndefined();
    expect(columnsOf(schemaOf('matrix'))).toBeUndefined();
    expect(columnsOf(schemaOf('number'))).toBeUndefined();
  });

  it('comes back from its cells as it was', () => {
    const states = [
      { name: 'filling', valve: true, speed: 0.5 },
      { name: 'full', valve: false },
    ];
    expect(expectRoundTrip('states', states, ['valve', 'speed'])).toEqual([
      ['filling', 'true', '0.5'],
      ['full', 'false', ''],
    ]);
    expectRoundTrip('transitions', [
      { from: 'filling', when: 'level > 2', after: '5 s', to: 'full' },
      { from: '*', after: 3, to: 'filling' },
    ]);
    expectRoundTrip('entries', [
      { at: '06:00', value: 21, days: ['Mon', 'Tue'] },
      { at: '22:00', value: 17 },
    ]);
    expectRoundTrip('points', [
      [0, 20],
      [10, -1.5e-3],
    ]);
    expectRoundTrip('equations', ['der(x) = v', 'der(v) = -x']);
  });

  it('is a grid where its rows are lists of numbers', () => {
    const rows = [[1, 2], [3]];
    const columns = matrixColumns(schemaOf('matrix'), rows, 1)!;
    expect(columns.map(({ title }) => title)).toEqual(['1', '2']);
    expect(problemsOfCells(cellsOf(rows, columns), columns).map(({ says }) => says)).toEqual([
      'Row 2, 2: needs a number',
    ]);
    expect(
      valueOfCells(
        [
          ['1', '2'],
          ['3', '-4.5'],
        ],
        columns,
      ),
    ).toEqual([
      [1, 2],
      [3, -4.5],
    ]);
    expect(matrixColumns(schemaOf('matrix'), rows, 3)).toHaveLength(3);
    expect(matrixColumns(schemaOf('points'), [], 1)).toBeUndefined();
    expect(matrixColumns(schemaOf('matrix'), undefined, 1)).toHaveLength(1);
    expect(matrixColumns(schemaOf('matrix'), 'rubbish', 1)).toBeUndefined();
  });

  it('leaves out rows of which nothing is written', () => {
    const cells = [
      ['0', '2'],
      ['', ' '],
    ];
    expect(valueOfCells(cells, columnsOf(schemaOf('points'))!)).toEqual([[0, 2]]);
  });

  it('says in which cell something stands that cannot', () => {
    const says = (param: keyof typeof schemas, ...cells: string[][]) =>
      problemsOfCells(cells, columnsOf(schemaOf(param))!).map((problem) => problem.says);
    expect(says('points', ['0', '2'], ['', ' '])).toEqual([]);
    expect(says('points', ['0', '2'], ['ten', ''])).toEqual([
      'Row 2, x: “ten” is not a number',
      'Row 2, y: needs a number',
    ]);
    expect(says('coefficients', ['1,5'])).toEqual(['Row 1: “1,5” has a comma; write 1.5']);
    expect(says('entries', ['06:00', '21', 'Mon Funday'])).toEqual([
      'Row 1, days: “Funday” is none of Mon, Tue',
    ]);
    expect(says('equations', ['der(x) = v'])).toEqual([]);
  });

  it('takes a range out of a spreadsheet, growing downwards and cut at the last column', () => {
    const cells = [
      ['0', '20'],
      ['10', '18'],
    ];
    expect(pasted(cells, { row: 1, column: 1 }, '17\t5\r\n16\r\n', 2)).toEqual([
      ['0', '20'],
      ['10', '17'],
      ['', '16'],
    ]);
    expect(pasted(cells, { row: 0, column: 0 }, '12', 2)).toBeUndefined();
  });
});

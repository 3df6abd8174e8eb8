import { describe, expect, it } from 'vitest';
import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { z } from 'zod';
import { columnsInUse, problemOfRows, recordOfRows, recordShape, rowsOfRecord } from './param-record.ts';

const unit = z.string().max(100).optional();
const constants = z.record(z.string(), z.union([z.number(), z.strictObject({ value: z.number(), unit })]));
const states = z.record(
  z.string(),
  z.union([z.number(), z.strictObject({ initial: z.number(), unit, algebraic: z.boolean().optional() })]),
);

const shapeOf = (schema: z.ZodType) => recordShape(z.toJSONSchema(schema, { io: 'input' }) as ParamSchema);
const shape = shapeOf(constants)!;

describe('a param of named things', () => {
  it('is a table with the names first', () => {
    expect(shape.columns.map(({ title }) => title)).toEqual(['name', 'value', 'unit']);
    expect(shapeOf(z.record(z.string(), z.number()))).toBeUndefined();
    expect(shapeOf(z.array(z.number()))).toBeUndefined();
  });

  it('comes back from its rows as it was', () => {
    const value = { g: { value: 9.81, unit: 'm/s2' }, e: 0.7 };
    const rows = rowsOfRecord(value, shape)!;
    expect(rows).toHaveLength(2);
    expect(problemOfRows(rows, shape)).toBeUndefined();
    expect(recordOfRows(rows, shape)).toEqual(value);
  });

  it('is none where it holds what no table shows', () => {
    expect(rowsOfRecord({ g: { value: 1, note: 'from the book' } }, shape)).toBeUndefined();
    expect(rowsOfRecord([1], shape)).toBeUndefined();
  });

  it('says what a row lacks before it is taken', () => {
    const rows = rowsOfRecord({ a: 1, b: 2 }, shape)!;
    const [a, b] = rows as [Record<string, unknown>, Record<string, unknown>];
    expect(problemOfRows([a, a], shape)).toBe('“a” stands twice');
    expect(problemOfRows([a, { ...b, value: undefined }], shape)).toBe('Row 2 needs value');
    expect(problemOfRows([{ value: 1 }], shape)).toBe('Row 1 needs a name');
  });

  it('shows a column more only where something stands in it', () => {
    const wide = shapeOf(states)!;
    const shown = (value: unknown) =>
      columnsInUse(wide, rowsOfRecord(value, wide)!).map(({ title }) => title);
    expect(shown({ h: 1 })).toEqual(['name', 'initial', 'unit']);
    expect(shown({ h: { initial: 1, algebraic: true } })).toEqual(['name', 'initial', 'unit', 'algebraic']);
  });
});

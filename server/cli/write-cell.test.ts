import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitRow } from '@twinloom/runtime/table/split-csv';
import { numberCell, objectCell } from './write-cell.ts';

describe('a written cell', () => {
  it('of a number reads back bit for bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Object.is(Number(numberCell(value)), value)).toBe(true);
      }),
    );
  });

  it('is empty where there is no number', () => {
    expect([Number.NaN, Infinity].map(numberCell)).toEqual(['', '']);
  });

  it('of a text reads back as one cell', () => {
    const line = fc.string().map((text) => text.replaceAll(/^\s+|\s+$/g, ''));
    fc.assert(
      fc.property(line, (text) => {
        expect(splitRow(`0,${objectCell(text)},1`, ',')).toEqual(['0', text, '1']);
      }),
    );
  });

  it('of a vector or record is JSON in quotes', () => {
    expect(objectCell(Float64Array.of(1, 0.5))).toBe('"[1,0.5]"');
    expect(objectCell({ a: 'x' })).toBe('"{""a"":""x""}"');
    expect(objectCell(undefined)).toBe('');
  });
});

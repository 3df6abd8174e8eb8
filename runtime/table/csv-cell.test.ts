import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, quotedCell } from './csv-cell.ts';
import { splitRow } from './split-csv.ts';

describe('a text in CSV', () => {
  it.each([',', ';', '\t'])('reads back as one cell, whatever stands in it, between %j', (separator) => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', '1') });
    fc.assert(
      fc.property(text, (cell) => {
        const row = ['0', csvCell(cell), quotedCell(cell), '1'].join(separator);
        expect(splitRow(row, separator)).toEqual(['0', cell, cell, '1']);
      }),
    );
  });

  it('stands without quotes where it needs none', () => {
    expect([csvCell('pump.flow [m3/h]'), csvCell('a b'), csvCell('')]).toEqual([
      'pump.flow [m3/h]',
      'a b',
      '',
    ]);
    expect(csvCell(' a')).toBe('" a"');
  });
});

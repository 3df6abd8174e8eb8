import { describe, expect, it } from 'vitest';
import type { CsvFormat } from './format.ts';
import { previewRows } from './preview.ts';

const FORMAT: CsvFormat = {
  separator: ';',
  decimal: ',',
  header: true,
  time: 'when',
  timeForm: 'day-month-year',
  zone: '+01:00',
};
const HEADERS = ['when', 'a', 'on', 'note'];

describe('the preview of a file', () => {
  it('shows each cell as it was understood', () => {
    const rows = [
      { line: 2, cells: ['09.03.2024 10:00', '1.000,5', 'on', 'x'] },
      { line: 3, cells: ['soon', 'oops', '', ''] },
    ];
    const columns = [
      { name: 'a', column: 'a', type: 'number' },
      { name: 'on', column: 3, type: 'boolean' },
      { name: 'note', column: 'note', type: 'string' },
    ] as const;
    const [first, second] = previewRows(rows, HEADERS, FORMAT, columns);
    expect(first?.time).toBe('2024-03-09T09:00:00Z');
    expect(first?.cells.map(({ value }) => value)).toEqual([1000.5, true, 'x']);
    expect(second).toMatchObject({ line: 3, time: undefined, timeText: 'soon' });
    expect(second?.cells.map(({ kind }) => kind)).toEqual(['bad', 'none', 'none']);
  });

  it('shows seconds as seconds', () => {
    const rows = [{ line: 2, cells: ['1,5'] }];
    expect(previewRows(rows, HEADERS, { ...FORMAT, timeForm: 'seconds', time: 1 }, [])[0]?.time).toBe(
      '1.5 s',
    );
  });
});

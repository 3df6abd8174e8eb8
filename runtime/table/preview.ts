import { columnIndex, type CsvFormat, type WantedColumn } from './format.ts';
import { NOT_A_NUMBER, readBoolean, readNumber } from './read-number.ts';
import { readTime } from './read-time.ts';
import type { CsvRow } from './split-csv.ts';
import { clockOf } from './zone.ts';

/** A cell as it was understood: `none` is no sample, `bad` a bad one; `text` is what stands there. */
export interface PreviewCell {
  kind: 'value' | 'none' | 'bad';
  text: string;
  value?: number | boolean | string;
}

/** A row as it was understood. */
export interface PreviewRow {
  line: number;
  /** ISO 8601 in UTC, or s from the start; undefined when it cannot be read. */
  time: string | undefined;
  timeText: string;
  cells: PreviewCell[];
}

/** The first rows of a file as a format reads them, for a person to look at. */
export function previewRows(
  rows: readonly CsvRow[],
  headers: readonly string[],
  format: CsvFormat,
  columns: readonly WantedColumn[],
): PreviewRow[] {
  const toUtc = clockOf(format.zone) ?? ((wall: number) => wall);
  const reading = { form: format.timeForm, decimal: format.decimal, toUtc };
  const time = columnIndex(format.time, headers);
  const indexes = columns.map(({ column }) => columnIndex(column, headers));
  return rows.map(({ line, cells }) => {
    const timeText = cells[time]?.trim() ?? '';
    const micros = readTime(timeText, reading, -Infinity);
    return {
      line,
      timeText,
      time: micros === undefined ? undefined : shownTime(micros, format.timeForm),
      cells: columns.map(({ type }, i) =>
        understood(cells[indexes[i] ?? -1]?.trim() ?? '', type, format.decimal),
      ),
    };
  });
}

function shownTime(micros: number, form: CsvFormat['timeForm']): string | undefined {
  if (form === 'seconds') return `${micros / 1e6} s`;
  const date = new Date(micros / 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z');
}

function understood(text: string, type: WantedColumn['type'], decimal: '.' | ','): PreviewCell {
  if (text === '') return { kind: 'none', text };
  if (type === 'string') return { kind: 'value', text, value: text };
  const number = type === 'number' ? readNumber(text, decimal) : readBoolean(text);
  if (number === undefined || NOT_A_NUMBER.test(text)) return { kind: 'bad', text };
  return { kind: 'value', text, value: type === 'number' ? number : number === 1 };
}

import { separatorCharacter, type ColumnType, type CsvFormat, type PartialFormat } from './format.ts';
import { readIso } from './iso-time.ts';
import { portName, readHeader } from './read-header.ts';
import { NOT_A_NUMBER, PLAIN_NUMBER, readNumber } from './read-number.ts';
import { dateNumbers, readTime } from './read-time.ts';
import { csvHead, type CsvRow } from './split-csv.ts';
import type { TableProblem } from './table.ts';
import { clockOf } from './zone.ts';

/** Something the file leaves open: a person must choose. `is` is what was taken meanwhile. */
export interface Doubt {
  about: 'timeForm' | 'decimal';
  says: string;
}

/** A column as the beginning of the file shows it. */
export interface FoundColumn {
  /** From 1. */
  number: number;
  header: string;
  /** What it is for: the times, values, the quality of another column, or nothing. */
  role: 'time' | 'value' | 'quality' | 'empty';
  /** What its port may be called; no two are called alike. */
  name: string;
  type: ColumnType;
  /** UCUM code the header suggests. */
  unit?: string;
}

/** How a file seems to be written. */
export interface Detected {
  format: CsvFormat;
  doubts: Doubt[];
  columns: FoundColumn[];
  /** Whether any of the times names its own zone, which then counts. */
  hasZones: boolean;
  /** The first rows of values, as they stand in the file. */
  rows: readonly CsvRow[];
}

/** How much of a text is looked at, in characters. */
export const HEAD_CHARACTERS = 1 << 20;

const MOST_ROWS = 5000;
const MOSTLY = 0.9;
const TIME_WORD = /time|date|zeit|datum|stamp|uhr|^t$|^ts$/i;
const COMMA_DECIMAL = /^[+-]?\d+(?:\.\d{3})*,\d+$/;
const POINT_DECIMAL = /^[+-]?\d*(?:,\d{3})*\.\d+(?:[eE][+-]?\d+)?$/;
const THREE_BEHIND = /^[+-]?\d{1,3}[.,]\d{3}$/;
const BOOLEAN = /^(?:true|false|on|off|yes|no)$/i;

/** Finds out how a CSV is written from its beginning; what `given` says is not looked for. `isWhole`: the text is not cut off. */
export function detectCsv(
  text: string,
  isWhole: boolean,
  given: PartialFormat = {},
): Detected | { problem: TableProblem } {
  const refused = notText(text);
  if (refused) return { problem: refused };
  const separator = given.separator ?? findSeparator(text, isWhole);
  if (!separator) {
    return problem(
      'the file has one column only: no comma, semicolon or tab separates anything',
      'It needs a column of times and at least one of values.',
    );
  }
  const rows = csvHead(text, isWhole, separatorCharacter(separator)).slice(0, MOST_ROWS);
  if (rows.length === 0)
    return problem(
      'no row is complete: a quote is opened and never closed',
      'Mend the file, or choose another separator.',
    );
  const header = given.header ?? hasHeader(rows);
  const values = header ? rows.slice(1) : rows;
  if (values.length === 0)
    return problem('the file has names but no row of values', 'Choose a file with a row for each time.');
  const width = rows[0]?.cells.length ?? 0;
  const headers = Array.from({ length: width }, (_, i) => (header ? (rows[0]?.cells[i]?.trim() ?? '') : ''));
  const cells = headers.map((_, i) =>
    values.map((row) => row.cells[i]?.trim() ?? '').filter((cell) => cell !== ''),
  );
  const decimal = findDecimal(cells, given.decimal, separator);
  const time = findTime(headers, cells, decimal.is, given);
  if ('problem' in time) return time;
  const doubts = [...decimal.doubts, ...time.doubts];
  const byName =
    header && headers.filter((one) => one === headers[time.index]).length === 1 && headers[time.index] !== '';
  return {
    format: {
      separator,
      decimal: decimal.is,
      header,
      time: byName ? headers[time.index]! : time.index + 1,
      timeForm: time.form,
      zone: given.zone ?? 'UTC',
    },
    doubts,
    columns: describeColumns(headers, cells, time.index, decimal.is),
    hasZones: time.form === 'iso' && (cells[time.index] ?? []).some((cell) => readIso(cell)?.hasZone),
    rows: values,
  };
}

/** Why these characters are no text at all. */
function notText(text: string): TableProblem | undefined {
  if (text.trim() === '')
    return { says: 'the file is empty', remedy: 'Choose a file with a row for each time.' };
  const start = text.slice(0, 10_000);
  // eslint-disable-next-line no-control-regex
  const odd = start.match(/[\u0000-\u0008\u000E-\u001F\uFFFD]/g)?.length ?? 0;
  if (!start.includes('\0') && odd <= start.length / 100) return undefined;
  const isArchive = start.startsWith('PK');
  return {
    says: isArchive ? 'this is an Excel workbook or an archive, not a CSV' : 'this is not text',
    remedy: isArchive
      ? 'Save the sheet as CSV and choose that.'
      : 'Choose a CSV file: plain text, a row a line.',
  };
}

/** The separator by which most rows are equally wide; one that is rarely part of a number goes first. */
function findSeparator(text: string, isWhole: boolean): CsvFormat['separator'] | undefined {
  let best: { is: CsvFormat['separator']; share: number } | undefined;
  for (const is of ['tab', ';', ','] as const) {
    const rows = csvHead(text, isWhole, separatorCharacter(is)).slice(0, 200);
    const [width, count] = mostCommon(rows.map(({ cells }) => cells.length));
    const share = width < 2 ? 0 : count / rows.length;
    if (share > 0.3 && share > (best?.share ?? 0) + 0.05) best = { is, share };
  }
  return best?.is;
}

function mostCommon(numbers: readonly number[]): [number: number, count: number] {
  const counts = new Map<number, number>();
  for (const one of numbers) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0]);
}

/** The first row names the columns where one of its cells is a word above numbers or times, or where all are words. */
function hasHeader(rows: readonly CsvRow[]): boolean {
  const [first, ...rest] = rows;
  const words = first?.cells.map((cell) => cell.trim() !== '' && !isMeasured(cell.trim())) ?? [];
  if (first?.cells.some((cell) => readIso(cell.trim()) !== undefined)) return false;
  if (rest.length === 0) return words.every(Boolean);
  const isAbove = words.some(
    (isWord, i) =>
      isWord &&
      share(
        rest.slice(0, 100).map(({ cells }) => cells[i]?.trim() ?? ''),
        isMeasured,
      ) > 0.5,
  );
  return isAbove || words.every(Boolean);
}

function isMeasured(text: string): boolean {
  return (
    PLAIN_NUMBER.test(text) ||
    readNumber(text, ',') !== undefined ||
    NOT_A_NUMBER.test(text) ||
    BOOLEAN.test(text) ||
    readIso(text) !== undefined ||
    dateNumbers(text) !== undefined
  );
}

function share(cells: readonly string[], fits: (cell: string) => boolean): number {
  const filled = cells.filter((cell) => cell !== '');
  return filled.length === 0 ? 0 : filled.filter(fits).length / filled.length;
}

function findDecimal(
  columns: readonly (readonly string[])[],
  given: '.' | ',' | undefined,
  separator: CsvFormat['separator'],
): { is: '.' | ','; doubts: Doubt[] } {
  if (given) return { is: given, doubts: [] };
  const cells = columns.flat();
  const commas = cells.filter((cell) => COMMA_DECIMAL.test(cell));
  const points = cells.filter((cell) => POINT_DECIMAL.test(cell));
  if (commas.length === 0) return { is: '.', doubts: [] };
  // 1,234 alone may be a thousand; where all are like that nothing tells.
  const isOpen = [...commas, ...points].every((cell) => THREE_BEHIND.test(cell));
  const surely = (list: readonly string[]): number => list.filter((cell) => !THREE_BEHIND.test(cell)).length;
  const is =
    surely(commas) >= surely(points) && separator !== ',' ? ',' : surely(commas) > surely(points) ? ',' : '.';
  if (!isOpen) return { is, doubts: [] };
  return {
    is,
    doubts: [
      {
        about: 'decimal',
        says: `"${commas[0]}" may be ${commas[0]?.replace(',', '')} or ${commas[0]?.replace(',', '.')}: choose the decimal sign.`,
      },
    ],
  };
}

type FoundTime = { index: number; form: CsvFormat['timeForm']; doubts: Doubt[] };

function findTime(
  headers: readonly string[],
  columns: readonly (readonly string[])[],
  decimal: '.' | ',',
  given: PartialFormat,
): FoundTime | { problem: TableProblem } {
  const { time, timeForm } = given;
  const all = columns.map((_, i) => i);
  const wanted =
    time === undefined ? undefined : typeof time === 'number' ? time - 1 : headers.indexOf(time.trim());
  if (wanted !== undefined && columns[wanted] === undefined) {
    const has = headers.some((one) => one !== '')
      ? `It has ${headers.join(', ')}.`
      : `It has ${headers.length} columns.`;
    return problem(`the file has no column ${JSON.stringify(time)}`, has);
  }
  const hinted = all.filter((i) => TIME_WORD.test(headers[i] ?? ''));
  const inOrder = wanted === undefined ? [...new Set([...hinted, ...all])] : [wanted];
  if (timeForm) return { index: inOrder[0] ?? 0, form: timeForm, doubts: [] };
  // Dates are times wherever they stand; numbers are times only in a column that says so, or in the first.
  for (const index of inOrder) {
    const dated = dateForm(columns[index] ?? []);
    if (dated) return { index, ...dated };
  }
  const named = wanted === undefined ? hinted : [wanted];
  const inNumbers = [
    ...[...named, ...(wanted === undefined ? [0] : [])].map((index) => [index, true] as const),
    // Out of order they are refused later, with the line; here a name is enough.
    ...named.map((index) => [index, false] as const),
  ];
  for (const [index, mustRise] of inNumbers) {
    const form = numberForm(columns[index] ?? [], decimal, mustRise);
    if (form) return { index, form, doubts: [] };
  }
  return problem(
    wanted === undefined
      ? 'no column of the file holds times'
      : `the column ${JSON.stringify(time)} holds no times`,
    'Times are dates (2024-03-09 10:14, 09.03.2024 10:14), s or ms since 1970, or rising seconds in the first column.',
  );
}

function dateForm(cells: readonly string[]): { form: CsvFormat['timeForm']; doubts: Doubt[] } | undefined {
  const reading = { decimal: '.', toUtc: clockOf('UTC')! } as const;
  const isOf = (form: CsvFormat['timeForm']) => (cell: string) =>
    readTime(cell, { ...reading, form }, 0) !== undefined;
  if (share(cells, isOf('iso')) >= MOSTLY) return { form: 'iso', doubts: [] };
  const dates = cells.flatMap((cell) => dateNumbers(cell) ?? []);
  if (dates.length === 0 || dates.length < cells.length * MOSTLY) return undefined;
  const isDayFirst = dates.some(({ first }) => first > 12);
  const isMonthFirst = dates.some(({ second }) => second > 12);
  if (isDayFirst !== isMonthFirst)
    return { form: isDayFirst ? 'day-month-year' : 'month-day-year', doubts: [] };
  if (dates[0]?.between === '.') return { form: 'day-month-year', doubts: [] };
  const rises = (form: CsvFormat['timeForm']): boolean =>
    isMonotonic(cells.map((cell) => readTime(cell, { ...reading, form }, 0) ?? Number.NaN));
  const [day, month] = [rises('day-month-year'), rises('month-day-year')];
  if (day !== month) return { form: day ? 'day-month-year' : 'month-day-year', doubts: [] };
  return {
    form: dates[0]?.between === '-' ? 'day-month-year' : 'month-day-year',
    doubts: [
      { about: 'timeForm', says: `"${cells[0]}" may be day and month, or month and day: choose which.` },
    ],
  };
}

function isMonotonic(times: readonly number[]): boolean {
  const steps = times.slice(1).map((t, i) => t - times[i]!);
  return steps.every((step) => step >= 0) || steps.every((step) => step <= 0);
}

const EPOCH_SECONDS = 1e8;
const EPOCH_MILLISECONDS = 1e11;

function numberForm(
  cells: readonly string[],
  decimal: '.' | ',',
  mustRise: boolean,
): CsvFormat['timeForm'] | undefined {
  const numbers = cells.flatMap((cell) => readNumber(cell, decimal) ?? []);
  if (numbers.length === 0 || numbers.length < cells.length * MOSTLY) return undefined;
  if (mustRise && !isMonotonic(numbers)) return undefined;
  const least = Math.min(numbers[0]!, numbers.at(-1)!);
  if (least > EPOCH_MILLISECONDS) return 'epoch-milliseconds';
  return least > EPOCH_SECONDS ? 'epoch-seconds' : 'seconds';
}

function describeColumns(
  headers: readonly string[],
  columns: readonly (readonly string[])[],
  time: number,
  decimal: '.' | ',',
): FoundColumn[] {
  const taken = new Set<string>();
  return headers.map((header, i) => {
    const cells = columns[i] ?? [];
    const of = header.endsWith('.quality') ? header.slice(0, -'.quality'.length) : undefined;
    const role =
      i === time
        ? 'time'
        : of !== undefined && headers.includes(of)
          ? 'quality'
          : cells.length === 0
            ? 'empty'
            : 'value';
    const meaning = readHeader(header);
    const wish = meaning.name === '' ? portName(`column ${i + 1}`) : meaning.name;
    const name = role === 'value' ? freeName(wish, taken) : wish;
    const type = typeOf(cells, decimal);
    return {
      number: i + 1,
      header,
      role,
      name,
      type,
      ...(type === 'number' && meaning.unit !== undefined && { unit: meaning.unit }),
    };
  });
}

function freeName(wish: string, taken: Set<string>): string {
  let name = wish;
  for (let k = 2; taken.has(name); k++) name = `${wish.slice(0, 60)}${k}`;
  taken.add(name);
  return name;
}

function typeOf(cells: readonly string[], decimal: '.' | ','): ColumnType {
  if (
    cells.length > 0 &&
    share(cells, (cell) => BOOLEAN.test(cell) || NOT_A_NUMBER.test(cell)) === 1 &&
    cells.some((cell) => BOOLEAN.test(cell))
  )
    return 'boolean';
  const isNumber = (cell: string): boolean =>
    readNumber(cell, decimal) !== undefined || NOT_A_NUMBER.test(cell);
  return cells.length === 0 || share(cells, isNumber) >= 0.5 ? 'number' : 'string';
}

function problem(says: string, remedy: string): { problem: TableProblem } {
  return { problem: { says, remedy } };
}

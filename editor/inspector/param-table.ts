import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { inspectorWords } from '../words/inspector.ts';

/** A column of a param that is a list of rows. */
export interface ParamColumn {
  /** Key in the row; its place where rows are lists, '' where a row is one value. */
  key: string;
  title: string;
  doc: string;
  /** What may stand in a cell: a text as it is, a list of words, a number, or a number, true, false or a text by its look. */
  holds: 'text' | 'words' | 'number' | 'value';
  /** The words there are. */
  words?: readonly string[];
  /** Takes most of the width. */
  isLong?: true;
  /** Its texts are formulas or equations. */
  isFormula?: true;
}

interface ItemSchema {
  type?: string | string[];
  properties?: Record<string, ItemSchema>;
  prefixItems?: ItemSchema[];
  items?: ItemSchema | false;
  description?: string;
  maxLength?: number;
  enum?: string[];
}

/** From so many characters on a text is long; one that may be as long as a formula is one. */
const LONG = 1_000;
const FORMULA = 10_000;

const COORDINATES = ['x', 'y', 'z'];

/** The columns of a param whose value is a list of rows of plain values, with one for each of `more`; undefined where it is something else. */
export function columnsOf(schema: ParamSchema, more: readonly string[] = []): ParamColumn[] | undefined {
  const items = schema.type === 'array' ? (schema.items as ItemSchema | undefined) : undefined;
  if (!items) return undefined;
  if (items.type === 'string' || items.type === 'number') {
    const holds = items.type === 'string' ? 'text' : 'number';
    return [
      {
        key: '',
        title: inspectorWords.valueColumn,
        doc: '',
        holds,
        ...(items.maxLength === FORMULA && { isFormula: true }),
      },
    ];
  }
  const parts = items.prefixItems
    ? items.prefixItems.map((part, i) => [String(i), COORDINATES[i] ?? String(i), part] as const)
    : Object.entries(items.properties ?? {}).map(([key, part]) => [key, key, part] as const);
  const columns = parts.map(([key, title, part]) => ({
    key,
    title,
    doc: part.description ?? '',
    holds: holdsOf(part),
    ...((part.maxLength ?? 0) >= LONG && { isLong: true }),
    ...(part.maxLength === FORMULA && { isFormula: true }),
    ...(part.items && part.items.enum && { words: part.items.enum }),
  }));
  if (columns.length === 0 || columns.some(({ holds }) => holds === undefined)) return undefined;
  const further = more.map((name) => ({ key: name, title: name, doc: '', holds: 'value' as const }));
  return [...(columns as ParamColumn[]), ...further];
}

/** The columns of a list of rows of numbers that has so many columns at least; undefined where the param is something else. */
export function matrixColumns(
  { type, items }: ParamSchema,
  value: unknown,
  least: number,
): ParamColumn[] | undefined {
  const rowSchema = type === 'array' ? (items as ItemSchema | undefined) : undefined;
  const isMatrix =
    rowSchema?.type === 'array' && rowSchema.items !== false && rowSchema.items?.type === 'number';
  const rows: unknown = value ?? [];
  if (!isMatrix || !Array.isArray(rows) || !rows.every(Array.isArray)) return undefined;
  const width = Math.max(least, 1, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, i) => ({
    key: String(i),
    title: String(i + 1),
    doc: '',
    holds: 'number',
  }));
}

/** A list of points, each of two numbers. */
export function isCurve({ items }: ParamSchema): boolean {
  const parts = (items as ItemSchema | undefined)?.prefixItems;
  return parts?.length === 2 && parts.every(({ type }) => type === 'number');
}

function holdsOf({ type, items }: ItemSchema): ParamColumn['holds'] | undefined {
  if (type === 'string') return 'text';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'object') return undefined;
  if (type === 'array') return items !== false && items?.type === 'string' ? 'words' : undefined;
  return 'value';
}

/** What stands in the cells of each row. */
export function cellsOf(value: unknown, columns: readonly ParamColumn[]): string[][] {
  if (!Array.isArray(value)) return [];
  return value.map((row: unknown) =>
    columns.map(({ key }) => {
      const cell = key === '' ? row : (row as Record<string, unknown> | null)?.[key];
      if (Array.isArray(cell)) return cell.join(', ');
      return cell === undefined || cell === null ? '' : String(cell);
    }),
  );
}

/** A cell that holds what its column cannot. */
export interface CellProblem {
  row: number;
  column: number;
  says: string;
}

/** What is wrong in the cells, in reading order; rows of empty cells are none. */
export function problemsOfCells(
  cells: readonly (readonly string[])[],
  columns: readonly ParamColumn[],
): CellProblem[] {
  const isList = columns.every(({ key }) => /^\d+$/.test(key));
  return cells.flatMap((row, i) => {
    if (row.every((cell) => cell.trim() === '')) return [];
    return columns.flatMap((column, k): CellProblem[] => {
      const wrong = problemOfCell((row[k] ?? '').trim(), column, isList);
      const place =
        columns.length > 1 ? inspectorWords.rowColumn(i + 1, column.title) : inspectorWords.row(i + 1);
      return wrong === undefined ? [] : [{ row: i, column: k, says: `${place}: ${wrong}` }];
    });
  });
}

function problemOfCell(text: string, { holds, words }: ParamColumn, isNeeded: boolean): string | undefined {
  if (text === '') return isNeeded ? inspectorWords.needsNumber : undefined;
  if (holds === 'number' && !Number.isFinite(Number(text)))
    return /^-?\d+,\d+$/.test(text)
      ? inspectorWords.hasComma(text, text.replace(',', '.'))
      : inspectorWords.noNumber(text);
  const stray = holds === 'words' && words ? wordsIn(text).find((word) => !words.includes(word)) : undefined;
  return stray === undefined ? undefined : inspectorWords.isNoneOf(stray, words!.join(', '));
}

/** The value that the cells say: an empty cell is left out, rows of empty cells too. */
export function valueOfCells(
  cells: readonly (readonly string[])[],
  columns: readonly ParamColumn[],
): unknown[] {
  const isList = columns.every(({ key }) => /^\d+$/.test(key));
  return cells
    .filter((row) => row.some((cell) => cell.trim() !== ''))
    .map((row) => {
      const read = columns.map(({ key, holds }, i) => [key, readCell(row[i] ?? '', holds)] as const);
      if (columns[0]?.key === '') return read[0]![1];
      return isList
        ? read.map(([, cell]) => cell ?? '')
        : Object.fromEntries(read.filter(([, cell]) => cell !== undefined));
    });
}

function readCell(text: string, holds: ParamColumn['holds']): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (holds === 'text') return trimmed;
  if (holds === 'words') return wordsIn(trimmed);
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  const number = Number(trimmed);
  return Number.isNaN(number) ? trimmed : number;
}

function wordsIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((word) => word !== '');
}

/** The cells after a text was pasted at a place: columns by tabs, rows by lines, as spreadsheets copy. Undefined where it is one cell. */
export function pasted(
  cells: readonly (readonly string[])[],
  at: { row: number; column: number },
  text: string,
  width: number,
): string[][] | undefined {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  if (lines.length === 1 && !text.includes('\t')) return undefined;
  const grown = cells.map((row) => [...row]);
  for (const [i, line] of lines.entries()) {
    const row = (grown[at.row + i] ??= Array.from({ length: width }, () => ''));
    for (const [k, cell] of line.split('\t').entries())
      if (at.column + k < width) row[at.column + k] = cell.trim();
  }
  return grown;
}

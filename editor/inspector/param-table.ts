import type { ParamSchema } from '@twinloom/runtime/node/descriptor';

/** A column of a param that is a list of rows. */
export interface ParamColumn {
  /** Key in the row; its place where rows are lists, '' where a row is one value. */
  key: string;
  title: string;
  doc: string;
  /** What may stand in a cell: a text as it is, a list of words, or a number, true, false or a text by its look. */
  holds: 'text' | 'words' | 'value';
  /** Takes most of the width. */
  isLong?: true;
}

interface ItemSchema {
  type?: string | string[];
  properties?: Record<string, ItemSchema>;
  prefixItems?: ItemSchema[];
  items?: ItemSchema | false;
  description?: string;
  maxLength?: number;
}

/** From so many characters on a text is long. */
const LONG = 1_000;

const COORDINATES = ['x', 'y', 'z'];

/** The columns of a param whose value is a list of rows of plain values, with one for each of `more`; undefined where it is something else. */
export function columnsOf(schema: ParamSchema, more: readonly string[] = []): ParamColumn[] | undefined {
  const items = schema.type === 'array' ? (schema.items as ItemSchema | undefined) : undefined;
  if (!items) return undefined;
  if (items.type === 'string' || items.type === 'number')
    return [{ key: '', title: 'value', doc: '', holds: items.type === 'string' ? 'text' : 'value' }];
  const parts = items.prefixItems
    ? items.prefixItems.map((part, i) => [String(i), COORDINATES[i] ?? String(i), part] as const)
    : Object.entries(items.properties ?? {}).map(([key, part]) => [key, key, part] as const);
  const columns = parts.map(([key, title, part]) => ({
    key,
    title,
    doc: part.description ?? '',
    holds: holdsOf(part),
    ...((part.maxLength ?? 0) >= LONG && { isLong: true }),
  }));
  if (columns.length === 0 || columns.some(({ holds }) => holds === undefined)) return undefined;
  const further = more.map((name) => ({ key: name, title: name, doc: '', holds: 'value' as const }));
  return [...(columns as ParamColumn[]), ...further];
}

function holdsOf({ type, items }: ItemSchema): ParamColumn['holds'] | undefined {
  if (type === 'string') return 'text';
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
  if (holds === 'words') return trimmed.split(/[\s,;]+/).filter((word) => word !== '');
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  const number = Number(trimmed);
  return Number.isNaN(number) ? trimmed : number;
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

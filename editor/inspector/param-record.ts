import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import type { ParamColumn } from './param-table.ts';
import { inspectorWords } from '../words/inspector.ts';

/** A param that is a list of named things, each a plain value or a few of them, as a table with the names in its first column. */
export interface RecordShape {
  columns: ParamColumn[];
  /** What a plain value stands for. */
  first: string;
}

/** A row of such a table. */
export type RecordRow = Readonly<Record<string, unknown>>;

interface PartSchema {
  type?: string;
  properties?: Record<string, PartSchema>;
  required?: string[];
  anyOf?: PartSchema[];
}

/** The table of such a param; undefined where it is something else. */
export function recordShape({ type, additionalProperties }: ParamSchema): RecordShape | undefined {
  const { anyOf = [] } = ((type === 'object' && additionalProperties) || {}) as PartSchema;
  const [plain, whole] = anyOf;
  const parts = Object.entries(whole?.properties ?? {});
  const first = whole?.required?.[0];
  const isPlain = (part: PartSchema): boolean =>
    ['string', 'number', 'integer', 'boolean'].includes(part.type ?? '');
  if (anyOf.length !== 2 || first === undefined || !plain || !isPlain(plain)) return undefined;
  if (!parts.every(([, part]) => isPlain(part))) return undefined;
  const name: ParamColumn = { key: NAME, title: inspectorWords.nameColumn, doc: '', holds: 'text' };
  return { first, columns: [name, ...parts.map(([key, part]) => columnOf(key, part))] };
}

const NAME = ' name';

function columnOf(key: string, { type }: PartSchema): ParamColumn {
  const holds = type === 'string' ? 'text' : type === 'boolean' ? 'value' : 'number';
  return { key, title: key, doc: '', holds };
}

/** The columns that are shown: the names, the first two, and those in which something stands. */
export function columnsInUse({ columns }: RecordShape, rows: readonly RecordRow[]): ParamColumn[] {
  return columns.filter(({ key }, i) => i < 3 || rows.some((row) => row[key] !== undefined));
}

/** The rows of a param; undefined where it holds what no table shows. */
export function rowsOfRecord(value: unknown, { columns, first }: RecordShape): RecordRow[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const known = new Set(columns.map(({ key }) => key));
  const rows = Object.entries(value).map(([name, about]: [string, unknown]): RecordRow => {
    const parts = typeof about === 'object' && about !== null ? about : { [first]: about };
    return { [NAME]: name, ...parts };
  });
  return rows.every((row) => Object.keys(row).every((key) => known.has(key))) ? rows : undefined;
}

/** The param that the rows say: a plain value where a row says nothing else. */
export function recordOfRows(rows: readonly RecordRow[], { first }: RecordShape): Record<string, unknown> {
  return Object.fromEntries(
    rows.map((row) => {
      const { [NAME]: name, ...parts } = row;
      const isPlain = Object.keys(parts).join() === first;
      return [String(name), isPlain ? parts[first] : parts];
    }),
  );
}

/** Why the rows are no param yet. */
export function problemOfRows(rows: readonly RecordRow[], { first }: RecordShape): string | undefined {
  const seen = new Set<string>();
  for (const [i, row] of rows.entries()) {
    const name = row[NAME];
    if (typeof name !== 'string') return inspectorWords.rowNeedsName(i + 1);
    if (seen.has(name)) return inspectorWords.nameStandsTwice(name);
    if (row[first] === undefined) return inspectorWords.rowNeedsValue(i + 1, first);
    seen.add(name);
  }
  return undefined;
}

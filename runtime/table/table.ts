import { BAD } from '../signal/quality.ts';
import type { ColumnType } from './format.ts';

/** Measurements by time, as a node replays them. */
export interface Table {
  /** s, never falling: from the first row where times are dates, else as the file says. */
  times: Float64Array;
  /** Time of the first row, s since 1970; absent where times are no dates. */
  epoch?: number;
  columns: Readonly<Record<string, TableColumn>>;
}

/** One column of a table, as long as its times. */
export interface TableColumn {
  type: ColumnType;
  /** Numbers; 0 and 1 for false and true; for texts their index in `texts`. */
  values: Float64Array;
  /** Quality codes; ABSENT where the cell is empty. */
  quality: Uint8Array;
  texts: readonly string[];
}

/** Why a file is no table: where and what, and what to do. */
export interface TableProblem {
  says: string;
  remedy: string;
}

/** Tables by the node that reads them. */
export type Tables = Readonly<Record<string, Table | { problem: TableProblem }>>;

/** What a column says in a row: undefined where it says nothing, null where what it says is bad. */
export function cellValue(
  { type, values, quality, texts }: TableColumn,
  row: number,
): number | boolean | string | null | undefined {
  const code = quality[row]!;
  if (code >= BAD) return code === BAD ? null : undefined;
  const value = values[row]!;
  if (type === 'boolean') return value !== 0;
  return type === 'string' ? (texts[value] ?? '') : value;
}

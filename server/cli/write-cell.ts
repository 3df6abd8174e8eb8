import { csvCell, quotedCell } from '@twinloom/runtime/table/csv-cell';

/** A number that reads back bit for bit; `-0` keeps its sign, and what is no number is an empty cell. */
export function numberCell(value: number): string {
  if (!Number.isFinite(value)) return '';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A text, vector or record as a cell: texts quoted where they must be, the others as JSON in quotes. */
export function objectCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value === '' ? quotedCell(value) : csvCell(value);
  return quotedCell(JSON.stringify(value, plainArray));
}

function plainArray(_key: string, value: unknown): unknown {
  return value instanceof Float64Array ? [...value] : value;
}

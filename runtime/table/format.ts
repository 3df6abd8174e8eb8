import { z } from 'zod';

/** How times are written: ISO 8601 and its likes (2024-03-09 10:14:33), day or month first (09.03.2024, 3/9/2024), s or ms since 1970, s from the start. */
export const timeForms = [
  'iso',
  'day-month-year',
  'month-day-year',
  'epoch-seconds',
  'epoch-milliseconds',
  'seconds',
] as const;

/** How times are written in a file. */
export type TimeForm = (typeof timeForms)[number];

/** How a CSV is to be read; a column is named by its header, or by its number from 1. */
export const csvFormatSchema = z.object({
  separator: z.enum([',', ';', 'tab']),
  decimal: z.enum(['.', ',']),
  header: z.boolean(),
  time: z.union([z.string(), z.int().min(1)]),
  timeForm: z.enum(timeForms),
  /** Of times that name none: `UTC`, `+01:00`, or a place such as `Europe/Berlin`. */
  zone: z.string().max(64),
});

export type CsvFormat = z.infer<typeof csvFormatSchema>;

/** What of a format a person said; the rest is found out. */
export const partialFormatSchema = csvFormatSchema.partial();

export type PartialFormat = z.infer<typeof partialFormatSchema>;

/** What a column may hold. */
export const columnTypes = ['number', 'boolean', 'string'] as const;

export type ColumnType = (typeof columnTypes)[number];

/** Columns to read: names, each the header of its column; or name → the column it is in, its type and its unit. */
export const csvColumnsSchema = z.union([
  z.array(z.string()).max(1000),
  z.record(
    z.string(),
    z
      .object({
        column: z.union([z.string(), z.int().min(1)]).optional(),
        type: z.enum(columnTypes).optional(),
        unit: z.string().max(100).optional(),
      })
      .nullable(),
  ),
]);

export type CsvColumns = z.infer<typeof csvColumnsSchema>;

/** A column that is wanted: the name it goes by, where it is, what it holds. */
export interface WantedColumn {
  name: string;
  column: string | number;
  type: ColumnType;
}

/** The columns as a list. */
export function wantedColumns(columns: CsvColumns): WantedColumn[] {
  if (Array.isArray(columns)) return columns.map((name) => ({ name, column: name, type: 'number' }));
  return Object.entries(columns).map(([name, about]) => ({
    name,
    column: about?.column ?? name,
    type: about?.type ?? 'number',
  }));
}

/** The place of a column named by its header or by its number from 1; -1 where there is none. */
export function columnIndex(column: string | number, headers: readonly string[]): number {
  if (typeof column === 'number') return column <= headers.length ? column - 1 : -1;
  return headers.indexOf(column.trim());
}

/** The character a format's separator stands for. */
export function separatorCharacter(separator: CsvFormat['separator']): string {
  return separator === 'tab' ? '\t' : separator;
}

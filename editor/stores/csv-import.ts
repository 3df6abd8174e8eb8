import { create } from 'zustand';
import type { CsvColumns, PartialFormat } from '@twinloom/runtime/table/format';
import type { TableProblem } from '@twinloom/runtime/table/table';

/** Where a file goes: into a new node, or into one that is there. */
export type Target = { position?: [x: number, y: number] } | { node: string };

/** A file a person brought, until they accept how it is read. */
export interface CsvImport {
  /** Counts up, so that each is a dialog of its own. */
  number: number;
  fileName: string;
  text: string;
  target: Target;
  given: PartialFormat;
  columns: CsvColumns | undefined;
  /** What the server keeps it by already. */
  hash: string | undefined;
  /** Why it cannot even be looked at. */
  refused: TableProblem | undefined;
}

/** The file whose reading is being decided. */
export const useCsvImport = create<{ open: CsvImport | undefined }>(() => ({ open: undefined }));

let number = 0;

/** Opens the dialog on a file. */
export function showCsv(open: Omit<CsvImport, 'number' | 'refused'> & { refused?: TableProblem }): void {
  useCsvImport.setState({ open: { refused: undefined, ...open, number: ++number } });
}

export function closeCsv(): void {
  useCsvImport.setState({ open: undefined });
}

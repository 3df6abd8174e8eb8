import { create } from 'zustand';
import type { CsvColumns, PartialFormat } from '@twinloom/runtime/table/format';
import type { TableProblem } from '@twinloom/runtime/table/table';
import { decodeText } from './decode-text.ts';
import { editsWords } from '../words/edits.ts';

/** Where a file goes: into a new node, or into one that is there. */
type Target = { position?: [x: number, y: number] } | { node: string };

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

/** Largest file, as the server has it. */
const LARGEST_BYTES = 64 * 1024 * 1024;

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

/** Opens a file a person dropped or chose. */
export async function openCsvFile(file: File, target: Target): Promise<void> {
  const about = { fileName: file.name, target, given: {}, columns: undefined, hash: undefined };
  if (file.size > LARGEST_BYTES) {
    const says = editsWords.fileTooBig(Math.ceil(file.size / 1024 / 1024));
    return showCsv({
      ...about,
      text: '',
      refused: { says, remedy: editsWords.splitFile },
    });
  }
  try {
    showCsv({ ...about, text: decodeText(new Uint8Array(await file.arrayBuffer())) });
  } catch {
    // A folder, or a file that is gone meanwhile.
    const refused = {
      says: editsWords.fileUnreadable,
      remedy: editsWords.chooseOneFile,
    };
    showCsv({ ...about, text: '', refused });
  }
}

/** Opens a text a person pasted. */
export function openCsvText(text: string, target: Target): void {
  showCsv({ fileName: 'pasted.csv', text, target, given: {}, columns: undefined, hash: undefined });
}

import { showCsv, type Target } from './csv-import.ts';
import { decodeText } from './decode-text.ts';
import { filesWords } from '../words/files.ts';

/** Largest file, as the server has it. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/** Opens a file a person dropped or chose. */
export async function openCsvFile(file: File, target: Target): Promise<void> {
  const about = { fileName: file.name, target, given: {}, columns: undefined, hash: undefined };
  if (file.size > LARGEST_BYTES) {
    const says = filesWords.fileTooBig(Math.ceil(file.size / 1024 / 1024));
    return showCsv({
      ...about,
      text: '',
      refused: { says, remedy: filesWords.splitFile },
    });
  }
  try {
    showCsv({ ...about, text: decodeText(new Uint8Array(await file.arrayBuffer())) });
  } catch {
    // A folder, or a file that is gone meanwhile.
    const refused = {
      says: filesWords.fileUnreadable,
      remedy: filesWords.chooseOneFile,
    };
    showCsv({ ...about, text: '', refused });
  }
}

/** Opens a text a person pasted. */
export function openCsvText(text: string, target: Target): void {
  showCsv({ fileName: 'pasted.csv', text, target, given: {}, columns: undefined, hash: undefined });
}

import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { readFlow, type ReadFlow } from '@twinloom/runtime/graph/read-flow';

/** Reads a flow file; one that cannot be opened is a diagnostic like any other. */
export async function loadFlow(file: string): Promise<ReadFlow> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return { diagnostics: [unreadable(error)] };
  }
  return readFlow(text);
}

function unreadable(error: unknown): Diagnostic {
  return {
    code: 'unreadable-file',
    severity: 'error',
    at: [{}],
    says: `the file cannot be read: ${sayFileError(error)}`,
    remedy: 'Give the path of a *.flow.json.',
  };
}

/** Why a file could not be opened, in a few words. */
export function sayFileError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'there is none of that name';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return message;
  }
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { tablesWanted, type TableWanted } from '@twinloom/runtime/compile/tables-wanted';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { descriptorsOf } from '@twinloom/runtime/node/catalog';
import { loadTable } from '@twinloom/runtime/table/load-table';
import type { ReadTable } from '@twinloom/runtime/table/read-table';
import type { Table, TableProblem, Tables } from '@twinloom/runtime/table/table';
import { readChunks } from '../storage/read-chunks.ts';
import { sayFileError } from './load-flow.ts';

/** Reads the files that a flow's nodes name, from the folder the flow lies in and from nowhere else; `notes` is what a person should know of them. */
export async function loadTables(flow: Flow, flowFile: string): Promise<{ tables: Tables; notes: string[] }> {
  const tables: Record<string, Table | { problem: TableProblem }> = {};
  const notes: string[] = [];
  for (const wanted of tablesWanted(flow, descriptorsOf(catalog))) {
    const read = await loadBeside(wanted, dirname(flowFile));
    tables[wanted.node] = 'problem' in read ? read : read.table;
    if ('notes' in read) notes.push(...read.notes.map((note) => `${wanted.node}: ${note}`));
  }
  return { tables, notes };
}

const HASHED = 'sha256:';

async function loadBeside(
  { file, name, format, columns }: TableWanted,
  folder: string,
): Promise<ReadTable | { problem: TableProblem }> {
  const isHashed = file.startsWith(HASHED);
  const beside = isHashed ? name : file;
  if (beside === undefined) {
    return problem(
      'the flow names it by its hash only',
      'Put the file beside the flow and write its name as "file".',
    );
  }
  if (/[\\/\0]|^\.\.?$/.test(beside)) {
    return problem(
      `"${beside.slice(0, 100)}" is a path`,
      'Put the file beside the flow and write its name only.',
    );
  }
  const path = join(folder, beside);
  try {
    if (!(await stat(path)).isFile()) return problem('it is a folder', 'Name a CSV file.');
    if (isHashed && (await hashOf(path)) !== file) {
      return problem(
        `the file ${beside} beside the flow is not the one the flow was made with`,
        `Bring that file, or write "file": "${beside}" to take this one.`,
      );
    }
    return await loadTable(readChunks(path), format, columns);
  } catch (error) {
    return problem(`it cannot be read: ${sayFileError(error)}`, `Put ${beside} beside the flow.`);
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return `${HASHED}${hash.digest('hex')}`;
}

function problem(says: string, remedy: string): { problem: TableProblem } {
  return { problem: { says, remedy } };
}

import { detectCsv, HEAD_CHARACTERS } from './detect.ts';
import { csvFormatSchema, type PartialFormat, type WantedColumn } from './format.ts';
import { readTable, type ReadTable } from './read-table.ts';
import type { TableProblem } from './table.ts';

/** Reads a table whose format is only partly said: the rest is found out from its beginning; where that leaves a doubt it is a problem, never a guess. */
export async function loadTable(
  chunks: AsyncIterable<string>,
  given: PartialFormat,
  wanted: readonly WantedColumn[],
): Promise<ReadTable | { problem: TableProblem }> {
  const whole = csvFormatSchema.safeParse(given);
  if (whole.success) return await readTable(chunks, whole.data, wanted);
  const { head, rest, isWhole } = await takeHead(chunks);
  const found = detectCsv(head, isWhole, given);
  if ('problem' in found) return found;
  const [doubt] = found.doubts;
  if (doubt) {
    const remedy = `Write "format": { "${doubt.about}": … } on the node.`;
    return { problem: { says: doubt.says.replace(/: choose.*$/, ''), remedy } };
  }
  return await readTable(joined(head, rest), found.format, wanted);
}

async function takeHead(
  chunks: AsyncIterable<string>,
): Promise<{ head: string; rest: AsyncIterator<string>; isWhole: boolean }> {
  const rest = chunks[Symbol.asyncIterator]();
  let head = '';
  while (head.length < HEAD_CHARACTERS) {
    const next = await rest.next();
    if (next.done === true) return { head, rest, isWhole: true };
    head += next.value;
  }
  return { head, rest, isWhole: false };
}

async function* joined(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

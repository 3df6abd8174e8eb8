import { detectCsv, type Detected } from '@twinloom/runtime/table/detect';
import { readTable } from '@twinloom/runtime/table/read-table';
import { cellValue, type Table } from '@twinloom/runtime/table/table';
import { questionWords } from '../words/question.ts';
import { headOf } from './csv-head.ts';
import type { FaultTarget } from './fault-targets.ts';
import type { ProfilePoints } from './input-form.ts';

const says = questionWords.profile;

/** As many as a question takes. */
const MOST_POINTS = 100_000;

/** Reads a profile from a CSV: times in s, or dates counted from the first row, and the column called like the input, else the first that fits. */
export async function profileOfCsv(
  text: string,
  target: Pick<FaultTarget, 'name' | 'label' | 'type'>,
): Promise<{ points: ProfilePoints } | { problem: string }> {
  const { head, isWhole } = headOf(text);
  const found = detectCsv(head, isWhole);
  if ('problem' in found) return refused(found.problem.says, found.problem.remedy);
  const [doubt] = found.doubts;
  if (doubt) return refused(doubt.says, says.writeSo);
  const column = columnOf(found, target);
  if (!column)
    return refused(
      says.noColumn[target.type === 'boolean' || target.type === 'string' ? target.type : 'number'],
      says.twoColumns,
    );
  const type = target.type === 'boolean' ? target.type : column.type;
  const wanted = { name: 'value', column: column.number, type };
  const read = await readTable(oneChunk(text), found.format, [wanted]);
  if ('problem' in read) return refused(read.problem.says, read.problem.remedy);
  const points = pointsOf(read.table);
  if (points.length === 0) return refused(says.noValue, says.another);
  if (points.length > MOST_POINTS)
    return refused(
      says.tooMany(points.length.toLocaleString('en')),
      says.fewer(MOST_POINTS.toLocaleString('en')),
    );
  return { points };
}

function columnOf(
  { columns }: Detected,
  { name, label, type }: Pick<FaultTarget, 'name' | 'label' | 'type'>,
): Detected['columns'][number] | undefined {
  const fitting = columns.filter(
    // Truth values are often written as 0 and 1.
    (column) =>
      column.role === 'value' && (column.type === type || (type === 'boolean' && column.type === 'number')),
  );
  const names = new Set([name, name.split('.', 1)[0], label].map((one) => one?.toLowerCase()));
  return (
    fitting.find(
      (column) => names.has(column.header.toLowerCase()) || names.has(column.name.toLowerCase()),
    ) ?? fitting[0]
  );
}

/** Rows without a good value say nothing: what stood before goes on. Of rows at one time the last counts. */
function pointsOf({ times, epoch, columns }: Table): ProfilePoints {
  const column = columns.value!;
  // Dates count from the first row; seconds stand as they are, unless they begin before the start.
  const begin = epoch === undefined ? Math.min(times[0] ?? 0, 0) : (times[0] ?? 0);
  const points = new Map<number, number | string | boolean>();
  for (let row = 0; row < times.length; row++) {
    const value = cellValue(column, row);
    if (value !== undefined && value !== null) points.set(times[row]! - begin, value);
  }
  return [...points];
}

async function* oneChunk(text: string): AsyncGenerator<string> {
  yield text;
}

function refused(problem: string, remedy: string): { problem: string } {
  return { problem: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}. ${remedy}` };
}

import { BAD } from '@twinloom/runtime/signal/quality';
import { csvCell } from '@twinloom/runtime/table/csv-cell';
import type { HistoryRows } from '../historian/history-rows.ts';

/** A column of an export. */
export interface ExportColumn {
  name: string;
  unit: string;
}

/** CSV with a row for each time at which one of the columns has a sample, a piece at a time; a cell is empty where it has none, or a bad one. */
export function* historyCsv(
  columns: readonly ExportColumn[],
  pieces: Iterable<HistoryRows>,
): Generator<string> {
  const titles = columns.map(({ name, unit }) => csvCell(unit === '' ? name : `${name} [${unit}]`));
  yield `${['time', ...titles].join(',')}\n`;
  for (const piece of pieces) yield rowsOf(piece);
}

function rowsOf({ times, columns }: HistoryRows): string {
  const lines = Array.from(times, (t, i) => {
    const cells = columns.map(({ values, qualities }) => (qualities[i]! < BAD ? String(values[i]) : ''));
    return `${[new Date(t * 1000).toISOString(), ...cells].join(',')}\n`;
  });
  return lines.join('');
}

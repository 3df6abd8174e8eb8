import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { tableFile } from '@twinloom/runtime/node/params';
import { GOOD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import { csvColumnsSchema, partialFormatSchema } from '@twinloom/runtime/table/format';
import { cellValue, type Table } from '@twinloom/runtime/table/table';

const MICROS = 1e6;
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/**
 * The rows of a file at their times: row i at start + (tᵢ + k·L)/speed, k = 0, 1, … the times it was begun again, L = (t_last − t_first)·n/(n − 1),
 * so that the last row lasts as long as the rows do on average. t counts from the first row where the file has dates, else as it says. Start is where
 * the node first runs: the origin, or the deploy that brought it. Rows of one time, and rows that are due together after a gap, are one instant: the
 * last value of each column.
 */
export const csvReplay = defineNode({
  type: 'sources/csv-replay',
  version: 1,
  title: 'CSV replay',
  icon: 'file-spreadsheet',
  keywords: ['file', 'table', 'import', 'recording', 'history', 'data', 'playback', 'csv', 'excel'],
  docs: 'Replays measurements from a CSV file: a port for each column, each row at its time. Drop a file on the canvas to make one. An empty cell is no sample, a cell that does not fit is a bad one; after the last row the last values stay.',
  doesNotModel:
    'Interpolation between rows; the time of day at which the file was recorded: the first row is the start.',
  source: 'RFC 4180, with the separators, decimal signs and dates of everyday exports',
  params: z.object({
    file: tableFile({ resets: true }).describe('The CSV file'),
    fileName: z.string().max(300).optional().meta({ group: 'More' }).describe('What the file was called'),
    columns: csvColumnsSchema
      .refine((columns) => namesOf(columns).length > 0, 'name at least one column')
      .refine((columns) => namesOf(columns).every((name) => NAME.test(name)), {
        error:
          'a port begins with a letter; letters, digits, - and _ only, at most 64. For another header write { "flow": { "column": "Flow [m3/h]" } }',
      })
      .meta({ group: 'More' })
      .describe(
        'Ports: a list of headers, or name → { "column": header or number, "unit": "m3/h", "type": "number" }',
      ),
    format: partialFormatSchema
      .optional()
      .meta({ group: 'More', resets: true })
      .describe(
        'How the file is written: separator, decimal, header, time, timeForm, zone; what is left out is found out',
      ),
    loop: z.boolean().default(false).meta({ resets: true }).describe('Begin again after the last row'),
    speed: z
      .number()
      .positive()
      .default(1)
      .meta({ resets: true })
      .describe('How many times faster than it was recorded'),
  }),
  inputs: {},
  outputs: {},
  outputsFrom: ['columns'],
  reads: { file: 'file', name: 'fileName', format: 'format', columns: 'columns' },
  states: {
    begun: { unit: '1', initial: 0 },
    start: { unit: 's', initial: 0 },
    row: { unit: '1', initial: 0 },
    lap: { unit: '1', initial: 0 },
  },
  step: (y, x, _u, { loop, speed }, instant) => {
    const { table } = instant;
    if (!table) return;
    if (x.begun === 0) {
      x.begun = 1;
      x.start = instant.t;
    }
    const { length } = table.times;
    const lapSeconds = lapOf(table);
    const due = (): number => {
      const seconds = x.start + (table.times[x.row]! + x.lap * lapSeconds) / speed;
      return Math.round(seconds * MICROS) / MICROS;
    };
    // After a long gap whole laps are over: only the last one still shows.
    if (loop && lapSeconds > 0) {
      const laps = Math.floor(((instant.t - x.start) * speed - table.times[length - 1]!) / lapSeconds);
      if (laps > x.lap) [x.lap, x.row] = [laps, 0];
    }
    while (x.row < length && due() <= instant.t) {
      emitRow(y, table, x.row, instant);
      x.row++;
      if (x.row === length && loop && lapSeconds > 0) [x.lap, x.row] = [x.lap + 1, 0];
    }
    if (x.row < length) instant.wakeAt(due());
  },
  card: { look: 'value' },
});

/** s after which the rows begin again; 0 where there is only one time. */
function lapOf({ times }: Table): number {
  const { length } = times;
  return length < 2 ? 0 : ((times[length - 1]! - times[0]!) * length) / (length - 1);
}

function emitRow(
  y: Record<string, unknown>,
  { columns }: Table,
  row: number,
  instant: { mark(quality: typeof UNCERTAIN | typeof GOOD, output: string): void },
): void {
  for (const name of Object.keys(columns)) {
    const column = columns[name]!;
    const value = cellValue(column, row);
    if (value === undefined) continue;
    y[name] = value;
    instant.mark(column.quality[row] === UNCERTAIN ? UNCERTAIN : GOOD, name);
  }
}

function namesOf(columns: z.infer<typeof csvColumnsSchema>): string[] {
  return Array.isArray(columns) ? columns : Object.keys(columns);
}

import { ABSENT, BAD, GOOD, UNCERTAIN } from '../signal/quality.ts';
import { columnIndex, separatorCharacter, type CsvFormat, type WantedColumn } from './format.ts';
import { NOT_A_NUMBER, readBoolean, readNumber } from './read-number.ts';
import { readTime, type TimeReading } from './read-time.ts';
import { csvRows, type CsvRow } from './split-csv.ts';
import type { Table, TableColumn, TableProblem } from './table.ts';
import { clockOf } from './zone.ts';

/** A table, and what a person should know of how it was read, one line each. */
export interface ReadTable {
  table: Table;
  notes: string[];
}

/** Most values of a table: times and cells of the columns that are read. */
export const MOST_VALUES = 10_000_000;

const MICROS = 1e6;
const QUALITIES: Readonly<Record<string, number>> = {
  good: GOOD,
  uncertain: UNCERTAIN,
  bad: BAD,
  absent: ABSENT,
};

/**
 * Reads a whole CSV by its format: every row in time, oldest first (a file that is newest first is turned round). An empty cell is no sample, one that
 * does not fit its column is a bad sample; a time that cannot be read, or that goes back, ends it with the line and the remedy.
 */
export async function readTable(
  chunks: AsyncIterable<string>,
  format: CsvFormat,
  wanted: readonly WantedColumn[],
): Promise<ReadTable | { problem: TableProblem }> {
  const toUtc = clockOf(format.zone);
  if (!toUtc)
    return problem(
      `there is no time zone "${format.zone}"`,
      'Write UTC, an offset such as +01:00, or a place such as Europe/Berlin.',
    );
  const rows = csvRows(chunks, separatorCharacter(format.separator));
  const first = await rows.next();
  if (first.done === true) return problem('the file is empty', 'Choose a file with a row for each time.');
  if ('problem' in first.value) return problem(first.value.problem, 'Mend the file there.');
  const layout = layOut(first.value.cells, format, wanted);
  if ('problem' in layout) return layout;
  const reader = new TableReader(layout, { form: format.timeForm, decimal: format.decimal, toUtc });
  let refused = format.header ? undefined : reader.take(first.value);
  for await (const row of rows) {
    if (refused) break;
    refused = 'problem' in row ? { says: row.problem, remedy: 'Mend the file there.' } : reader.take(row);
  }
  return refused ? { problem: refused } : reader.end(format.timeForm);
}

interface Layout {
  width: number;
  time: number;
  columns: { name: string; type: WantedColumn['type']; index: number; quality: number }[];
}

/** Finds the columns in the header, or by their numbers. */
function layOut(
  first: readonly string[],
  { header, time }: CsvFormat,
  wanted: readonly WantedColumn[],
): Layout | { problem: TableProblem } {
  const names = first.map((name) => (header ? name.trim() : ''));
  const find = (column: string | number): number =>
    header || typeof column === 'number' ? columnIndex(column, names) : -1;
  for (const column of [time, ...wanted.map((one) => one.column)]) {
    if (find(column) >= 0) continue;
    const has = header
      ? `It has ${listed(names)}.`
      : `It has ${first.length} columns and no names; say 1 to ${first.length}.`;
    return problem(`the file has no column ${JSON.stringify(column)}`, has);
  }
  return {
    width: first.length,
    time: find(time),
    columns: wanted.map(({ name, column, type }) => {
      const index = find(column);
      const quality = names[index] === '' ? -1 : names.indexOf(`${names[index]}.quality`);
      return { name, type, index, quality };
    }),
  };
}

class TableReader {
  readonly #layout: Layout;
  readonly #reading: TimeReading;
  readonly #micros: number[] = [];
  readonly #columns: ColumnReader[];
  #last = -Infinity;
  /** 1: times rise, -1: they fall, 0: not known yet. */
  #direction = 0;
  #twice = 0;
  #short = 0;

  constructor(layout: Layout, reading: TimeReading) {
    this.#layout = layout;
    this.#reading = reading;
    this.#columns = layout.columns.map((column) => new ColumnReader(column, reading.decimal));
  }

  /** Takes one row; what is wrong with it, if that ends the reading. */
  take({ line, cells }: CsvRow): TableProblem | undefined {
    const { width, time } = this.#layout;
    if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')) {
      return {
        says: `line ${line} has ${cells.length} cells, the first line has ${width}`,
        remedy: 'Look for a decimal comma or a missing quote there, or choose another separator.',
      };
    }
    if (cells.length < width) this.#short++;
    const text = cells[time]?.trim() ?? '';
    const micros = readTime(text, this.#reading, this.#direction < 0 ? -Infinity : this.#last);
    if (micros === undefined) {
      return {
        says:
          text === ''
            ? `line ${line} has no time`
            : `line ${line}: "${text.slice(0, 40)}" is not a time of the form that was chosen`,
        remedy: 'Choose another form or column of times, or mend that line.',
      };
    }
    const disorder = this.#notInOrder(micros, line, text);
    if (disorder) return disorder;
    if ((this.#micros.length + 1) * (this.#columns.length + 1) > MOST_VALUES) {
      return {
        says: `the file holds more than ${MOST_VALUES / 1e6} million values`,
        remedy: 'Choose fewer columns, or split the file.',
      };
    }
    this.#micros.push(micros);
    for (const column of this.#columns) column.take(cells, line);
    return undefined;
  }

  #notInOrder(micros: number, line: number, text: string): TableProblem | undefined {
    const step = Math.sign(micros - this.#last);
    if (this.#last !== -Infinity) {
      if (step === 0) this.#twice++;
      else if (this.#direction === 0) this.#direction = step;
      else if (step !== this.#direction) {
        const goes = step < 0 ? 'goes back' : 'goes forward, while the rows before it go back';
        return {
          says: `line ${line}: the time ${text} ${goes}`,
          remedy: 'Sort the rows by time, or choose another form of times.',
        };
      }
    }
    this.#last = micros;
    return undefined;
  }

  end(form: CsvFormat['timeForm']): ReadTable | { problem: TableProblem } {
    const micros = this.#micros;
    if (micros.length === 0)
      return problem('the file has no row of values', 'Choose a file with a row for each time.');
    const isFalling = this.#direction < 0;
    if (isFalling) micros.reverse();
    const isDated = form !== 'seconds';
    const origin = isDated ? micros[0]! : 0;
    if (micros[0]! < origin || (!isDated && micros[0]! < 0)) {
      return problem(
        `the first time is ${micros[0]! / MICROS} s, before the start`,
        'Let the times begin at 0 or later.',
      );
    }
    const table: Table = {
      times: Float64Array.from(micros, (at) => (at - origin) / MICROS),
      ...(isDated && { epoch: origin / MICROS }),
      columns: Object.fromEntries(this.#columns.map((column) => [column.name, column.end(isFalling)])),
    };
    return {
      table,
      notes: [...this.#notes(isFalling), ...this.#columns.flatMap((column) => column.notes())],
    };
  }

  #notes(isFalling: boolean): string[] {
    const notes: string[] = [];
    if (isFalling) notes.push('The file is newest first; it is replayed oldest first.');
    if (this.#twice > 0)
      notes.push(
        `${counted(this.#twice, 'row has', 'rows have')} the time of the row before: they are one instant, and the last value of each column counts.`,
      );
    if (this.#short > 0)
      notes.push(
        `${counted(this.#short, 'row is', 'rows are')} shorter than the first; what is missing there is no sample.`,
      );
    return notes;
  }
}

const MISFITS: Readonly<Record<WantedColumn['type'], [one: string, many: string]>> = {
  number: ['no number', 'no numbers'],
  boolean: ['neither true nor false', 'neither true nor false'],
  string: ['of no known quality', 'of no known quality'],
};

class ColumnReader {
  readonly name: string;
  readonly #type: WantedColumn['type'];
  readonly #index: number;
  readonly #qualityIndex: number;
  readonly #decimal: '.' | ',';
  readonly #values: number[] = [];
  readonly #quality: number[] = [];
  readonly #texts = new Map<string, number>();
  #misfits = 0;
  #firstMisfit = '';

  constructor({ name, type, index, quality }: Layout['columns'][number], decimal: '.' | ',') {
    this.name = name;
    this.#type = type;
    this.#index = index;
    this.#qualityIndex = quality;
    this.#decimal = decimal;
  }

  take(cells: readonly string[], line: number): void {
    const text = cells[this.#index]?.trim() ?? '';
    const said = this.#qualityIndex < 0 ? '' : (cells[this.#qualityIndex]?.trim().toLowerCase() ?? '');
    const stated = QUALITIES[said];
    const value = text === '' ? undefined : this.#read(text);
    if (text === '') this.#put(0, stated === BAD ? BAD : ABSENT);
    else if (value === undefined) this.#put(0, stated === ABSENT ? ABSENT : BAD);
    else this.#put(value, stated ?? (said === '' ? GOOD : BAD));
    const isMisfit =
      (value === undefined && text !== '' && !NOT_A_NUMBER.test(text)) ||
      (said !== '' && stated === undefined);
    if (!isMisfit) return;
    if (this.#misfits++ === 0)
      this.#firstMisfit = `line ${line}, "${(value === undefined ? text : said).slice(0, 40)}"`;
  }

  end(isFalling: boolean): TableColumn {
    if (isFalling) {
      this.#values.reverse();
      this.#quality.reverse();
    }
    return {
      type: this.#type,
      values: Float64Array.from(this.#values),
      quality: Uint8Array.from(this.#quality),
      texts: [...this.#texts.keys()],
    };
  }

  notes(): string[] {
    if (this.#misfits === 0) return [];
    const [one, many] = MISFITS[this.#type];
    const what =
      this.#misfits === 1
        ? `1 cell is ${one} and will be a bad sample`
        : `${this.#misfits} cells are ${many} and will be bad samples`;
    return [`${this.name}: ${what} (${this.#firstMisfit}).`];
  }

  #put(value: number, quality: number): void {
    this.#values.push(value);
    this.#quality.push(quality);
  }

  #read(text: string): number | undefined {
    switch (this.#type) {
      case 'number':
        return readNumber(text, this.#decimal);
      case 'boolean':
        return readBoolean(text);
      case 'string': {
        const index = this.#texts.get(text) ?? this.#texts.size;
        this.#texts.set(text, index);
        return index;
      }
      default:
        return this.#type satisfies never;
    }
  }
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function listed(names: readonly string[]): string {
  const more = names.length > 20 ? ` and ${names.length - 20} more` : '';
  return (
    names
      .slice(0, 20)
      .map((name) => `"${name}"`)
      .join(', ') + more
  );
}

function problem(says: string, remedy: string): { problem: TableProblem } {
  return { problem: { says, remedy } };
}

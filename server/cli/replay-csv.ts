import type { Plan } from '@twinloom/runtime/compile/plan';
import type { Decoded } from '@twinloom/runtime/node/definition';
import { Arrivals } from '@twinloom/runtime/run/arrivals';
import type { Input } from '@twinloom/runtime/run/inbox';
import { layReadings, readAll, type Heard } from '@twinloom/runtime/run/lay-readings';
import { csvRows, type CsvRow } from '@twinloom/runtime/table/split-csv';
import { BAD, qualityCode, type QualityCode } from '@twinloom/runtime/signal/quality';
import { readChunks } from '../storage/read-chunks.ts';
import { bindColumns, columnNames, type Column } from './bind-columns.ts';
import { sayFileError } from './load-flow.ts';
import { readCell } from './read-cell.ts';
import { readFirstTime, readTime, type CellTime } from './read-time.ts';

/** One row of a replay: all that arrives in one instant. */
export interface ReplayRow {
  /** s since the origin. */
  at: number;
  inputs: Input[];
}

export interface Replay {
  /** Time of the first row, s since 1970; absent when the file counts from the origin. */
  epoch: number | undefined;
  /** What a person should know before it runs, one line each. */
  warnings: string[];
  /** The rows as they are read, in time, counted from an origin in s since 1970; a problem is the last. `warn` hears once per column of cells that do not fit. */
  rows(epoch: number, warn: (says: string) => void): AsyncGenerator<ReplayRow | { problem: string }>;
}

type Problem = { problem: string };

const MICROS = 1e6;
const QUALITY_WORDS = ['', 'good', 'uncertain', 'bad', 'absent'];

/** Opens a CSV for a flow: reads its header and first time, binds its columns to sources. Rows are read when asked for, never all at once. */
export async function openReplay(file: string, plan: Plan): Promise<Replay | Problem> {
  const rows = csvRows(readChunks(file));
  try {
    return await openRows(rows, plan);
  } catch (error) {
    return { problem: `the file cannot be read: ${sayFileError(error)}` };
  }
}

async function openRows(rows: AsyncGenerator<CsvRow | Problem>, plan: Plan): Promise<Replay | Problem> {
  const header = await nextRow(rows);
  if ('problem' in header) return header;
  if (!('problem' in readFirstTime(header.cells[0]?.trim() ?? ''))) {
    return { problem: `line ${header.line}: the first line must name the columns, it holds a time` };
  }
  const bound = bindColumns(header.cells, plan);
  if ('problem' in bound) return bound;
  const canBe = `columns can be named ${listed(columnNames(plan), 20) || '(the flow has no sources)'}`;
  if (bound.columns.length === 0) return { problem: `no column names a source of the flow; ${canBe}` };
  const first = await nextRow(rows);
  if ('problem' in first) return first;
  const time = readFirstTime(first.cells[0]?.trim() ?? '');
  if ('problem' in time) return { problem: `line ${first.line}: ${time.problem}` };
  const warnings = bound.unknown.length > 0 ? [`not used: ${listed(bound.unknown, 8)}; ${canBe}`] : [];
  return {
    epoch: time.isAbsolute ? time.micros / MICROS : undefined,
    warnings,
    rows: (epoch, warn) => readRows(rows, { header, first, time, columns: bound.columns, epoch, warn }),
  };
}

interface Opened {
  header: CsvRow;
  first: CsvRow;
  time: CellTime;
  columns: readonly Column[];
  epoch: number;
  warn: (says: string) => void;
}

async function* readRows(
  rows: AsyncGenerator<CsvRow | Problem>,
  { header, first, time, columns, epoch, warn }: Opened,
): AsyncGenerator<ReplayRow | Problem> {
  const origin = time.isAbsolute ? Math.round(epoch * MICROS) : 0;
  const warned = new Set<Column>();
  const arrivals = new Arrivals();
  let isAfterList = false;
  let last = -Infinity;
  let row: CsvRow | Problem | undefined = first;
  while (row) {
    if ('problem' in row) return yield row;
    const micros = readTime(row.cells[0]?.trim() ?? '', time.isAbsolute);
    const problem =
      typeof micros === 'number'
        ? whyNotNext(row, micros, last, origin, header.cells.length)
        : micros.problem;
    if (problem !== undefined || typeof micros !== 'number') {
      return yield { problem: `line ${row.line}: ${problem}` };
    }
    const heard: Heard[] = [];
    for (const column of columns) {
      const doubt = takeCell(row.cells, column, heard);
      if (!doubt) continue;
      const says = `line ${row.line}, column "${column.name}": ${doubt.says}`;
      if (doubt.isFatal) return yield { problem: says };
      if (!warned.has(column)) warn(`${says}; it is a bad sample, and so are others like it`);
      warned.add(column);
    }
    const at = (micros - origin) / MICROS;
    const [begin = [], ...more] = layReadings(heard);
    // Rows of one time are together, unless the last one had more readings than fit in it.
    yield { at: isAfterList ? arrivals.next(at) : arrivals.join(at), inputs: begin };
    for (const inputs of more) yield { at: arrivals.next(at), inputs };
    isAfterList = more.length > 0;
    last = micros;
    const next: IteratorResult<CsvRow | Problem> = await rows.next();
    row = next.done === true ? undefined : next.value;
  }
}

function whyNotNext({ cells }: CsvRow, micros: number, last: number, origin: number, width: number) {
  if (micros < last) return `the time ${cells[0]?.trim()} goes backwards`;
  if (micros < origin) return `the time ${cells[0]?.trim()} lies before the origin`;
  const extra = cells.slice(width).some((cell) => cell.trim() !== '');
  return extra
    ? `it has ${cells.length} cells, the header has ${width} (a decimal comma, or a missing quote?)`
    : undefined;
}

interface Doubt {
  says: string;
  isFatal: boolean;
}

/** Adds what the sources of a cell hear in it; what is wrong with it, if anything. */
function takeCell(
  cells: readonly string[],
  { index, feed, quality }: Column,
  heard: Heard[],
): Doubt | undefined {
  const text = cells[index] ?? '';
  const word = quality < 0 ? '' : (cells[quality] ?? '').trim().toLowerCase();
  if (!QUALITY_WORDS.includes(word)) {
    return { says: `its quality "${word}" is none of good, uncertain, bad`, isFatal: true };
  }
  if (word === 'absent') return undefined;
  const code = word === '' ? undefined : qualityCode(word as 'good');
  return feed.kind === 'tag'
    ? decodeCell(text, feed.sources, code, heard)
    : takeValue(text, feed, code, heard);
}

function takeValue(
  text: string,
  { node, output }: { node: string; output: { name: string; type: Parameters<typeof readCell>[1] } },
  quality: QualityCode | undefined,
  heard: Heard[],
): Doubt | undefined {
  const cell = readCell(text, output.type);
  const hear = (says: Omit<Input, 'node' | 'port'>): void => {
    const reads = { port: output.name, ...says };
    heard.push({ source: { node }, reads });
  };
  switch (cell.kind) {
    case 'value':
      hear({ value: cell.value, ...(quality !== undefined && { quality }) });
      return undefined;
    case 'none':
      if (quality === BAD) hear({ quality: BAD });
      return undefined;
    case 'bad':
      hear({ quality: BAD });
      return cell.says === undefined ? undefined : { says: cell.says, isFatal: false };
    case 'unreadable':
      return { says: cell.says, isFatal: true };
    default:
      return cell satisfies never;
  }
}

const encoder = new TextEncoder();

function decodeCell(
  text: string,
  sources: Extract<Column['feed'], { kind: 'tag' }>['sources'],
  quality: QualityCode | undefined,
  heard: Heard[],
): Doubt | undefined {
  if (text === '' && quality !== BAD) return undefined;
  const bytes = encoder.encode(text);
  const mark = (decoded: Decoded): Decoded => (quality === undefined ? decoded : { ...decoded, quality });
  let doubt: Doubt | undefined;
  for (const source of sources) {
    const reads = text === '' ? {} : readAll(source, bytes);
    const all = 'length' in reads ? reads : [reads];
    heard.push({ source, reads: 'length' in reads ? reads.map(mark) : mark(reads) });
    const wrong = all.find(({ problem }) => problem !== undefined);
    if (wrong) doubt ??= { says: `${source.node}: ${wrong.problem}`, isFatal: false };
  }
  return doubt;
}

async function nextRow(rows: AsyncGenerator<CsvRow | Problem>): Promise<CsvRow | Problem> {
  const next = await rows.next();
  return next.done === true ? { problem: 'it needs a line of names and at least one row' } : next.value;
}

function listed(names: readonly string[], most: number): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(', ')}${more}`;
}

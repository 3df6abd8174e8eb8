import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { edgesOf, type Flow } from '@twinloom/runtime/graph/flow';
import { runCli } from '../fixtures/run-cli.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

/** What a run recorded: a column of cells per port, and `time`. An empty cell is a bad or absent sample. */
export type Recording = Record<string, string[]>;

/** One run of an example; commands are rows of a CSV for its sources. */
export interface ExampleRun {
  for: string;
  every: string;
  record: string[];
  set?: string[];
  replay?: string;
}

/** Runs the plant of an example, or its twin, as `twinloom run` does. */
export function runExample(example: string, file: 'plant' | 'twin', run: ExampleRun): Recording {
  return withFile(run.replay, (replay) => {
    const { status, stdout, stderr } = runCli(
      'run',
      fileOf(example, file),
      '--twin',
      'reference',
      '--for',
      run.for,
      '--every',
      run.every,
      ...run.record.flatMap((port) => ['--record', port]),
      ...(run.set ?? []).flatMap((parameter) => ['--set', parameter]),
      ...(replay === undefined ? [] : ['--replay', replay]),
    );
    if (status !== 0) throw new Error(stderr);
    return readTable(stdout);
  });
}

/** Runs the plant and then the twin on what the plant publishes; what the twin records. */
export function runTwinBesidePlant(
  example: string,
  plant: Omit<ExampleRun, 'record' | 'every'>,
  record: string[],
): Recording {
  const published = publishedPorts(readFlowFile(example, 'plant'));
  const sources = Object.entries(readFlowFile(example, 'twin').nodes).flatMap(([id, { type, params }]) => {
    const port = type === 'sources/mqtt' ? published.get(String(params?.['topic'])) : undefined;
    return port === undefined ? [] : [[id, port] as const];
  });
  const told = runExample(example, 'plant', {
    ...plant,
    every: '1 s',
    record: [...new Set(sources.map(([, port]) => port))],
  });
  const rows = (told['time'] ?? []).map((time, i) => [
    time,
    ...sources.map(([, port]) => quoted(told[port]?.[i] ?? '')),
  ]);
  const replay = [['time', ...sources.map(([id]) => id)], ...rows].map((row) => row.join(',')).join('\n');
  return runExample(example, 'twin', { for: plant.for, every: '1 s', record, replay });
}

/** The numbers of a port, in the order of time. */
export function numbersOf(recording: Recording, port: string): number[] {
  const cells = recording[port];
  if (!cells) throw new Error(`${port} was not recorded`);
  return cells.map((cell) => (cell === '' ? Number.NaN : Number(cell)));
}

/** The number that a port held last. */
export function lastOf(recording: Recording, port: string): number {
  return numbersOf(recording, port).at(-1) ?? Number.NaN;
}

/** The times, s, at which a boolean port became true. */
export function risesOf(recording: Recording, port: string): number[] {
  const cells = recording[port] ?? [];
  return numbersOf(recording, 'time').filter((_, i) => cells[i] === 'true' && cells[i - 1] !== 'true');
}

function fileOf(example: string, file: 'plant' | 'twin'): string {
  return join(EXAMPLES, example, `${file}.flow.json`);
}

function readFlowFile(example: string, file: 'plant' | 'twin'): Flow {
  return JSON.parse(readFileSync(fileOf(example, file), 'utf8')) as Flow;
}

/** Topic → the port that is published there. */
function publishedPorts(flow: Flow): Map<string, string> {
  return new Map(
    edgesOf(flow).flatMap(({ from, to }) => {
      const { type, params } = flow.nodes[to.node] ?? { type: '' };
      return type === 'sinks/mqtt-publish' ? [[String(params?.['topic']), `${from.node}.${from.port}`]] : [];
    }),
  );
}

function readTable(csv: string): Recording {
  const rows = csv.trim().split('\n').map(cellsOf);
  const [head = [], ...body] = rows;
  return Object.fromEntries(head.map((name, j) => [name, body.map((row) => row[j] ?? '')]));
}

/** The cells of a row; a quoted one, such as a waveform, may hold commas. */
function cellsOf(row: string): string[] {
  if (!row.includes('"')) return row.split(',');
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, inQuotes, plain]) => inQuotes?.replaceAll('""', '"') ?? plain ?? '',
  );
}

function quoted(cell: string): string {
  return cell.includes(',') ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Hands the text over as a file, which is gone afterwards. */
function withFile<T>(text: string | undefined, work: (path: string | undefined) => T): T {
  if (text === undefined) return work(undefined);
  const folder = mkdtempSync(join(tmpdir(), 'twinloom-'));
  try {
    const path = join(folder, 'replay.csv');
    writeFileSync(path, `${text}\n`);
    return work(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import type { Plan } from '../compile/plan.ts';
import { rowsOf, type SimulationColumn } from '../protocol/simulation.ts';
import { ABSENT, BAD } from '../signal/quality.ts';
import type { Input } from './inbox.ts';
import { MICROS } from './moment.ts';
import { Twin, type TwinStats } from './twin.ts';

/** Something put on a source at a time, s since the origin. */
export interface TimedInput extends Input {
  at: number;
}

/** Which stretch of simulated time to run from 0, and what of it to keep. Times in s. */
export interface RunToRecord {
  id: string;
  seed: number;
  seconds: number;
  every: number;
  /** Indexes in `plan.ports`. */
  record: readonly number[];
  /** In order of time. */
  inputs: readonly TimedInput[];
  mostInstants: number;
}

export interface RecordedRun {
  engine: Twin['engine'];
  stats: TwinStats;
  times: Float64Array<ArrayBuffer>;
  columns: SimulationColumn[];
}

/** Instants between two words of progress. */
const STRIDE = 512;

/**
 * Runs a plan over simulated time and keeps what its ports show at equal distances: a row shows what stood there once all that was due by then had run.
 * Yields the time it has come to, s, so that whoever runs it may say so or stop; returns undefined when it needed more instants than it may.
 * Throws an EvalError where code from text is forbidden.
 */
export function* recordRun(plan: Plan, run: RunToRecord): Generator<number, RecordedRun | undefined> {
  const { record, inputs, every, mostInstants } = run;
  const events = new Float64Array(record.length);
  let instants = 0;
  const twin = new Twin(plan, {
    id: run.id,
    seed: run.seed,
    onInstant: (at) => {
      instants++;
      countEvents(at, record, events);
    },
  });
  const rows = rowsOf(run.seconds, every);
  const times = new Float64Array(rows);
  const columns = record.map((port) => newColumn(plan, port, rows));
  let put = 0;
  for (let row = 0; row < rows; row++) {
    const t = Math.round(row * every * MICROS) / MICROS;
    for (;;) {
      const next = inputs[put]?.at ?? Infinity;
      const due = twin.nextDue();
      if (Math.min(next, due) > t) break;
      if (next <= due) {
        const end = countTogether(inputs, put);
        twin.deliver(next, inputs.slice(put, end));
        put = end;
      } else twin.advance(due);
      if (instants > mostInstants) return undefined;
      if (instants % STRIDE === 0) yield t;
    }
    times[row] = t;
    for (let i = 0; i < columns.length; i++) keep(columns[i]!, row, twin, record[i]!, events[i]!);
    events.fill(0);
  }
  for (const [i, column] of columns.entries()) {
    if (!isNumeric(column.type)) column.last = twin.object(record[i]!);
  }
  return { engine: twin.engine, stats: twin.stats(), times, columns };
}

function newColumn(plan: Plan, index: number, rows: number): SimulationColumn {
  const { port, type, unit } = plan.ports[index]!;
  const values = new Float64Array(rows).fill(Number.NaN);
  return { port, type, unit, values, quality: new Uint8Array(rows).fill(ABSENT) };
}

function keep(
  { type, values, quality }: SimulationColumn,
  row: number,
  twin: Twin,
  port: number,
  events: number,
): void {
  quality[row] = twin.quality(port);
  values[row] = type === 'event' ? events : isNumeric(type) ? twin.value(port) : Number.NaN;
}

function countEvents(twin: Twin, record: readonly number[], events: Float64Array): void {
  for (let i = 0; i < record.length; i++) {
    const port = record[i]!;
    if (twin.isFresh(port) && twin.quality(port) < BAD) events[i]!++;
  }
}

/** Inputs of one time arrive together. */
function countTogether(inputs: readonly TimedInput[], from: number): number {
  let end = from + 1;
  while (inputs[end]?.at === inputs[from]!.at) end++;
  return end;
}

function isNumeric(type: string): boolean {
  return type === 'number' || type === 'boolean' || type === 'event';
}

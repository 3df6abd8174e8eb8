import type { Twin } from '@twinloom/runtime/run/twin';
import type { ReplayRow } from './replay-csv.ts';

/** Which stretch of time to run, s since the origin; without an end, up to the last row. */
export interface Stretch {
  start: number;
  end: number | undefined;
  rows: AsyncIterable<ReplayRow | { problem: string }> | undefined;
  /** A twin that goes on from a snapshot has had what came at its start. */
  isResumed: boolean;
}

/** Lets whoever reads the results catch up; false ends the run. */
export interface Pause {
  isDue(): boolean;
  take(): Promise<boolean>;
}

export type Simulated = { end: number } | { problem: string } | 'stopped';

/** Runs a twin over a stretch of simulated time as fast as it goes: rows are delivered at their time, all that is due by the end runs. */
export async function simulate(twin: Twin, stretch: Stretch, pause: Pause): Promise<Simulated> {
  const { start, end = Infinity, rows, isResumed } = stretch;
  let last = start;
  for await (const row of rows ?? []) {
    if ('problem' in row) return row;
    if (row.at > end) break;
    if (row.at < start || (isResumed && row.at === start)) continue;
    if (!(await runBefore(twin, row.at, pause))) return 'stopped';
    twin.deliver(row.at, row.inputs);
    last = row.at;
    if (pause.isDue() && !(await pause.take())) return 'stopped';
  }
  const until = stretch.end ?? last;
  if (!(await runBefore(twin, until, pause))) return 'stopped';
  twin.advance(until);
  return { end: until };
}

/** Inputs come before ticks of the same time, so what is due then waits for them. */
async function runBefore(twin: Twin, t: number, pause: Pause): Promise<boolean> {
  for (let due = twin.nextDue(); due < t; due = twin.nextDue()) {
    twin.advance(due);
    if (pause.isDue() && !(await pause.take())) return false;
  }
  return true;
}

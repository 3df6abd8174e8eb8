import { createWriteStream } from 'node:fs';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Plan } from '@twinloom/runtime/compile/plan';
import { hasErrors, type Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { Twin, type TwinStats } from '@twinloom/runtime/run/twin';
import { choosePorts } from './choose-ports.ts';
import { loadFlow, sayFileError } from './load-flow.ts';
import { loadTables } from './load-tables.ts';
import { readRunFlags, type RunFlags } from './read-run-flags.ts';
import { Recording } from './record-csv.ts';
import { openReplay, type Replay } from './replay-csv.ts';
import { RowWriter } from './row-writer.ts';
import { runLive } from './run-live.ts';
import { sayDiagnostic } from './say-diagnostic.ts';
import { sayNotices } from './say-notices.ts';
import { checkHandValues, readSetValues, type SetValue } from './set-values.ts';
import { simulate, type Simulated } from './simulate.ts';
import { readSnapshotFile, writeSnapshotFile, type Resumed } from './snapshot-file.ts';

/** Everything a run needs, read and found sound. */
interface Prepared {
  flags: RunFlags;
  plan: Plan;
  ports: number[];
  byHand: Record<string, SetValue>;
  resumed: Resumed | undefined;
  replay: Replay | undefined;
}

const MICROS = 1e6;

/** `twinloom run`: one flow without a screen, in simulated time as fast as it goes or live. 1: the flow or an input is wrong; 2: usage. */
export async function run(args: string[]): Promise<number> {
  const flags = readRunFlags(args);
  if ('problem' in flags) {
    console.error(`twinloom run: ${flags.problem}`);
    return 2;
  }
  const prepared = await prepare(flags);
  if (!prepared) return 1;
  const writer = openWriter(flags);
  const started = performance.now();
  const ran = flags.live ? await runLive(prepared, writer) : await runSimulated(prepared, writer);
  await writer?.close();
  const failure = 'problem' in ran ? ran.problem : outputFailure(flags, writer);
  if (failure !== undefined) return complain(failure);
  if ('problem' in ran || ran.end === undefined) return 0;
  if (flags.snapshot !== undefined && !(await keepSnapshot(flags.snapshot, ran.twin, ran.end))) return 1;
  if (flags.stats) {
    const wallSeconds = (performance.now() - started) / 1000;
    console.error(
      JSON.stringify(statsLine(ran.twin.stats(), ran.end - (prepared.resumed?.until ?? 0), wallSeconds)),
    );
  }
  return 0;
}

/** Reads and checks all that the flags name; says what is wrong on stderr, all of it at once where it can. */
async function prepare(flags: RunFlags): Promise<Prepared | undefined> {
  const { flow, diagnostics } = await loadFlow(flags.flow);
  if (!flow) return refuse(flags.flow, diagnostics);
  const set = readSetValues(flow, flags.set);
  const { tables, notes } = await loadTables(flow, flags.flow);
  const compiled = compileFlow(flow, catalog, { twin: flags.twin, parameters: set.parameters }, tables);
  const { plan } = compiled;
  const found = [...diagnostics, ...set.diagnostics, ...compiled.diagnostics];
  if (!plan || hasErrors(found)) return refuse(flags.flow, found);
  const { ports, diagnostics: ofPorts } = choosePorts(plan, flags.record);
  found.push(...ofPorts, ...checkHandValues(plan, set.byHand));
  if (hasErrors(found)) return refuse(flags.flow, found);
  sayAll(flags.flow, found);
  for (const note of notes) console.error(`${flags.flow}: ${note}`);
  const resumed = flags.resume === undefined ? undefined : await readSnapshotFile(flags.resume);
  if (resumed && 'problem' in resumed) return refuseFile(flags.resume, resumed.problem);
  const replay = flags.replay === undefined ? undefined : await openReplay(flags.replay, plan);
  if (replay && 'problem' in replay) return refuseFile(flags.replay, replay.problem);
  const clash = whyNotResumed(flags, resumed, replay);
  if (clash !== undefined) return refuseFile(flags.resume, clash);
  for (const warning of replay?.warnings ?? []) console.error(`${flags.replay}: ${warning}`);
  return { flags, plan, ports, byHand: set.byHand, resumed, replay };
}

/** A snapshot and what it meets must count time from the same origin. */
function whyNotResumed(
  flags: RunFlags,
  resumed: Resumed | undefined,
  replay: Replay | undefined,
): string | undefined {
  if (!resumed) return undefined;
  const { epoch, seed } = resumed.snapshot;
  if (epoch === 0 && replay?.epoch !== undefined) {
    return `it was taken in time since its origin, but ${flags.replay} holds dates; give the replay it was taken with`;
  }
  if (epoch === 0 && flags.live) return 'it was taken in simulated time and cannot go on in real time';
  if (flags.seed !== undefined && flags.seed !== seed) return `it was taken with --seed ${seed} and keeps it`;
  return undefined;
}

async function runSimulated(prepared: Prepared, writer: RowWriter | undefined) {
  const { flags, plan, ports, byHand, resumed, replay } = prepared;
  let recording: Recording | undefined;
  const options = {
    id: flags.twin,
    seed: flags.seed,
    epoch: replay?.epoch ?? 0,
    onNotice: sayNotices((line) => console.error(`${flags.flow}: ${line}`)),
    onInstant: (twin: Twin) => recording?.take(twin),
  };
  const twin = resumed ? Twin.restore(plan, resumed.snapshot, options) : new Twin(plan, options);
  const start = resumed?.until ?? 0;
  if (writer) {
    const { every, quality } = flags;
    const after = resumed ? start : undefined;
    recording = new Recording(twin, { ports, every, quality, after, write: (text) => writer.write(text) });
  }
  if (Object.keys(byHand).length > 0) twin.set(start, byHand);
  const end = flags.for === undefined ? undefined : Math.round((start + flags.for) * MICROS) / MICROS;
  const rows = replay?.rows(twin.epoch, (says) => console.error(`${flags.replay}: ${says}`));
  const stretch = { start, end, rows, isResumed: resumed !== undefined };
  const simulated = await simulate(twin, stretch, pauseFor(writer));
  if (typeof simulated === 'object' && 'end' in simulated) recording?.finish(simulated.end);
  return { ...outcomeOf(simulated, flags.replay), twin };
}

function outcomeOf(simulated: Simulated, replay: string | undefined): { end?: number; problem?: string } {
  if (simulated === 'stopped') return {};
  return 'problem' in simulated ? { problem: `${replay}: ${simulated.problem}` } : simulated;
}

function pauseFor(writer: RowWriter | undefined) {
  return {
    isDue: () => writer?.isFull === true,
    take: async () => {
      await writer?.flush();
      return writer?.isClosed !== true;
    },
  };
}

/** Where rows go; nowhere in live mode unless somebody asked for them. */
function openWriter({ live, out, record }: RunFlags): RowWriter | undefined {
  if (live !== undefined && out === undefined && record.length === 0) return undefined;
  return new RowWriter(out === undefined ? process.stdout : createWriteStream(out));
}

function outputFailure({ out = 'stdout' }: RunFlags, writer: RowWriter | undefined): string | undefined {
  if (writer?.failure) return `${out} cannot be written: ${sayFileError(writer.failure)}`;
  if (writer && writer.lost > 0)
    console.error(`twinloom run: ${writer.lost} rows were left out: ${out} is read too slowly.`);
  return undefined;
}

async function keepSnapshot(file: string, twin: Twin, end: number): Promise<boolean> {
  try {
    await writeSnapshotFile(file, twin, end);
    return true;
  } catch (error) {
    complain(`${file} cannot be written: ${sayFileError(error)}`);
    return false;
  }
}

function statsLine(
  { instants, nodeSteps, solver }: TwinStats,
  simulatedSeconds: number,
  wallSeconds: number,
) {
  return { simulatedSeconds, wallSeconds, instants, nodeSteps, solver };
}

function sayAll(file: string, diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) console.error(sayDiagnostic(file, diagnostic));
}

function refuse(file: string, diagnostics: readonly Diagnostic[]): undefined {
  sayAll(file, diagnostics);
}

function refuseFile(file: string | undefined, says: string): undefined {
  console.error(`${file}: ${says}`);
}

function complain(says: string): 1 {
  console.error(`twinloom run: ${says}`);
  return 1;
}

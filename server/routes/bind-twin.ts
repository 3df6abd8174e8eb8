import type { ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { readDraft, readVersion } from '../storage/flows.ts';
import { writeTimeline } from '../storage/timeline.ts';
import { readTwin, removeTwin, writeTwin, type TwinRecord } from '../storage/twins.ts';
import { LOCAL_AUTHOR, type Parts } from './parts.ts';
import { journalFailed, neverDeployed, refusedFlow, unknownFlow } from './problems.ts';
import { twinsToRun } from './start-twins.ts';

type Binding = Pick<TwinRecord, 'flow' | 'parameters'>;

/** Binds a flow to an asset and runs it: a new twin at the newest version, a known one of the same flow at the version it has. */
export function bindTwin(
  parts: Parts,
  id: string,
  binding: Binding,
): Promise<TwinRecord | { problem: ProblemBody }> {
  return parts.inTurn(() => bindInTurn(parts, id, binding));
}

async function bindInTurn(
  { storage, host, failures, journalHealth, now }: Parts,
  id: string,
  { flow, parameters }: Binding,
): Promise<TwinRecord | { problem: ProblemBody }> {
  const fault = journalHealth();
  if (fault !== undefined) return { problem: journalFailed(fault) };
  if (!(await readDraft(storage, flow))) return { problem: unknownFlow(flow) };
  const newest = await readVersion(storage, flow);
  if (!newest) return { problem: neverDeployed(flow) };
  const former = await readTwin(storage, id);
  const version = former?.flow === flow ? former.version : newest.n;
  const twin = { id, flow, version, parameters };
  // Kept before it runs: one that runs and is not kept would be gone at the next start.
  await writeTwin(storage, twin);
  let isRunning = false;
  try {
    const deployed = await host.deploy(await twinsToRun(storage, [twin]));
    if ('diagnostics' in deployed) return { problem: refusedFlow(flow, deployed.diagnostics) };
    isRunning = true;
  } finally {
    if (!isRunning) await (former ? writeTwin(storage, former) : removeTwin(storage, id));
  }
  failures.delete(id);
  await writeTimeline(storage, [id], { t: now(), author: LOCAL_AUTHOR, kind: 'deployed', version });
  return twin;
}

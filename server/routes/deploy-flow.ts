import { hasErrors } from '@twinloom/runtime/graph/diagnostic';
import type { DeployBody, PlanBody, ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { mergePlans } from '../host/merge-plans.ts';
import { addVersion, readDraft, withdrawVersion } from '../storage/flows.ts';
import { writeTimeline } from '../storage/timeline.ts';
import { listTwins, type TwinRecord } from '../storage/twins.ts';
import { LOCAL_AUTHOR, type Parts } from './parts.ts';
import {
  draftMovedBeforeDeploy,
  journalFailed,
  refusedFlow,
  twinOfOtherFlow,
  unknownFlow,
} from './problems.ts';
import { twinsToRun } from './start-twins.ts';

/** What a deploy may be told: the draft the person saw, only some twins, a note for the version. */
export interface DeployRequest {
  etag?: string;
  twins?: string[];
  note?: string;
  /** Version in whose state the twins go on. */
  stateOf?: number;
}

/** Makes the draft the next version and moves the flow's twins to it: all of them and the version, or nothing. */
export function deployFlow(
  parts: Parts,
  flow: string,
  request: DeployRequest,
): Promise<DeployBody | { problem: ProblemBody }> {
  return parts.inTurn(() => deployInTurn(parts, flow, request));
}

async function deployInTurn(
  parts: Parts,
  flow: string,
  request: DeployRequest,
): Promise<DeployBody | { problem: ProblemBody }> {
  const { storage, host, failures, noteDeployed, journalHealth, now } = parts;
  const fault = journalHealth();
  if (fault !== undefined) return { problem: journalFailed(fault) };
  const draft = await readDraft(storage, flow);
  if (!draft) return { problem: unknownFlow(flow) };
  if (request.etag !== undefined && unquoted(request.etag) !== draft.etag) {
    return { problem: draftMovedBeforeDeploy(flow, draft.etag) };
  }
  const all = await listTwins(storage, flow);
  const stranger = request.twins?.find((id) => !all.some((twin) => twin.id === id));
  if (stranger !== undefined) return { problem: twinOfOtherFlow(stranger, flow) };
  const twins = request.twins ? all.filter(({ id }) => request.twins?.includes(id)) : all;

  const { document } = draft;
  const diagnostics = await host.check(document);
  if (hasErrors(diagnostics)) return { problem: refusedFlow(flow, diagnostics) };

  const entry = { flow, document, author: LOCAL_AUTHOR, t: now(), note: request.note };
  const version = await addVersion(
    storage,
    entry,
    twins.map(({ id }) => id),
  );
  const plans = await moveOrWithdraw(parts, twins, version, flow, request.stateOf);
  if ('problem' in plans) return plans;
  for (const { id } of twins) failures.delete(id);
  noteDeployed(flow);
  await writeTimeline(
    storage,
    twins.map(({ id }) => id),
    {
      t: now(),
      author: LOCAL_AUTHOR,
      ...(request.note && { note: request.note }),
      kind: request.stateOf === undefined ? 'deployed' : 'went-back',
      version,
      ...(request.stateOf !== undefined && { stateOf: request.stateOf }),
    },
  );
  return { flow, version, plan: mergePlans(Object.values(plans.plans)) };
}

async function moveOrWithdraw(
  { storage, host }: Parts,
  twins: TwinRecord[],
  version: number,
  flow: string,
  stateOf: number | undefined,
): Promise<{ plans: Record<string, PlanBody> } | { problem: ProblemBody }> {
  if (twins.length === 0) return { plans: {} };
  let isMoved = false;
  try {
    const toRun = await twinsToRun(
      storage,
      twins.map((twin) => ({ ...twin, version })),
    );
    const deployed = await host.deploy(toRun, stateOf);
    isMoved = 'plans' in deployed;
    return 'plans' in deployed ? deployed : { problem: refusedFlow(flow, deployed.diagnostics) };
  } finally {
    if (!isMoved) await withdrawVersion(storage, flow, version, twins);
  }
}

function unquoted(etag: string): string {
  return etag.replace(/^W\//, '').replaceAll('"', '');
}

import type { Held } from '../host/crash-record.ts';
import { hasErrors, type Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { readVersion } from '../storage/flows.ts';
import { listAllHandSets, listHandSets, type HandSet } from '../storage/hand-sets.ts';
import type { Storage } from '../storage/open-storage.ts';
import { listTwins, type TwinRecord } from '../storage/twins.ts';
import type { Parts, TwinToRun } from './parts.ts';
import { STILL_TO_START } from './twin-body.ts';

/** The first twins of a flow are there at once; the rest comes together: many small parties would wait for those that run already. */
const FIRST_PARTY = 100;

/** Notes every deployed twin, before anybody can ask: who watches it now sees it start. */
export async function awaitTwins({ storage, starting, hub }: Parts): Promise<void> {
  for (const { id } of await listTwins(storage)) {
    starting.add(id);
    hub.publishStatus({ twin: id, state: 'stopped', says: STILL_TO_START, nodes: {}, values: {} });
  }
}

/**
 * Starts every deployed twin again, with what was set by hand, but those of flows that are held. One that no longer compiles stays failed with its
 * reason; the others run.
 */
export async function startTwins(parts: Parts, held: Held): Promise<void> {
  const handSets = await listAllHandSets(parts.storage);
  const byFlow = Map.groupBy(await listTwins(parts.storage), ({ flow }) => flow);
  const toStart: TwinRecord[][] = [];
  for (const [flow, ofFlow] of byFlow) {
    const says = held.of(flow);
    if (says === undefined) toStart.push(ofFlow);
    else
      for (const { id } of ofFlow) {
        parts.starting.delete(id);
        markFailed(parts, id, says);
      }
  }
  const parties = [
    ...toStart.map((ofFlow) => ofFlow.slice(0, FIRST_PARTY)),
    ...toStart.map((ofFlow) => ofFlow.slice(FIRST_PARTY)),
  ];
  for (const party of parties) {
    await startParty(parts, await twinsToRun(parts.storage, party, (twin) => handSets.get(twin) ?? []));
    for (const { id } of party) parts.starting.delete(id);
  }
}

/** Together; where one of them cannot, each half by itself. */
async function startParty(parts: Parts, party: readonly TwinToRun[]): Promise<void> {
  const problem = party.length === 0 ? undefined : await tryToRun(parts, party);
  if (problem === undefined) return;
  const [only] = party;
  if (only && party.length === 1) return markFailed(parts, only.id, problem);
  const half = Math.ceil(party.length / 2);
  await startParty(parts, party.slice(0, half));
  await startParty(parts, party.slice(half));
}

/** Why they do not run; undefined when they do. */
async function tryToRun({ host }: Parts, twins: readonly TwinToRun[]): Promise<string | undefined> {
  try {
    const ran = await host.start(twins);
    return 'plans' in ran ? undefined : reasonOf(ran.diagnostics);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Twins of one flow with the documents of their versions, each read once, and what is set on them by hand. */
export async function twinsToRun(
  storage: Storage,
  twins: readonly TwinRecord[],
  handSetsOf: (twin: string) => Promise<HandSet[]> | HandSet[] = (twin) => listHandSets(storage, twin),
): Promise<TwinToRun[]> {
  const documents = new Map<number, Flow>();
  const toRun: TwinToRun[] = [];
  for (const twin of twins) {
    const { id, flow, version } = twin;
    const document = documents.get(version) ?? (await readVersion(storage, flow, version))?.document;
    if (!document) throw new Error(`the twin ${id} names version ${version} of ${flow}, which is not stored`);
    documents.set(version, document);
    const handSets = await handSetsOf(id);
    toRun.push({
      ...twin,
      document,
      handSets: Object.fromEntries(handSets.map(({ port, value }) => [port, value])),
    });
  }
  return toRun;
}

/** Keeps why a twin does not run and tells its readers. */
export function markFailed({ failures, hub }: Parts, twin: string, says: string): void {
  failures.set(twin, says);
  hub.publishStatus({ twin, state: 'failed', says, nodes: {}, values: {} });
}

function reasonOf(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const first = (hasErrors(diagnostics) ? errors : diagnostics)[0];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first?.says ?? 'its flow no longer compiles'}${more}`;
}

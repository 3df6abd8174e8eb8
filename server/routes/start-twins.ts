import type { Held } from '../host/crash-record.ts';
import { hasErrors, type Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { readVersion } from '../storage/flows.ts';
import { listAllHandSets, listHandSets, type HandSet } from '../storage/hand-sets.ts';
import type { Storage } from '../storage/open-storage.ts';
import { listTwins, type TwinRecord } from '../storage/twins.ts';
import type { Parts, TwinToRun } from './parts.ts';

/**
 * Starts every deployed twin again, with what was set by hand, but those of flows that are held. One that no longer compiles stays failed with its
 * reason; the others run.
 */
export async function startTwins(parts: Parts, held: Held): Promise<void> {
  const twins = await listTwins(parts.storage);
  const byFlow = Map.groupBy(twins, ({ flow }) => flow);
  const handSets = await listAllHandSets(parts.storage);
  for (const [flow, ofFlow] of byFlow) {
    const says = held.of(flow);
    if (says !== undefined) {
      for (const { id } of ofFlow) markFailed(parts, id, says);
      continue;
    }
    const toRun = await twinsToRun(parts.storage, ofFlow, (twin) => handSets.get(twin) ?? []);
    if ((await tryToRun(parts, toRun)) === undefined) continue;
    for (const twin of toRun) {
      const problem = await tryToRun(parts, [twin]);
      if (problem !== undefined) markFailed(parts, twin.id, problem);
    }
  }
}

/** Why they do not run; undefined when they do. */
async function tryToRun({ host }: Parts, twins: TwinToRun[]): Promise<string | undefined> {
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

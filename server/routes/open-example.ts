import { freeName } from '@twinloom/runtime/graph/free-name';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { ExampleOpenedBody, ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { listFlows, writeDraft } from '../storage/flows.ts';
import { writePlant } from '../storage/plants.ts';
import { listTwins } from '../storage/twins.ts';
import { bindTwin } from './bind-twin.ts';
import { deployFlow } from './deploy-flow.ts';
import { hasPlant, isExample, readExample, type ExampleTwin } from './example-folder.ts';
import type { Parts } from './parts.ts';
import { unknownExample, unreadableFlow } from './problems.ts';

/**
 * Copies the flow of an example to a flow of its own, deploys it, binds its twins and runs its plant beside each of them. Ids that are
 * taken count up. What does not run is said; the flow is there to be looked at all the same.
 */
export async function openExample(
  parts: Parts,
  id: string,
): Promise<ExampleOpenedBody | { problem: ProblemBody }> {
  const folder = parts.examplesDir;
  if (folder === undefined || !isExample(folder, id)) return { problem: unknownExample(id) };
  const { flow, twins, diagnostics } = await readExample(folder, id);
  if (!flow) return { problem: unreadableFlow(diagnostics) };
  const made = await storeUnderFreeId(parts, id, flow);
  const deployed = await deployFlow(parts, made, { note: 'The example as it comes' });
  if ('problem' in deployed) return { flow: made, twins: [], says: sayProblem(deployed.problem) };

  const bound: string[] = [];
  const says: string[] = [];
  for (const twin of twins) {
    const named = await bindUnderFreeId(parts, made, twin);
    if ('problem' in named) {
      says.push(sayProblem(named.problem));
      continue;
    }
    bound.push(named.id);
    if (!hasPlant(folder, id)) continue;
    await writePlant(parts.storage, { twin: named.id, example: id });
    const problem = await parts.plants?.add(named.id, id);
    if (problem !== undefined) says.push(`the plant of ${named.id} does not run: ${problem}`);
  }
  return { flow: made, twins: bound, ...(says.length > 0 && { says: says.join('; ') }) };
}

async function storeUnderFreeId({ storage, now }: Parts, wish: string, flow: Flow): Promise<string> {
  const taken = new Set((await listFlows(storage)).map(({ id }) => id));
  for (;;) {
    const id = freeName(taken, wish);
    const named = id === wish ? flow : { ...flow, name: `${flow.name ?? wish} ${id.slice(wish.length + 1)}` };
    const written = await writeDraft(storage, id, named, 'absent', now());
    if (!('moved' in written)) return id;
    taken.add(id);
  }
}

async function bindUnderFreeId(
  parts: Parts,
  flow: string,
  { id, parameters }: ExampleTwin,
): Promise<{ id: string } | { problem: ProblemBody }> {
  const taken = new Set((await listTwins(parts.storage)).map((twin) => twin.id));
  const free = freeName(taken, id);
  const bound = await bindTwin(parts, free, { flow, parameters });
  return 'problem' in bound ? bound : { id: free };
}

function sayProblem({ detail, diagnostics = [] }: ProblemBody): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return [detail, ...errors.map(({ says }) => says)].join('; ');
}

import { freeName } from '@twinloom/runtime/graph/free-name';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { ExampleOpenedBody, ExampleValues, ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { listFlows, writeDraft } from '../storage/flows.ts';
import { writePlant } from '../storage/plants.ts';
import { listTwins } from '../storage/twins.ts';
import { bindTwin } from './bind-twin.ts';
import { deployFlow } from './deploy-flow.ts';
import { hasPlant, isExample, readExample, readPlant, type ExampleTwin } from './example-folder.ts';
import { checkValues, valuesFor, withValues } from './example-parameters.ts';
import type { Parts } from './parts.ts';
import { refusedValues, unknownExample, unreadableFlow } from './problems.ts';

/**
 * Copies the flow of an example to a flow of its own, deploys it, binds its twins and runs its plant beside each of them. Ids that are
 * taken count up. What does not run is said; the flow is there to be looked at all the same.
 */
export async function openExample(
  parts: Parts,
  id: string,
  values: ExampleValues = {},
): Promise<ExampleOpenedBody | { problem: ProblemBody }> {
  const folder = parts.examplesDir;
  if (folder === undefined || !isExample(folder, id)) return { problem: unknownExample(id) };
  const { flow, twins, diagnostics } = await readExample(folder, id);
  if (!flow) return { problem: unreadableFlow(diagnostics) };
  const plant = await readPlant(folder, id);
  const wrong = checkValues(values, flow, plant);
  if (wrong.length > 0) return { problem: refusedValues(id, wrong) };
  const chosen = withValues(flow, values);
  const made = await storeUnderFreeId(parts, id, chosen);
  const note = chosen === flow ? 'The example as it comes' : 'The example, with values chosen';
  const deployed = await deployFlow(parts, made, { note });
  if ('problem' in deployed) return { flow: made, twins: [], says: sayProblem(deployed.problem) };

  const bound: string[] = [];
  const says: string[] = [];
  for (const twin of twins) {
    const named = await bindUnderFreeId(parts, made, without(twin, values));
    if ('problem' in named) {
      says.push(sayProblem(named.problem));
      continue;
    }
    bound.push(named.id);
    if (!hasPlant(folder, id)) continue;
    const parameters = valuesFor(plant, values);
    await writePlant(parts.storage, { twin: named.id, example: id, parameters });
    const problem = await parts.plants?.add(named.id, id, parameters);
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

/** What a person chose goes before what the example says of its twin. */
function without({ id, parameters }: ExampleTwin, values: ExampleValues): ExampleTwin {
  const own = Object.entries(parameters).filter(([name]) => !Object.hasOwn(values, name));
  return { id, parameters: Object.fromEntries(own) };
}

function sayProblem({ detail, diagnostics = [] }: ProblemBody): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return [detail, ...errors.map(({ says }) => says)].join('; ');
}

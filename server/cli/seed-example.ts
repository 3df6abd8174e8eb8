import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import type { ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { z } from 'zod';
import { bindTwin } from '../routes/bind-twin.ts';
import { deployFlow } from '../routes/deploy-flow.ts';
import type { Parts } from '../routes/parts.ts';
import { listFlows, writeDraft } from '../storage/flows.ts';

const FLOW = 'pump';
const twinsFile = z.array(
  z.object({
    id: z.string(),
    parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
  }),
);

/** On the first start, with no flow yet: stores the example as flow `pump`, deploys it and binds its twins. Says what went wrong. */
export async function seedExample(parts: Parts, folder: string): Promise<string | undefined> {
  const file = join(folder, 'twin.flow.json');
  if ((await listFlows(parts.storage)).length > 0 || !existsSync(file)) return undefined;
  const { flow, diagnostics } = readFlow(readFileSync(file, 'utf8'));
  if (!flow) return diagnostics.map(({ says }) => says).join('; ');
  const twins = twinsFile.parse(JSON.parse(readFileSync(join(folder, 'twins.json'), 'utf8')));
  await writeDraft(parts.storage, FLOW, flow, 'absent', parts.now());
  const deployed = await deployFlow(parts, FLOW, { note: 'The example as it comes' });
  if ('problem' in deployed) return sayProblem(deployed.problem);
  for (const { id, parameters } of twins) {
    const bound = await bindTwin(parts, id, { flow: FLOW, parameters });
    if ('problem' in bound) return sayProblem(bound.problem);
  }
  return undefined;
}

function sayProblem({ detail, diagnostics = [] }: ProblemBody): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return [detail, ...errors.map(({ says }) => says)].join('; ');
}

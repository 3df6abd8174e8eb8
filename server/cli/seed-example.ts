import { isExample } from '../routes/example-folder.ts';
import { openExample } from '../routes/open-example.ts';
import type { Parts } from '../routes/parts.ts';
import { listFlows } from '../storage/flows.ts';

/** On the first start, with no flow yet: opens an example, so that the page begins with something alive. Says what went wrong. */
export async function seedExample(parts: Parts, id: string): Promise<string | undefined> {
  const { examplesDir, storage } = parts;
  if (examplesDir === undefined || !isExample(examplesDir, id)) return undefined;
  if ((await listFlows(storage)).length > 0) return undefined;
  const opened = await openExample(parts, id);
  return 'problem' in opened ? opened.problem.detail : opened.says;
}

import type { NodeRun } from './node-run.ts';

/** Whether a node that is to go on says something at once: one with no state of its own says its value again, one that never ran gets its chance; the states of others wait for a sample. */
export function runsAnew({ node, started }: NodeRun): boolean {
  if (node.definition.listen) return !started;
  if (node.island >= 0 || node.rate.kind !== 'inherit') return false;
  return !started || node.kind === 'stateless' || node.definition.emits !== undefined;
}

import type { LaidNode, PlanPort } from './plan.ts';

/** The node of each port; undefined for -1, an input that nothing is wired to. */
export function portOwners(
  nodes: readonly LaidNode[],
  planPorts: readonly PlanPort[],
): (port: number) => LaidNode | undefined {
  const owners = new Array<LaidNode | undefined>(planPorts.length);
  for (const node of nodes) for (const output of node.outputs) owners[output.port] = node;
  return (port) => owners[port];
}

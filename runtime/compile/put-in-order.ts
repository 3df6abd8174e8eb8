import type { Diagnostic } from '../graph/diagnostic.ts';
import * as says from './diagnostics.ts';
import { orderByFeedthrough } from './order.ts';
import type { LaidNode, PlanPort } from './plan.ts';
import { portOwners } from './port-owners.ts';

/** The nodes in feedthrough order, each with its place in it; undefined where some wait for each other in a loop, which is said. */
export function putInOrder(
  nodes: LaidNode[],
  planPorts: readonly PlanPort[],
  diagnostics: Diagnostic[],
): LaidNode[] | undefined {
  nodes.forEach((node, index) => (node.index = index));
  const owner = portOwners(nodes, planPorts);
  const after: number[][] = nodes.map(() => []);
  const hearing: number[][] = nodes.map(() => []);
  for (const node of nodes) {
    for (const input of node.inputs) {
      const from = owner(input.from);
      if (from) (input.feedthrough ? after : hearing)[from.index]!.push(node.index);
    }
    for (const { anchor } of node.states) {
      const from = anchor && owner(anchor.from);
      if (from && from !== node) hearing[from.index]!.push(node.index);
    }
  }
  const { order, loops } = orderByFeedthrough(nodes.length, after, hearing);
  for (const loop of loops) diagnostics.push(says.algebraicLoop(loop.map((index) => nodes[index]!.id)));
  if (loops.length > 0) return undefined;
  const ordered = order.map((index) => nodes[index]!);
  ordered.forEach((node, index) => (node.index = index));
  return ordered;
}

import type { Edge } from '../graph/flow.ts';
import { checkEdge } from './check-edge.ts';
import type { LaidNode, PlanPort } from './plan.ts';
import type { ResolvedFlow } from './resolve-ports.ts';

/** Tells each input which port it comes from, and how that is converted. */
export function connectInputs(
  nodes: readonly LaidNode[],
  edges: readonly Edge[],
  planPorts: readonly PlanPort[],
  ports: ResolvedFlow,
): void {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const slots = new Map(planPorts.map((port, slot) => [port.port, slot]));
  for (const edge of edges) {
    const input = byId.get(edge.to.node)?.inputs.find((one) => one.name === edge.to.port);
    const slot = slots.get(`${edge.from.node}.${edge.from.port}`);
    const from = ports.node(edge.from.node)?.outputs.get(edge.from.port);
    const to = ports.node(edge.to.node)?.inputs.get(edge.to.port);
    if (!input || slot === undefined || !from || !to) continue;
    const verdict = checkEdge(from, to);
    input.from = slot;
    input.required = true;
    if (verdict.ok && verdict.conversion) {
      input.factor = verdict.conversion.factor;
      input.offset = verdict.conversion.offset;
    }
  }
}

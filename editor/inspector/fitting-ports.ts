import { checkEdge } from '@twinloom/runtime/compile/check-edge';
import type { ResolvedFlow, ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import type { Flow } from '@twinloom/runtime/graph/flow';

/** Outputs of the other nodes of a flow, `node.port`, whose numbers can become this unit. */
export function fittingPorts(draft: Flow, resolved: ResolvedFlow, own: string, unit: string): string[] {
  return Object.keys(draft.nodes).flatMap((id) => {
    if (id === own) return [];
    const outputs = [...(resolved.node(id)?.outputs.values() ?? [])];
    return outputs.filter((port) => fits(port, unit)).map(({ name }) => `${id}.${name}`);
  });
}

function fits(port: ResolvedPort, unit: string): boolean {
  return port.type === 'number' && checkEdge(port, { ...port, name: 'start', unit }).ok;
}

import { checkEdge } from '@twinloom/runtime/compile/check-edge';
import { resolvePorts, type ResolvedNode, type ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';

const asAdded = new WeakMap<NodeDescriptor, ResolvedNode>();

/** The ports a node of a type has when it is added. */
export function portsAsAdded(descriptor: NodeDescriptor): ResolvedNode {
  const known = asAdded.get(descriptor);
  if (known) return known;
  const flow = { twinloom: 1 as const, nodes: { n: { type: descriptor.type } } };
  const ports = resolvePorts(flow, new Map([[descriptor.type, descriptor]])).node('n');
  const made = ports ?? { inputs: new Map(), outputs: new Map() };
  asAdded.set(descriptor, made);
  return made;
}

/** The input that best takes an output: of its very unit, then one that converts, then one that takes any. */
export function bestInput(from: ResolvedPort, { inputs }: ResolvedNode): string | undefined {
  return best([...inputs.values()], (to) => rank(from, to));
}

/** The output that an input best takes. */
export function bestOutput(to: ResolvedPort, { outputs }: ResolvedNode): string | undefined {
  return best([...outputs.values()], (from) => rank(from, to));
}

/** The types of node with a port that may be wired to this one. */
export function fittingNodes(
  nodes: readonly NodeDescriptor[],
  port: ResolvedPort,
  side: 'input' | 'output',
): NodeDescriptor[] {
  return nodes.filter((descriptor) => {
    const ports = portsAsAdded(descriptor);
    return (side === 'output' ? bestInput(port, ports) : bestOutput(port, ports)) !== undefined;
  });
}

/** The types of node that an edge may be led through. */
export function nodesBetween(
  nodes: readonly NodeDescriptor[],
  from: ResolvedPort,
  to: ResolvedPort,
): NodeDescriptor[] {
  return nodes.filter((descriptor) => {
    const ports = portsAsAdded(descriptor);
    return bestInput(from, ports) !== undefined && bestOutput(to, ports) !== undefined;
  });
}

function best(ports: readonly ResolvedPort[], rankOf: (port: ResolvedPort) => number): string | undefined {
  let found: { name: string; rank: number } | undefined;
  for (const port of ports) {
    const rankHere = rankOf(port);
    if (rankHere > (found?.rank ?? 0)) found = { name: port.name, rank: rankHere };
  }
  return found?.name;
}

/** How well an input suits an output; 0 where they cannot be wired. */
export function rank(from: ResolvedPort, to: ResolvedPort): number {
  const verdict = checkEdge(from, to);
  if (!verdict.ok) return 0;
  const isSame = from.type === to.type;
  const sameUnit = isSame && from.unit !== '' && from.unit === to.unit;
  const hasUnit = isSame && from.unit !== '' && to.unit !== '';
  return 1 + (isSame ? 2 : 0) + (hasUnit ? 2 : 0) + (sameUnit ? 2 : 0) + (to.required ? 1 : 0);
}

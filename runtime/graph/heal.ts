import { addNode, connect, disconnect, removeNodes } from './edits.ts';
import { edgesOf, formatEdge, type Edge, type Flow, type FlowNode, type PortRef } from './flow.ts';

/**
 * Removes nodes and wires what fed them to what they fed. Where several fed a node, the first that `fits` is taken; a target that
 * none fits is left without an edge.
 */
export function removeAndHeal(
  flow: Flow,
  ids: readonly string[],
  fits: (edge: Edge) => boolean = () => true,
): Flow {
  const gone = new Set(ids);
  const edges = edgesOf(flow);
  const feeders = (node: string, seen: Set<string>): PortRef[] => {
    if (seen.has(node)) return [];
    seen.add(node);
    return edges
      .filter(({ to }) => to.node === node)
      .flatMap(({ from }) => (gone.has(from.node) ? feeders(from.node, seen) : [from]));
  };
  let healed = removeNodes(flow, ids);
  for (const { from, to } of edges) {
    if (!gone.has(from.node) || gone.has(to.node)) continue;
    const source = feeders(from.node, new Set()).find((feeder) => fits({ from: feeder, to }));
    if (source) healed = connect(healed, { from: source, to });
  }
  return healed;
}

/** Adds a node in the middle of an edge: what was wired through it goes through the node's `input` and `output` now. */
export function insertOnEdge(
  flow: Flow,
  edge: Edge,
  added: { id: string; node: FlowNode; position: [number, number]; input: string; output: string },
): Flow {
  const { id, node, position, input, output } = added;
  return rewireThrough(addNode(flow, id, node, position), edge, { id, input, output });
}

/** Leads an edge through a node that is there; the same flow where there is no such edge. */
export function rewireThrough(
  flow: Flow,
  edge: Edge,
  { id, input, output }: { id: string; input: string; output: string },
): Flow {
  const wanted = formatEdge(edge);
  if (!edgesOf(flow).some((each) => formatEdge(each) === wanted)) return flow;
  const before = { from: edge.from, to: { node: id, port: input } };
  const after = { from: { node: id, port: output }, to: edge.to };
  return connect(connect(disconnect(flow, edge), before), after);
}

import { declaredOutputs } from '../node/declared-ports.ts';
import type { ExampleFeed, NodeDescriptor } from '../node/descriptor.ts';
import { edgesOf, formatEdge, type Flow } from './flow.ts';

/** Canvas px from a node to what feeds it, and from one feed to the next. */
const COLUMN = 288;
const ROW = 168;

/** Id of the node that an example shows. */
export const EXAMPLE_NODE = 'example';

/** A port of an example that is worth seeing: the source of an input under the input's name, or the node's own output. */
export interface ExampleTrace {
  name: string;
  /** `node.port`. */
  port: string;
}

/** The flow that shows a node at work, with what is worth seeing in its scope; undefined where its author gave no example. */
export function exampleFlow(descriptor: NodeDescriptor): Flow | undefined {
  const { type, title, example } = descriptor;
  if (!example) return undefined;
  const nodes: Flow['nodes'] = {};
  const edges: string[] = [];
  const layout: NonNullable<Flow['layout']> = {};
  let row = 0;
  const place = (id: string, feed: ExampleFeed & { type: string }, column: number): void => {
    const top = row;
    nodes[id] = { type: feed.type, ...(feed.params && { params: feed.params }) };
    for (const [input, from] of Object.entries(feed.inputs ?? {})) {
      const source = id === EXAMPLE_NODE ? input : `${id}-${input}`;
      const fed = from.type ?? 'sources/waveform';
      place(source, { ...from, type: fed }, column - 1);
      const port = from.port ?? (fed.startsWith('sources/') ? 'value' : 'out');
      edges.push(formatEdge({ from: { node: source, port }, to: { node: id, port: input } }));
    }
    layout[id] = [column * COLUMN, top * ROW];
    if (row === top) row++;
  };
  place(EXAMPLE_NODE, { type, ...example }, 0);
  const flow = {
    twinloom: 1 as const,
    name: `${title}: an example`,
    description: example.shows,
    nodes,
    edges,
    layout,
  };
  return { ...flow, scope: { ports: tracesOf(flow, descriptor).map(({ port }) => port) } };
}

/** What of an example is drawn: what is wired to the node, and the port its card shows (else its first output). */
export function exampleTraces(descriptor: NodeDescriptor): ExampleTrace[] {
  const flow = exampleFlow(descriptor);
  return flow ? tracesOf(flow, descriptor) : [];
}

function tracesOf(flow: Flow, descriptor: NodeDescriptor): ExampleTrace[] {
  const inputs = edgesOf(flow)
    .filter(({ to }) => to.node === EXAMPLE_NODE)
    .map(({ from, to }) => ({ name: to.port, port: `${from.node}.${from.port}` }));
  const { card, example, outputs } = descriptor;
  const declared = declaredOutputs({ params: example?.params }, descriptor);
  const names = Object.keys({ ...outputs, ...declared });
  const shown = card.port !== undefined && names.includes(card.port) ? card.port : names[0];
  return shown === undefined ? inputs : [...inputs, { name: shown, port: `${EXAMPLE_NODE}.${shown}` }];
}

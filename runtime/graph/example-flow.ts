import type { ExampleFeed, NodeDescriptor } from '../node/descriptor.ts';
import { formatEdge, type Flow } from './flow.ts';

/** Canvas px from a node to what feeds it, and from one feed to the next. */
const COLUMN = 288;
const ROW = 168;

/** Id of the node that an example shows. */
export const EXAMPLE_NODE = 'example';

/** The flow that shows a node at work; undefined where its author gave no example. */
export function exampleFlow({ type, title, example }: NodeDescriptor): Flow | undefined {
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
  return { twinloom: 1, name: `${title}: an example`, description: example.shows, nodes, edges, layout };
}

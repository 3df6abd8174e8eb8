import './inspector.css';
import type { ReactElement } from 'react';
import { useDocument } from '../stores/document-store.ts';
import { useResolvedFlow } from '../stores/resolved-flow.ts';
import { useAtRest } from '../stores/session-store.ts';
import { EdgeInspector } from './EdgeInspector.tsx';
import { FlowInspector } from './FlowInspector.tsx';
import { NodeInspector } from './NodeInspector.tsx';

/** What is selected: a node, an edge, several, or the flow itself. */
export function Inspector(): ReactElement {
  const draft = useDocument((state) => state.draft);
  const resolved = useResolvedFlow();
  const nodes = useAtRest((state) => state.nodes);
  const edges = useAtRest((state) => state.edges);
  const [id] = nodes;
  const [edge] = edges;
  const node = id === undefined ? undefined : draft?.nodes[id];
  return (
    <aside className="inspector" aria-label="Inspector" tabIndex={-1}>
      {!draft || !resolved ? (
        <p className="empty">Open a flow from the list on the left.</p>
      ) : nodes.length + edges.length > 1 ? (
        <p className="empty">
          {nodes.length} nodes and {edges.length} edges are selected. Drag to move them together, press Del to
          remove them.
        </p>
      ) : id !== undefined && node ? (
        <NodeInspector key={id} id={id} node={node} draft={draft} />
      ) : edge !== undefined && draft.edges?.length ? (
        <EdgeInspector text={edge} resolved={resolved} />
      ) : (
        <FlowInspector draft={draft} />
      )}
    </aside>
  );
}

import './inspector.css';
import type { ReactElement } from 'react';
import { useDocument } from '../stores/document-store.ts';
import { useResolvedFlow } from '../stores/resolved-flow.ts';
import { useAtRest } from '../stores/session-store.ts';
import { EdgeInspector } from './EdgeInspector.tsx';
import { FlowInspector } from './FlowInspector.tsx';
import { NodeInspector } from './NodeInspector.tsx';
import { inspectorWords } from '../words/inspector.ts';

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
    <aside className="inspector" aria-label={inspectorWords.inspector} tabIndex={-1}>
      {!draft || !resolved ? (
        <p className="empty">{inspectorWords.openAFlow}</p>
      ) : nodes.length + edges.length > 1 ? (
        <p className="empty">{inspectorWords.manySelected(nodes.length, edges.length)}</p>
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

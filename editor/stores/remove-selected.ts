import { disconnect, removeNodes } from '@twinloom/runtime/graph/edits';
import { parseEdge } from '@twinloom/runtime/graph/flow';
import { documentStore } from './document-store.ts';
import { announce, select, useSession } from './session-store.ts';

/** Removes the selected nodes with their edges, and the selected edges, as one step of undo. */
export function removeSelected(): void {
  const { nodes, edges } = useSession.getState();
  if (nodes.length + edges.length === 0) return;
  documentStore.getState().edit((flow) => {
    const without = edges.reduce((less, text) => {
      const edge = parseEdge(text);
      return edge ? disconnect(less, edge) : less;
    }, flow);
    return nodes.length > 0 ? removeNodes(without, nodes) : without;
  });
  select([]);
  announce(`Removed ${[...nodes, ...edges].join(', ')}.`);
}

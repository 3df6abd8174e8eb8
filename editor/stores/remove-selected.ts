import { checkEdge } from '@twinloom/runtime/compile/check-edge';
import { disconnect, removeNodes } from '@twinloom/runtime/graph/edits';
import { parseEdge, type Edge, type Flow } from '@twinloom/runtime/graph/flow';
import { ungroup } from '@twinloom/runtime/graph/group-edits';
import { removeAndHeal } from '@twinloom/runtime/graph/heal';
import { removeNotes } from '@twinloom/runtime/graph/note-edits';
import { documentStore } from './document-store.ts';
import { portAt } from './resolved-flow.ts';
import { selection } from './selection.ts';
import { announce, select } from './session-store.ts';
import { commandsWords } from '../words/commands.ts';

/** Removes what is selected as one step of undo: nodes with their edges, edges, notes, collapsed groups with what they hide, and the frames of others but not their nodes. */
export function removeSelected(): void {
  remove(removeNodes, commandsWords.removed);
}

/** The same, and wires what fed the nodes to what they fed, where it fits. */
export function removeAndHealSelected(): void {
  remove((flow, nodes) => removeAndHeal(flow, nodes, fits), commandsWords.removedAndHealed);
}

function remove(
  nodesFrom: (flow: Flow, nodes: readonly string[]) => Flow,
  say: (names: string) => string,
): void {
  const { nodes: chosen, edges, notes, groups } = selection();
  const { groups: known = {} } = documentStore.getState().draft ?? {};
  const hidden = groups.flatMap((id) => (known[id]?.collapsed ? known[id].members : []));
  const nodes = [...new Set([...chosen, ...hidden])];
  if (nodes.length + edges.length + notes.length + groups.length === 0) return;
  documentStore.getState().edit((flow) => {
    const without = edges.reduce((less, text) => {
      const edge = parseEdge(text);
      // A lasso takes the edges of its nodes along; with those they go by themselves.
      const goesAnyway = edge && (nodes.includes(edge.from.node) || nodes.includes(edge.to.node));
      return edge && !goesAnyway ? disconnect(less, edge) : less;
    }, flow);
    const left = nodes.length > 0 ? nodesFrom(without, nodes) : without;
    return removeNotes(ungroup(left, groups), notes);
  });
  select([]);
  announce(say([...nodes, ...edges, ...notes, ...groups].join(', ')));
}

function fits({ from, to }: Edge): boolean {
  const output = portAt({ ...from, side: 'output' });
  const input = portAt({ ...to, side: 'input' });
  return !output || !input || checkEdge(output, input).ok;
}

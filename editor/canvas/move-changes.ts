import type { NodeChange } from '@xyflow/react';
import { moveNodes } from '@twinloom/runtime/graph/edits';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { changeNote } from '@twinloom/runtime/graph/note-edits';
import { sortIds } from '../stores/selection.ts';
import type { CardNode } from './card-nodes.ts';
import type { CollapsedNode } from './collapsed-groups.ts';
import type { FrameNode, NoteNode } from './frame-nodes.ts';

export type CanvasNode = CardNode | FrameNode | CollapsedNode | NoteNode;
type Places = Record<string, { x: number; y: number }>;

/** Where things stand while they are dragged, and where they stand once let go; a frame, or the card of a collapsed group, takes its members along. `cards`: also those that are not shown. */
export function moveChanges(
  changes: readonly NodeChange<CanvasNode>[],
  shown: readonly CanvasNode[],
  dragged: Places,
  cards: readonly CardNode[],
): { moving: Places; moved: Places } {
  const found: { moving: Places; moved: Places } = { moving: {}, moved: {} };
  const byId = new Map(shown.map((node) => [node.id, node]));
  const cardOf = new Map(cards.map((card) => [card.id, card]));
  for (const change of changes) {
    if (change.type !== 'position' || !change.position) continue;
    const into = change.dragging ? found.moving : found.moved;
    const node = byId.get(change.id);
    if (node?.type !== 'frame' && node?.type !== 'collapsed') into[change.id] = change.position;
    else {
      const by = { x: change.position.x - node.position.x, y: change.position.y - node.position.y };
      for (const member of node.data.group.members) {
        const at = dragged[member] ?? cardOf.get(member)?.position;
        if (at && !(member in into)) into[member] = { x: at.x + by.x, y: at.y + by.y };
      }
    }
  }
  return found;
}

/** The same with all that is selected but not mounted: React Flow, which does not know it, does not drag it along. */
export function withSelected(
  changes: NodeChange<CanvasNode>[],
  all: readonly CanvasNode[],
  selected: ReadonlySet<string>,
): NodeChange<CanvasNode>[] {
  const lead = changes.find((change) => change.type === 'position' && selected.has(change.id));
  const known = new Set(changes.map((change) => 'id' in change && change.id));
  if (lead?.type !== 'position' || !lead.position || selected.size <= known.size) return changes;
  const from = all.find(({ id }) => id === lead.id)?.position;
  if (!from) return changes;
  const [dx, dy] = [lead.position.x - from.x, lead.position.y - from.y];
  const others = all.filter(({ id, type }) => type !== 'frame' && selected.has(id) && !known.has(id));
  const along = others.map(({ id, position }) => ({
    ...lead,
    id,
    position: { x: position.x + dx, y: position.y + dy },
  }));
  return [...changes, ...along];
}

/** Puts cards and notes where they were let go. */
export function withMoved(flow: Flow, moved: Places): Flow {
  const { nodes, notes } = sortIds(Object.keys(moved));
  const at = ({ x, y }: { x: number; y: number }): [number, number] => [Math.round(x), Math.round(y)];
  const places = nodes
    .filter((id) => Object.hasOwn(flow.nodes, id))
    .map((id) => [id, at(moved[id]!)] as const);
  const changed = places.filter(([id, [x, y]]) => flow.layout?.[id]?.[0] !== x || flow.layout[id][1] !== y);
  const withCards =
    changed.length === 0
      ? flow
      : moveNodes(flow, Object.fromEntries(changed) as Record<string, [number, number]>);
  return notes.reduce((made, id) => changeNote(made, id, { at: at(moved[`note:${id}`]!) }), withCards);
}

import { alignNodes, distributeNodes, type Box, type Side } from '@twinloom/runtime/graph/arrange';
import { bendsOf, setBends } from '@twinloom/runtime/graph/bends';
import { moveNodes } from '@twinloom/runtime/graph/edits';
import { edgesOf, parseEdge, type Flow } from '@twinloom/runtime/graph/flow';
import { groupNodes, ungroup } from '@twinloom/runtime/graph/group-edits';
import { groupTree } from '@twinloom/runtime/graph/group-tree';
import { changeNote, notesOf } from '@twinloom/runtime/graph/note-edits';
import { layOut } from '../client/lay-out.ts';
import { GRID, snap } from './add-node.ts';
import { canvasView } from './canvas-view.ts';
import { collapseGroups } from './collapse-groups.ts';
import { documentStore } from './document-store.ts';
import { groupCardId, nodesInSelection, selection } from './selection.ts';
import { announce, select, useSession } from './session-store.ts';
import { commandsWords } from '../words/commands.ts';

/** Puts the selected nodes on one line. */
export function alignSelected(side: Side): void {
  documentStore.getState().edit((flow) => alignNodes(flow, boxesOf(shownInSelection()), side));
}

/** Makes the gaps between the selected nodes equal. */
export function distributeSelected(axis: 'across' | 'down'): void {
  documentStore.getState().edit((flow) => distributeNodes(flow, boxesOf(shownInSelection()), axis));
}

/** Moves what is selected by steps of the grid; presses in a row are one step of undo. */
export function moveSelected(across: number, down: number): void {
  const ids = nodesInSelection();
  const { notes } = selection();
  const by = ([x, y]: readonly [number, number]): [number, number] => [x + across * GRID, y + down * GRID];
  const boxes = boxesOf(ids);
  documentStore.getState().edit(
    (flow) => {
      const places = Object.entries(boxes).map(([id, { x, y }]): [string, [number, number]] => [
        id,
        by([x, y]),
      ]);
      const moved = places.length > 0 ? moveNodes(flow, Object.fromEntries(places)) : flow;
      return notes.reduce((made, id) => {
        const note = notesOf(made)[id];
        return note ? changeNote(made, id, { at: by(note.at) }) : made;
      }, moved);
    },
    `move ${ids.join(' ')} ${notes.join(' ')}`,
  );
}

/** Lays the selected nodes out in layers from left to right, or all where fewer than two are selected; the first stays where it begins. */
export async function tidy(): Promise<void> {
  const { draft, flowId } = documentStore.getState();
  const chosen = nodesInSelection();
  if (!draft) return;
  const boxes = boxesOf(chosen.length > 1 ? chosen : Object.keys(draft.nodes));
  if (Object.keys(boxes).length === 0) return;
  const edges = edgesOf(draft).map(({ from, to }) => [from.node, to.node] as const);
  const groups = Object.values(draft.groups ?? {}).map(({ members }) => members);
  const places = await layOut(boxes, edges, groups);
  if (documentStore.getState().flowId !== flowId) return;
  documentStore.getState().edit((flow) => withPlaces(flow, places));
  announce(commandsWords.tidied);
}

function withPlaces(flow: Flow, places: Readonly<Record<string, [number, number]>>): Flow {
  const snapped = Object.entries(places).map(([id, [x, y]]) => [id, [snap(x), snap(y)]] as const);
  // A node may be gone, or another come, while a thread lays them out.
  const moved = snapped.filter(
    ([id, [x, y]]) =>
      Object.hasOwn(flow.nodes, id) && (flow.layout?.[id]?.[0] !== x || flow.layout[id][1] !== y),
  );
  if (moved.length === 0) return flow;
  const placed = moveNodes(flow, Object.fromEntries(moved) as Record<string, [number, number]>);
  return straightened(placed, new Set(moved.map(([id]) => id)));
}

/** Bends led around cards that stand elsewhere now. */
function straightened(flow: Flow, moved: ReadonlySet<string>): Flow {
  return [...bendsOf(flow).keys()].reduce((made, text) => {
    const edge = parseEdge(text);
    return edge && (moved.has(edge.from.node) || moved.has(edge.to.node)) ? setBends(made, text, []) : made;
  }, flow);
}

/** Puts a frame around the selected nodes. */
export function groupSelected(): void {
  const members = nodesInSelection();
  const { draft, edit } = documentStore.getState();
  if (!draft || members.length === 0) return;
  const { flow, id } = groupNodes(draft, members, commandsWords.newGroup);
  edit(() => flow);
  select([groupCardId(id)]);
  announce(commandsWords.grouped(members.length, id));
}

/** Takes the frames of the selected groups away, or of the groups that hold a selected node. */
export function ungroupSelected(): void {
  const ids = groupsInReach();
  if (ids.length === 0) return;
  documentStore.getState().edit((flow) => ungroup(flow, ids));
  useSession.setState(({ nodes }) => ({ nodes: nodes.filter((id) => !ids.map(groupCardId).includes(id)) }));
  announce(commandsWords.ungrouped(ids.join(', ')));
}

/** Collapses the selected groups, or the innermost ones of the selected nodes; expands them where all of them are. */
export function toggleCollapsed(): void {
  const { draft } = documentStore.getState();
  const { groups = {} } = draft ?? {};
  const { nodes, groups: chosen } = selection();
  const { homeOf } = groupTree(draft ?? {});
  const ids = chosen.length > 0 ? chosen : [...new Set(nodes.flatMap((id) => homeOf.get(id) ?? []))];
  if (ids.length > 0)
    collapseGroups(
      ids,
      ids.some((id) => !groups[id]?.collapsed),
    );
}

/** The groups that `ungroupSelected` would take away. */
export function groupsInReach(): string[] {
  const { nodes, groups } = selection();
  if (groups.length > 0) return groups;
  const all = Object.entries(documentStore.getState().draft?.groups ?? {});
  return all.filter(([, { members }]) => members.some((id) => nodes.includes(id))).map(([id]) => id);
}

function boxesOf(ids: readonly string[]): Record<string, Box> {
  const view = canvasView();
  return Object.fromEntries(
    ids.flatMap((id) => {
      const box = view?.box(id) ?? hiddenBox(id);
      return box ? [[id, box] as const] : [];
    }),
  );
}

/** The selected nodes that stand on the canvas themselves. */
function shownInSelection(): string[] {
  return nodesInSelection().filter((id) => canvasView()?.box(id));
}

/** About how high the card of a node is that a collapsed group hides, px. */
const HIDDEN_HEIGHT = 100;

function hiddenBox(id: string): Box | undefined {
  const place = documentStore.getState().draft?.layout?.[id];
  return place && { x: place[0], y: place[1], width: 208, height: HIDDEN_HEIGHT };
}

import { edgesOf, type Flow } from '@twinloom/runtime/graph/flow';
import { documentStore } from './document-store.ts';
import { nodesInSelection, noteCardId } from './selection.ts';
import { announce, select, showNode } from './session-store.ts';
import { notesOf } from '@twinloom/runtime/graph/note-edits';
import { canvasView } from './canvas-view.ts';

/** Selects all that the selected nodes depend on, or all that depends on them, with themselves. */
export function selectRelated(way: 'upstream' | 'downstream'): void {
  const { draft } = documentStore.getState();
  if (!draft) return;
  const found = relatedNodes(draft, nodesInSelection(), way);
  select(found);
  announce(`Selected ${found.length} nodes.`);
}

/** Selects every node and note. */
export function selectAll(): void {
  const { draft } = documentStore.getState();
  if (!draft) return;
  select([...Object.keys(draft.nodes), ...Object.keys(notesOf(draft)).map(noteCardId)]);
  announce('Selected all.');
}

/** The nodes given and all that is reached from them along the edges, or against them. */
export function relatedNodes(flow: Flow, from: readonly string[], way: 'upstream' | 'downstream'): string[] {
  const next = new Map<string, string[]>();
  for (const edge of edgesOf(flow)) {
    const [here, there] = way === 'upstream' ? [edge.to, edge.from] : [edge.from, edge.to];
    next.set(here.node, [...(next.get(here.node) ?? []), there.node]);
  }
  const found = new Set(from);
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other);
  return [...found].filter((id) => Object.hasOwn(flow.nodes, id));
}

/** Selects the nearest node in a direction from the selected one, and shows it. */
export function goToNeighbour(across: number, down: number): void {
  const { draft } = documentStore.getState();
  const view = canvasView();
  const [from] = nodesInSelection();
  if (!draft || !view) return;
  const here = from === undefined ? undefined : view.box(from);
  if (!here) {
    const [first] = Object.keys(draft.nodes);
    if (first !== undefined) showNode(first);
    return;
  }
  let best: { id: string; far: number } | undefined;
  for (const id of Object.keys(draft.nodes)) {
    const box = id === from ? undefined : view.box(id);
    if (!box) continue;
    const [dx, dy] = [box.x - here.x, box.y - here.y];
    const ahead = dx * across + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * across);
    if (ahead <= 0) continue;
    const far = ahead + 2 * aside;
    if (!best || far < best.far) best = { id, far };
  }
  if (best) {
    showNode(best.id);
    announce(`${best.id}`);
  }
}

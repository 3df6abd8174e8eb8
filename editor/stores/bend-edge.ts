import { bendsOf, setBends, type Point } from '@twinloom/runtime/graph/bends';
import { parseEdge } from '@twinloom/runtime/graph/flow';
import { snap } from './add-node.ts';
import { canvasView } from './canvas-view.ts';
import { documentStore } from './document-store.ts';
import { selection } from './selection.ts';
import { announce } from './session-store.ts';
import { editsWords } from '../words/edits.ts';

/** Gives an edge other bends; with the same key in a row they are one step of undo. */
export function bendEdge(text: string, bends: readonly Point[], key?: string): void {
  documentStore.getState().edit((flow) => setBends(flow, text, bends), key);
  announce(bends.length === 0 ? editsWords.edgeIsStraight : editsWords.edgeBends(bends.length));
}

/** The one edge that is selected. */
export function selectedEdge(): string | undefined {
  const { nodes, edges } = selection();
  return nodes.length === 0 && edges.length === 1 ? edges[0] : undefined;
}

/** Bends the selected edge where the pointer is, else below its middle. */
export function bendHere(): void {
  const text = selectedEdge();
  const { draft } = documentStore.getState();
  const edge = parseEdge(text ?? '');
  const view = canvasView();
  if (text === undefined || !draft || !edge || !view) return;
  const [from, to] = [view.box(edge.from.node), view.box(edge.to.node)];
  const middle: Point = [
    ((from?.x ?? 0) + (from?.width ?? 0) + (to?.x ?? 0)) / 2,
    Math.max((from?.y ?? 0) + (from?.height ?? 0), (to?.y ?? 0) + (to?.height ?? 0)) + BELOW,
  ];
  const [x, y] = view.pointed()?.at ?? middle;
  const bends = bendsOf(draft).get(text) ?? [];
  const before = bends.filter((bend) => bend[0] < x).length;
  bendEdge(text, bends.toSpliced(before, 0, [snap(x), snap(y)]));
}

/** How far below both cards an edge runs that is bent without a pointer, px. */
const BELOW = 24;

/** Takes all bends out of the selected edge. */
export function straighten(): void {
  const text = selectedEdge();
  if (text !== undefined) bendEdge(text, []);
}

/** Whether the selected edge has bends. */
export function isBent(): boolean {
  const text = selectedEdge();
  const { draft } = documentStore.getState();
  return text !== undefined && draft !== undefined && bendsOf(draft).has(text);
}

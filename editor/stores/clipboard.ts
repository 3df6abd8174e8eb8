import type { Flow } from '@twinloom/runtime/graph/flow';
import { copyNodes, pasteNodes } from '@twinloom/runtime/graph/fragment';
import { notesOf } from '@twinloom/runtime/graph/note-edits';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import { writeFlow } from '@twinloom/runtime/graph/write-flow';
import { freeSpot, GRID, snap } from './add-node.ts';
import { canvasView } from './canvas-view.ts';
import { documentStore } from './document-store.ts';
import { removeSelected } from './remove-selected.ts';
import { nodesInSelection, selection } from './selection.ts';
import { announce, refuse, select, useSession } from './session-store.ts';
import { clipboardWords } from '../words/clipboard.ts';

/** How far a duplicate stands from what it is of, px. */
const BESIDE = 4 * GRID;

/** What is selected as the text of a flow file; undefined where nothing is. */
export function copyText(): string | undefined {
  const { draft } = documentStore.getState();
  const nodes = nodesInSelection();
  const { notes } = selection();
  return draft && nodes.length + notes.length > 0 ? writeFlow(copyNodes(draft, nodes, notes)) : undefined;
}

/** Copies for a menu, without a clipboard event. */
export function copySelected(): void {
  const text = copyText();
  if (text !== undefined) void navigator.clipboard?.writeText(text).then(sayCopied, sayForbidden);
}

export function cutSelected(): void {
  copySelected();
  removeSelected();
}

/** Pastes for a menu. The browser may ask first, or forbid it. */
export function pasteAtSpot(): void {
  void navigator.clipboard?.readText().then((text) => pasteText(text), sayForbidden);
}

export function sayCopied(): void {
  announce(clipboardWords.copied);
}

/** Puts a second one of what is selected beside it. */
export function duplicateSelected(): void {
  const text = copyText();
  const { flow } = text === undefined ? {} : readFlow(text);
  if (flow) paste(flow, [BESIDE, BESIDE]);
}

/** Puts the nodes of a flow file, such as a copy, where the pointer is. Says what it is where it is none; nothing changes then. */
export function pasteText(text: string): void {
  const { flow, diagnostics } = readFlow(text);
  if (!flow) {
    const [first] = diagnostics;
    const isJson = first?.code !== 'broken-json';
    refuse({
      title: clipboardWords.nothingPasted,
      says: isJson
        ? (first?.says ?? clipboardWords.isNoFlow)
        : clipboardWords.holdsSomethingElse(kindOf(text)),
      remedy: isJson ? (first?.remedy ?? '') : clipboardWords.copySomethingFitting,
    });
    return;
  }
  const [left, top] = cornerOf(flow);
  const wish = canvasView()?.spot().at ?? [left + BESIDE, top + BESIDE];
  const { draft } = documentStore.getState();
  const [x, y] = draft ? freeSpot(draft, wish) : wish;
  paste(flow, [snap(x - left), snap(y - top)]);
}

function paste(fragment: Flow, by: [number, number]): void {
  const { draft, edit } = documentStore.getState();
  if (!draft) return;
  const { flow, ids } = pasteNodes(draft, fragment, by);
  if (ids.length === 0 && Object.keys(notesOf(fragment)).length === 0) {
    refuse({
      title: clipboardWords.nothingPasted,
      says: clipboardWords.hasNoNodes,
      remedy: clipboardWords.copySomeFirst,
    });
    return;
  }
  useSession.setState({ refused: undefined });
  edit(() => flow);
  select(ids);
  announce(clipboardWords.pasted(ids.length, ids.join(', ')));
}

function cornerOf(flow: Flow): [number, number] {
  const places = [...Object.values(flow.layout ?? {}), ...Object.values(notesOf(flow)).map(({ at }) => at)];
  if (places.length === 0) return [0, 0];
  return [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))];
}

const LONGEST_SAID = 40;

function kindOf(text: string): string {
  const short = text.trim().replace(/\s+/g, ' ');
  if (short === '') return clipboardWords.noText;
  return clipboardWords.theText(short.length > LONGEST_SAID ? `${short.slice(0, LONGEST_SAID)}…` : short);
}

function sayForbidden(): void {
  refuse({
    title: clipboardWords.isClosed,
    says: clipboardWords.menuMayNot,
    remedy: clipboardWords.pressKeysInstead,
  });
}

import type { Node } from '@xyflow/react';
import type { Flow, FlowGroup } from '@twinloom/runtime/graph/flow';
import { collapsedInto, groupTree, type GroupTree } from '@twinloom/runtime/graph/group-tree';
import { notesOf, type FlowNote } from '@twinloom/runtime/graph/note-edits';
import { groupCardId, noteCardId } from '../stores/selection.ts';
import { CARD_WIDTH } from './card-geometry.ts';
import type { CardNode } from './card-nodes.ts';
import type { CollapsedNode } from './collapsed-groups.ts';
import { canvasWords } from '../words/canvas.ts';

export type FrameNode = Node<{ id: string; group: FlowGroup }, 'frame'>;
export type NoteNode = Node<{ id: string; note: FlowNote }, 'note'>;

const PAD = 16;
const HEAD = 28;
const LINE = 18;
const NOTE_PAD = 12;
const LEAST_LINES = 2;
const LETTERS_IN_LINE = 30;

/** The titled frames of groups, each around its members and the groups in it, the outer ones first; a group without members, or that a collapsed one hides, has none. */
export function frameNodes(
  flow: Flow,
  cards: readonly (CardNode | CollapsedNode)[],
  selected: ReadonlySet<string>,
): FrameNode[] {
  const tree = groupTree(flow);
  const hiddenIn = collapsedInto(flow);
  const byId = new Map(cards.map((card) => [card.id, card]));
  const frames = new Map<string, FrameNode>();
  for (const id of tree.inner) {
    const group = flow.groups?.[id];
    if (!group || isHidden(id, group, hiddenIn, tree)) continue;
    const shown = group.members.map((member) => {
      const collapsed = hiddenIn.get(member);
      return collapsed === undefined ? member : groupCardId(collapsed);
    });
    const inner = [...frames.values()].filter(({ data }) => tree.parentOf.get(data.id) === id);
    const inside = [...new Set(shown)].flatMap((member) => byId.get(member) ?? []);
    if (inside.length > 0) frames.set(id, frameAround(id, group, [...inside, ...inner], selected));
  }
  return [...frames.values()].toReversed();
}

/** It, or one around it, is shown as a card. */
function isHidden(
  id: string,
  { members }: FlowGroup,
  hiddenIn: ReadonlyMap<string, string>,
  { parentOf }: GroupTree,
): boolean {
  const around = new Set<string>();
  for (let each: string | undefined = id; each !== undefined; each = parentOf.get(each)) around.add(each);
  return members.some((member) => around.has(hiddenIn.get(member) ?? ''));
}

function frameAround(
  id: string,
  group: FlowGroup,
  inside: readonly { position: { x: number; y: number }; width?: number; height?: number }[],
  selected: ReadonlySet<string>,
): FrameNode {
  const left = Math.min(...inside.map(({ position }) => position.x)) - PAD;
  const top = Math.min(...inside.map(({ position }) => position.y)) - PAD - HEAD;
  const right = Math.max(...inside.map(({ position, width = CARD_WIDTH }) => position.x + width)) + PAD;
  const bottom = Math.max(...inside.map(({ position, height = 0 }) => position.y + height)) + PAD;
  const size = { width: right - left, height: bottom - top };
  return {
    id: groupCardId(id),
    type: 'frame' as const,
    position: { x: left, y: top },
    data: { id, group },
    selected: selected.has(groupCardId(id)),
    ...size,
    measured: size,
    zIndex: -1,
    connectable: false,
    dragHandle: '.group-title',
    style: { pointerEvents: 'none' as const },
    ariaLabel: canvasWords.groupFrame(group.title ?? id, group.members.length),
  };
}

/** The notes of a flow, as high as their text. */
export function noteNodes(
  flow: Flow,
  places: Readonly<Record<string, { x: number; y: number }>>,
  selected: ReadonlySet<string>,
): NoteNode[] {
  return Object.entries(notesOf(flow)).map(([id, note]) => {
    const card = noteCardId(id);
    const size = { width: CARD_WIDTH, height: heightOf(note.text) };
    return {
      id: card,
      type: 'note' as const,
      position: places[card] ?? { x: note.at[0], y: note.at[1] },
      data: { id, note },
      selected: selected.has(card),
      ...size,
      measured: size,
      connectable: false,
      ariaLabel: canvasWords.noteText(note.text),
    };
  });
}

function heightOf(text: string): number {
  const lines = text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LETTERS_IN_LINE)), 0);
  return 2 * NOTE_PAD + Math.max(LEAST_LINES, lines) * LINE;
}

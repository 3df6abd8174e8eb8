import type { Node } from '@xyflow/react';
import type { Flow, FlowGroup } from '@twinloom/runtime/graph/flow';
import { notesOf, type FlowNote } from '@twinloom/runtime/graph/note-edits';
import { groupCardId, noteCardId } from '../stores/selection.ts';
import { CARD_WIDTH } from './card-geometry.ts';
import type { CardNode } from './card-nodes.ts';

export type FrameNode = Node<{ id: string; group: FlowGroup }, 'frame'>;
export type NoteNode = Node<{ id: string; note: FlowNote }, 'note'>;

const PAD = 16;
const HEAD = 28;
const LINE = 18;
const NOTE_PAD = 12;
const LEAST_LINES = 2;
const LETTERS_IN_LINE = 30;

/** The titled frames of groups, each around its members; a group without members has none. */
export function frameNodes(
  flow: Flow,
  cards: readonly CardNode[],
  selected: ReadonlySet<string>,
): FrameNode[] {
  const byId = new Map(cards.map((card) => [card.id, card]));
  return Object.entries(flow.groups ?? {}).flatMap(([id, group]) => {
    const members = group.members.flatMap((member) => byId.get(member) ?? []);
    if (members.length === 0) return [];
    const left = Math.min(...members.map(({ position }) => position.x)) - PAD;
    const top = Math.min(...members.map(({ position }) => position.y)) - PAD - HEAD;
    const right = Math.max(...members.map(({ position, width = CARD_WIDTH }) => position.x + width)) + PAD;
    const bottom = Math.max(...members.map(({ position, height = 0 }) => position.y + height)) + PAD;
    const size = { width: right - left, height: bottom - top };
    return [
      {
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
        ariaLabel: `Group ${group.title ?? id}, ${members.length} nodes`,
      },
    ];
  });
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
      ariaLabel: `Note: ${note.text}`,
    };
  });
}

function heightOf(text: string): number {
  const lines = text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LETTERS_IN_LINE)), 0);
  return 2 * NOTE_PAD + Math.max(LEAST_LINES, lines) * LINE;
}

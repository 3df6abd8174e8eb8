import { describe, expect, it } from 'vitest';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { CardNode } from './card-nodes.ts';
import { frameNodes, noteNodes } from './frame-nodes.ts';

const card = (id: string, x: number, y: number) =>
  ({ id, type: 'card', position: { x, y }, width: 208, height: 76, data: {} }) as unknown as CardNode;

const flow: Flow = {
  twinloom: 1,
  nodes: { a: { type: 'x/a' }, b: { type: 'x/b' } },
  groups: { pair: { title: 'Pair', members: ['a', 'b', 'gone'] }, empty: { members: [] } },
  notes: { n: { text: 'one\ntwo\nthree\nfour', at: [8, 16] }, odd: 'kept' },
};

describe('a group', () => {
  it('is framed around its members that are there, its title above them', () => {
    const [frame, ...others] = frameNodes(flow, [card('a', 100, 100), card('b', 400, 200)], new Set());
    expect(others).toEqual([]);
    expect(frame?.position).toEqual({ x: 84, y: 56 });
    expect([frame?.width, frame?.height]).toEqual([540, 236]);
  });
});

describe('a note', () => {
  it('stands where it was put, as high as its text', () => {
    const notes = noteNodes(flow, {}, new Set(['note:n']));
    expect(notes.map(({ id, position, height, selected }) => [id, position, height, selected])).toEqual([
      ['note:n', { x: 8, y: 16 }, 96, true],
    ]);
  });
});

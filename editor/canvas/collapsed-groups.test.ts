import { describe, expect, it } from 'vitest';
import { resolvePorts } from '@twinloom/runtime/compile/resolve-ports';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { collapsedInto } from '@twinloom/runtime/graph/group-tree';
import { createCardEdges } from './card-edges.ts';
import { createCardNodes } from './card-nodes.ts';
import { collapsedNodes, edgesAround } from './collapsed-groups.ts';
import { frameNodes } from './frame-nodes.ts';
import { moveChanges } from './move-changes.ts';
import { portPoint } from './port-point.ts';

const flow: Flow = {
  twinloom: 1,
  nodes: { inlet: { type: 'a/b' }, tank: { type: 'a/b' }, smooth: { type: 'a/b' }, high: { type: 'a/b' } },
  edges: [
    'inlet.value -> tank.inflow',
    'tank.level -> smooth.in',
    'smooth.out -> high.in',
    'tank.level -> high.in2',
  ],
  layout: { inlet: [0, 0], tank: [240, 40], smooth: [480, 16], high: [720, 0] },
  groups: {
    middle: { title: 'Level', members: ['tank', 'smooth'], collapsed: true },
    all: { members: ['inlet', 'tank', 'smooth'] },
  },
};
const none = new Map<string, never>();
const resolved = resolvePorts(flow, none);
const hiddenIn = collapsedInto(flow);
const cards = createCardNodes()(flow, resolved, none, {}, new Set());
const [collapsed] = collapsedNodes(flow, cards, hiddenIn, new Set());

describe('a collapsed group', () => {
  it('is one card where its leftmost member stands, with each port that crosses its border once', () => {
    expect(collapsed).toMatchObject({ id: 'group:middle', position: { x: 240, y: 40 } });
    const names = (side: 'inputs' | 'outputs') =>
      collapsed!.data[side].map(({ node, port }) => `${node}.${port.name}`);
    expect(names('inputs')).toEqual(['tank.inflow']);
    expect(names('outputs')).toEqual(['smooth.out', 'tank.level']);
    expect(portPoint('group:middle', 'tank.inflow', 'target')).toEqual({
      node: 'tank',
      port: 'inflow',
      side: 'input',
    });
  });

  it('takes the edges of its members to itself, those within out of sight', () => {
    const edges = edgesAround(createCardEdges()(flow, resolved, new Set()), hiddenIn);
    expect(edges.map(({ id, source, sourceHandle, target }) => [id, source, sourceHandle, target])).toEqual([
      ['inlet.value -> tank.inflow', 'inlet', 'value', 'group:middle'],
      ['smooth.out -> high.in', 'group:middle', 'smooth.out', 'high'],
      ['tank.level -> high.in2', 'group:middle', 'tank.level', 'high'],
    ]);
  });

  it('stands in the frame of the group around it, and has none of its own', () => {
    const shown = [...cards.filter(({ id }) => !hiddenIn.has(id)), collapsed!];
    const [frame, ...others] = frameNodes(flow, shown, new Set());
    expect(others).toEqual([]);
    expect(frame).toMatchObject({ id: 'group:all', position: { x: -16, y: -44 }, width: 240 + 208 + 32 });
  });

  it('takes all that it hides along when it is moved', () => {
    const change = { id: 'group:middle', type: 'position' as const, position: { x: 250, y: 44 } };
    const { moved } = moveChanges([change], [collapsed!], {}, cards);
    expect(moved).toEqual({ tank: { x: 250, y: 44 }, smooth: { x: 490, y: 20 } });
  });
});

describe('groups that are open', () => {
  it('lie in one another, the outer frame around the inner one', () => {
    const open: Flow = {
      ...flow,
      groups: { ...flow.groups, middle: { members: ['tank', 'smooth'] } },
    };
    const frames = frameNodes(open, cards, new Set());
    expect(frames.map(({ id }) => id)).toEqual(['group:all', 'group:middle']);
    const [outer, inner] = frames;
    expect(inner!.position).toEqual({ x: 224, y: -28 });
    expect(outer!.position.y).toBeLessThan(inner!.position.y - 28);
    expect(outer!.position.x + outer!.width!).toBeGreaterThan(inner!.position.x + inner!.width!);
  });
});

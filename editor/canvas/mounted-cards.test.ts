import { describe, expect, it } from 'vitest';
import type { LiveEdgeElement } from './card-edges.ts';
import { isSameDrawing, toDraw, type Drawing } from './draw-flow.ts';
import { cardAt, cardsInSight, isLarge, mountedParts } from './mounted-cards.ts';
import { withSelected, type CanvasNode } from './move-changes.ts';

const card = (id: string, x: number, y: number): CanvasNode =>
  ({ id, type: 'card', position: { x, y }, width: 200, height: 100, data: {} }) as unknown as CanvasNode;
const frame = { ...card('group:g', -20, -40), type: 'frame' } as CanvasNode;
const edge = (source: string, target: string): LiveEdgeElement =>
  ({ id: `${source}.out -> ${target}.in`, source, target }) as LiveEdgeElement;

/** A row of cards, 300 px apart, each wired to the next. */
const row = (count: number) => ({
  nodes: Array.from({ length: count }, (_, i) => card(`n${i}`, i * 300, 0)),
  edges: Array.from({ length: count - 1 }, (_, i) => edge(`n${i}`, `n${i + 1}`)),
});
const sight = { x: 0, y: 0, zoom: 1, width: 700, height: 400 };

describe('what is mounted of a large flow', () => {
  it('is what is in sight, from its middle outwards', () => {
    const { nodes } = row(200);
    expect(isLarge(nodes)).toBe(true);
    expect(isLarge(nodes.slice(0, 150))).toBe(false);
    expect(cardsInSight(nodes, sight)).toEqual(['n1', 'n0', 'n2']);
    expect(cardsInSight(nodes, { ...sight, x: -600 })).toEqual(['n3', 'n2', 'n4']);
  });

  it('is nothing where so much is in sight that none can be read', () => {
    expect(cardsInSight(row(200).nodes, { ...sight, zoom: 0.01 })).toEqual([]);
  });

  it('comes with its edges and what these lead to, and frames are always there', () => {
    const { nodes, edges } = row(200);
    const parts = mountedParts([frame, ...nodes], edges, new Set(['n5']));
    expect(parts.nodes.map(({ id }) => id)).toEqual(['group:g', 'n4', 'n5', 'n6']);
    expect(parts.edges.map(({ id }) => id)).toEqual(['n4.out -> n5.in', 'n5.out -> n6.in']);
  });

  it('what lies topmost at a spot is found though it is only drawn', () => {
    const nodes = [frame, card('below', 0, 0), card('above', 100, 50)];
    expect(cardAt(nodes, 150, 80)?.id).toBe('above');
    expect(cardAt(nodes, 50, 20)?.id).toBe('below');
    expect(cardAt(nodes, -10, -10)).toBeUndefined();
  });
});

describe('what is drawn', () => {
  const { nodes, edges } = row(8);
  const seen = { x: 0, y: 0, width: 700, height: 400 };
  const area = { x: -300, y: -300, width: 1300, height: 1000 };
  const drawn = (ids: string[]) => {
    const { cards, edges: lines } = toDraw(nodes, edges, area, { ids: new Set(ids), seen });
    return [cards.map(({ id }) => id), lines.map((line) => line.edge.source)];
  };

  it('is all of the area while nothing is mounted', () => {
    expect(drawn([])).toEqual([
      ['n0', 'n1', 'n2', 'n3'],
      ['n0', 'n1', 'n2', 'n3'],
    ]);
  });

  it('is what is not mounted, and what would be but is out of sight', () => {
    expect(drawn(['n0', 'n1', 'n2', 'n3'])).toEqual([['n3'], ['n3']]);
  });

  it('is the same until a card or an edge of it moves', () => {
    const drawing = (all: CanvasNode[]): Drawing => ({
      ...toDraw(all, edges, area, { ids: new Set(['n1']), seen }),
      area,
      zoom: 1,
      selected: new Set(),
      tones: new Map(),
    });
    const moved = (index: number) => nodes.with(index, card(`n${index}`, index * 300, 8));
    expect(isSameDrawing(drawing(nodes), drawing([...nodes]))).toBe(true);
    expect(isSameDrawing(drawing(nodes), drawing(moved(1)))).toBe(true);
    expect(isSameDrawing(drawing(nodes), drawing(moved(0)))).toBe(false);
    expect(isSameDrawing(drawing(nodes), { ...drawing(nodes), zoom: 2 })).toBe(false);
  });
});

it('a drag takes along what is selected and only drawn', () => {
  const { nodes } = row(4);
  const drag = { type: 'position' as const, id: 'n0', position: { x: 16, y: 8 }, dragging: true };
  const moved = withSelected([drag], nodes, new Set(['n0', 'n3']));
  expect(moved).toEqual([drag, { ...drag, id: 'n3', position: { x: 916, y: 8 } }]);
  expect(withSelected([drag], nodes, new Set(['n0']))).toEqual([drag]);
  expect(withSelected([{ ...drag, id: 'n1' }], nodes, new Set(['n0', 'n3']))).toHaveLength(1);
});

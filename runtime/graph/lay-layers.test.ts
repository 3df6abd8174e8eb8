import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layLayers } from './lay-layers.ts';

const boxes = (...ids: string[]) =>
  Object.fromEntries(ids.map((id, n) => [id, { x: 100 - n, y: 40 + n, width: 208, height: 76 }]));

describe('nodes laid out in layers', () => {
  it('stand right of what feeds them, beginning where they began', () => {
    const places = layLayers(boxes('c', 'b', 'a'), [
      ['a', 'b'],
      ['b', 'c'],
    ]);
    expect(places).toEqual({ a: [98, 40], b: [394, 40], c: [690, 40] });
  });

  it('put a source just before what it feeds, and a loop from left to right but for one edge', () => {
    const places = layLayers(boxes('a', 'b', 'c', 'late'), [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
      ['late', 'c'],
    ]);
    const left = (id: string): number => places[id]![0];
    expect(left('a') < left('b') && left('b') < left('c')).toBe(true);
    expect(left('late')).toBe(left('b'));
  });

  it('cross no edges where none need to', () => {
    const places = layLayers(boxes('a', 'b', 'y', 'x'), [
      ['a', 'x'],
      ['b', 'y'],
    ]);
    expect(places.x![1] < places.y![1]).toBe(places.a![1] < places.b![1]);
  });

  it('keep the members of a group together, with room for its frame', () => {
    const alone = boxes('a', 'x', 'b');
    const places = layLayers(alone, [], [['a', 'b']]);
    const inOrder = Object.keys(places).toSorted((p, q) => places[p]![1] - places[q]![1]);
    expect(Math.abs(inOrder.indexOf('a') - inOrder.indexOf('b'))).toBe(1);
    expect(Math.abs(places.x![1] - places.b![1])).toBeGreaterThanOrEqual(76 + 32 + 48);
  });

  it('never overlap, whatever is wired to what', () => {
    const id = fc.nat({ max: 11 }).map((n) => `n${n}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(id, id), { maxLength: 30 }), (edges) => {
        const all = boxes(...Array.from({ length: 12 }, (_, n) => `n${n}`));
        const places = Object.values(layLayers(all, edges));
        expect(places).toHaveLength(12);
        for (const [i, [x, y]] of places.entries())
          for (const [x2, y2] of places.slice(i + 1))
            expect(Math.abs(x - x2) >= 208 || Math.abs(y - y2) >= 76).toBe(true);
      }),
    );
  });
});

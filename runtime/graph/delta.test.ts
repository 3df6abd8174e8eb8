import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDelta, deltaBetween } from './delta.ts';

const json = fc
  .jsonValue({ maxDepth: 4 })
  .filter((value) => !/__proto__|constructor|prototype/.test(JSON.stringify(value)));

describe('a delta', () => {
  it('leads from any value to any other, to the order of keys, also written as JSON', () => {
    fc.assert(
      fc.property(json, json, (from, to) => {
        const delta = deltaBetween(from, to);
        const stored = delta && JSON.parse(JSON.stringify(delta));
        expect(JSON.stringify(applyDelta(from, stored))).toBe(JSON.stringify(to));
      }),
    );
  });

  it('keeps the order of keys when one comes back in the middle', () => {
    const all = { a: 1, b: 2, c: 3 };
    const without = { a: 1, c: 3 };
    expect(Object.keys(applyDelta(without, deltaBetween(without, all)) as object)).toEqual(['a', 'b', 'c']);
  });

  it('is small where little differs, and nothing where nothing does', () => {
    const edges = Array.from({ length: 500 }, (_, n) => `a${n}.out -> b${n}.in`);
    const changed = { edges: edges.toSpliced(250, 1), nodes: { a: { x: 1 } } };
    expect(deltaBetween({ edges, nodes: { a: { x: 1 } } }, changed)).toEqual({
      in: { edges: { at: 250, out: 1, put: [] } },
    });
    expect(deltaBetween(changed, structuredClone(changed))).toBeUndefined();
  });

  it('leaves what it does not touch the same object', () => {
    const from = { a: { deep: [1] }, b: 1 };
    const to = applyDelta(from, deltaBetween(from, { a: { deep: [1] }, b: 2 })) as typeof from;
    expect(to.a).toBe(from.a);
  });
});

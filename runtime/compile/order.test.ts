import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderByFeedthrough } from './order.ts';

describe('the order by feedthrough', () => {
  it('puts each node after those it needs, and keeps the order of the file otherwise', () => {
    // 0 needs 2; 1 stands free.
    expect(orderByFeedthrough(3, [[], [], [0]]).order).toEqual([1, 2, 0]);
  });

  it('puts a node behind those it only hears, where no cycle forbids it', () => {
    expect(orderByFeedthrough(2, [[], []], [[], [0]]).order).toEqual([1, 0]);
    // 0 feeds 1, and hears it: a cycle broken by a state.
    expect(orderByFeedthrough(2, [[1], []], [[], [0]]).order).toEqual([0, 1]);
  });

  it('names each loop whole, and nothing that merely hangs behind it', () => {
    const { loops } = orderByFeedthrough(6, [[1], [2], [0, 3], [], [5], [4]]);
    expect(loops.map((loop) => loop.toSorted())).toEqual([
      [0, 1, 2],
      [4, 5],
    ]);
  });

  it('is right for any graph without a loop', () => {
    const edges = fc.array(fc.tuple(fc.nat(19), fc.nat(19)).filter(([a, b]) => a < b));
    fc.assert(
      fc.property(
        edges,
        edges,
        fc.shuffledSubarray(
          Array.from({ length: 20 }, (_, i) => i),
          { minLength: 20 },
        ),
        (needs, hears, names) => {
          const lists = (pairs: [number, number][]): number[][] => {
            const after: number[][] = names.map(() => []);
            for (const [a, b] of pairs) after[names[a]!]!.push(names[b]!);
            return after;
          };
          const { order, loops } = orderByFeedthrough(20, lists(needs), lists(hears));
          const place = order.map((_, i) => order.indexOf(i));
          expect(loops).toEqual([]);
          for (const [a, b] of [...needs, ...hears])
            expect(place[names[a]!]!).toBeLessThan(place[names[b]!]!);
        },
      ),
    );
  });

  it('takes 100,000 nodes in a chain', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => (i + 1 < 100_000 ? [i + 1] : [0]));
    expect(orderByFeedthrough(100_000, chain).loops[0]).toHaveLength(100_000);
  });
});

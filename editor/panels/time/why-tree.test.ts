import { describe, expect, it } from 'vitest';
import { treeKey, treeRows, type WhyRow } from './why-tree.ts';

const row = (port: string, above: number | null): WhyRow => {
  const sample = { type: 'number', unit: 'm', value: 1, quality: 'good', age: 0 } as const;
  const input = above === null ? null : 'in';
  return { port, above, input, ...sample, share: null, slope: null, source: null, seen: null };
};
/** By breadth, as it comes: a reads b and c, b reads d. */
const chain = [row('a', null), row('b', 0), row('c', 0), row('d', 1)];
const none = new Set<number>();

describe('the tree of a chain', () => {
  it('puts what reads into a row below it, and leaves out what is closed', () => {
    const shown = (closed: ReadonlySet<number>) =>
      treeRows(chain, closed).map(({ row: { port }, level }) => `${port}${level}`);
    expect(shown(none)).toEqual(['a1', 'b2', 'd3', 'c2']);
    expect(shown(new Set([1]))).toEqual(['a1', 'b2', 'c2']);
    expect(shown(new Set([0]))).toEqual(['a1']);
  });

  it('is walked by arrows: right opens and goes in, left closes and goes out', () => {
    const rows = treeRows(chain, none);
    expect(treeKey('ArrowDown', rows, 0, none)).toEqual({ to: 1 });
    expect(treeKey('ArrowUp', rows, 0, none)).toBeUndefined();
    expect(treeKey('ArrowRight', rows, 1, none)).toEqual({ to: 2 });
    expect(treeKey('ArrowLeft', rows, 1, none)).toEqual({ close: 1 });
    expect(treeKey('ArrowLeft', rows, 2, none)).toEqual({ to: 1 });
    expect(treeKey('ArrowLeft', rows, 3, none)).toEqual({ to: 0 });
    const closed = new Set([1]);
    expect(treeKey('ArrowRight', treeRows(chain, closed), 1, closed)).toEqual({ open: 1 });
    expect(treeKey('End', rows, 0, none)).toEqual({ to: 3 });
  });
});

import { describe, expect, it } from 'vitest';
import { Shelf } from './shelf.ts';

describe('a shelf', () => {
  it('makes one thing of a text, and another of another', () => {
    const shelf = new Shelf<{ n: number }>();
    let n = 0;
    const make = () => ({ n: n++ });
    const kept = [shelf.get('a', make), shelf.get('b', make), shelf.get('a', make)];
    expect(kept).toEqual([{ n: 0 }, { n: 1 }, { n: 0 }]);
    expect(kept[2]).toBe(kept[0]);
    expect(shelf.size).toBe(2);
  });
});

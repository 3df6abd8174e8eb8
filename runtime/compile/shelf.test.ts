import { describe, expect, it } from 'vitest';
import { Shelf } from './shelf.ts';

describe('a shelf', () => {
  it('has under each text what was put there last', () => {
    const shelf = new Shelf<{ n: number }>();
    const [one, other, third] = [{ n: 1 }, { n: 2 }, { n: 3 }];
    expect(shelf.put('a', one)).toBe(one);
    shelf.put('b', other);
    expect([shelf.find('a'), shelf.find('b'), shelf.find('c')]).toEqual([one, other, undefined]);
    shelf.put('a', third);
    expect(shelf.find('a')).toBe(third);
    expect(shelf.size).toBe(2);
  });
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Shelf } from './shelf.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

describe('a shelf', () => {
  it('makes one thing of a text, and another of another', () => {
    const shelf = new Shelf<{ n: number }>();
    let n = 0;
    const make = () => ({ n: n++ });
    const kept = [shelf.get('a', make), shelf.get('b', make), shelf.get('a', make)];
    expect(kept).toEqual([{ n: 0 }, { n: 1 }, { n: 0 }]);
    expect(kept[2]).toBe(kept[0]);
  });

  it('forgets what nobody uses, and makes it anew', async () => {
    const shelf = new Shelf<{ n: number }>();
    const kept = shelf.get('kept', () => ({ n: 0 }));
    for (let n = 1; n <= 1_000; n++) shelf.get(`n${n}`, () => ({ n }));
    expect(shelf.size).toBe(1_001);
    await expect
      .poll(() => {
        collect();
        return shelf.size;
      })
      .toBe(1);
    expect(shelf.get('kept', () => ({ n: -1 }))).toBe(kept);
    expect(shelf.get('n1', () => ({ n: -1 }))).toEqual({ n: -1 });
  });
});

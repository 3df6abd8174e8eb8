import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textMark } from './text-mark.ts';

describe('the mark of a text', () => {
  it('is a whole number from 0 that a double holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const mark = textMark(text);
        return Number.isSafeInteger(mark) && mark >= 0;
      }),
    );
  });

  it('tells texts apart', () => {
    const texts = Array.from({ length: 100_000 }, (_, i) => String(i / 7));
    expect(new Set(texts.map(textMark)).size).toBe(texts.length);
    expect(textMark('ab')).not.toBe(textMark('ba'));
  });

  it('has the upper 21 bits of the FNV-1a of the text read backwards above those', () => {
    for (const text of ['', 'a', 'foobar', 'ab']) {
      const backwards = textMark([...text].toReversed().join('')) % 2 ** 32;
      expect(Math.floor(textMark(text) / 2 ** 32)).toBe(Math.floor(backwards / 2 ** 11));
    }
  });

  it('has the FNV-1a of its text in the lower 32 bits', () => {
    // Fowler, Noll, Vo: published values for "", "a" and "foobar".
    expect(['', 'a', 'foobar'].map((text) => textMark(text) % 2 ** 32)).toEqual([
      0x811c9dc5, 0xe40c292c, 0xbf9cf968,
    ]);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactText } from './exact-text.ts';

const plain = fc.anything({ withNullPrototype: false });

describe('exact text', () => {
  it('is the same for a copy', () => {
    const value = { b: [1, -0, 'x', null, undefined, Number.NaN], a: { c: true } };
    expect(exactText(structuredClone(value))).toBe(exactText(value));
  });

  it.each([
    [0, -0],
    [Number.NaN, null],
    [Infinity, null],
    [undefined, null],
    ['1', 1],
    ['undefined', undefined],
    [{ a: undefined }, {}],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [['a', 'b'], ['a,b']],
    [[[], 'a'], [['a']]],
    ['a"', 'a\\"'],
    [[], {}],
    [[undefined], []],
  ])('tells %j from %j', (one, other) => {
    expect(exactText(one)).not.toBe(exactText(other));
  });

  it('of what is no plain data is never the same', () => {
    const odd = (): void => undefined;
    expect(exactText([odd])).not.toBe(exactText([odd]));
    expect(exactText(new Date(0))).not.toBe(exactText(new Date(0)));
    expect(exactText(1n)).not.toBe(exactText(1n));
  });

  it('is the same only for values that are', () => {
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        if (exactText(one) === exactText(other)) expect(one).toStrictEqual(other);
      }),
      { numRuns: 2_000 },
    );
  });
});

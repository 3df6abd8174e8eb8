import { describe, expect, it } from 'vitest';
import { describeJson } from './describe-json.ts';

describe('a JSON value in words', () => {
  it.each([
    [null, 'null'],
    [12.5, '12.5'],
    [1e999, 'Infinity'],
    [false, 'false'],
    ['on', '"on"'],
    ['a\nb', '"a\\nb"'],
    [[1, 2, 3], 'a list of 3'],
    [{}, 'an empty object'],
    [{ flow: 1, unit: 'm3/h' }, 'an object with flow, unit'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, 'an object with a, b, c, d, e, …'],
  ])('%j is %s', (value, words) => {
    expect(describeJson(value)).toBe(words);
  });

  it('cuts a name of more than 20 and a text of more than 40 characters', () => {
    expect(describeJson({ ['n'.repeat(20)]: 1 })).toBe(`an object with ${'n'.repeat(20)}`);
    expect(describeJson({ ['n'.repeat(21)]: 1 })).toBe(`an object with ${'n'.repeat(19)}…`);
    expect(describeJson('x'.repeat(40))).toBe(`"${'x'.repeat(40)}"`);
    expect(describeJson('x'.repeat(41))).toBe(`"${'x'.repeat(39)}…"`);
  });

  it('stays short whatever it is', () => {
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${'x'.repeat(500)}${i}`, i]));
    expect(describeJson(wide).length).toBeLessThan(140);
    expect(describeJson('x'.repeat(1e6)).length).toBe(42);
    const deep = JSON.parse(`${'['.repeat(1e5)}${']'.repeat(1e5)}`) as unknown;
    expect(describeJson(deep)).toBe('a list of 1');
  });
});

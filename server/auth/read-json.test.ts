import { describe, expect, it } from 'vitest';
import { readJson } from './read-json.ts';

const problemOf = (text: string) => {
  const read = readJson(text);
  return 'problem' in read ? read.problem : undefined;
};
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('the body of a request', () => {
  it('is JSON, or absent when empty', () => {
    expect(readJson('{"a":[1,"ü",null]}')).toEqual({ value: { a: [1, 'ü', null] } });
    expect(readJson('')).toEqual({ value: undefined });
  });

  it('that is broken names line and column', () => {
    expect(problemOf('{\n  "a" 1}')).toMatchObject({
      code: 'broken-json',
      diagnostics: [{ at: [{ line: 2, column: 7 }] }],
    });
  });

  it.each(['{"__proto__":{"x":1}}', '{"a":[{"constructor":{"prototype":{}}}]}', '{"prototype":1}'])(
    'with a poisoning key is refused: %s',
    (text) => {
      expect(problemOf(text)?.code).toBe('refused-json');
    },
  );

  it('may be 66 levels deep and no more', () => {
    expect(problemOf(nested(66))).toBeUndefined();
    expect(problemOf(nested(67))?.code).toBe('refused-json');
    expect(problemOf(nested(1_000_000))?.code).toBe('refused-json');
  });
});

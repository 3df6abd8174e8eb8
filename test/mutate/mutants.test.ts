import { describe, expect, it } from 'vitest';
import { mutantsOf, mutated } from './mutants.ts';

const changed = (text: string): string[] => mutantsOf(text).map((mutant) => mutated(text, mutant));

describe('the mutants of a file', () => {
  it.each([
    ['y = a + 1;', ['y = a - 1;', 'y = a + 2;']],
    ['y += a;', ['y -= a;']],
    ['i++;', ['i--;']],
    ['y = a < b;', ['y = a <= b;', 'y = a > b;']],
    ['y = a && !b;', ['y = a || !b;', 'y = a && b;']],
    ['y = -a;', ['y = a;']],
    ['y = a ** b;', ['y = a * b;']],
    ['y = Math.max(a, b);', ['y = Math.min(a, b);']],
    ['y = true;', ['y = false;']],
    ['y = 10n * a;', ['y = 11n * a;', 'y = 10n / a;']],
    ["y = [['ft', '0.3048']];", ["y = [['ft', '0.307848']];"]],
    [
      "y = { value: '5', of: 'K/9' };",
      ["y = { value: '6', of: 'K/9' };", "y = { value: '5', of: 'K.9' };", "y = { value: '5', of: 'K/10' };"],
    ],
    [
      "y = ['R', '2', 'm2/[H2O].s'];",
      [
        "y = ['R', '3', 'm2/[H2O].s'];",
        "y = ['R', '2', 'm3/[H2O].s'];",
        "y = ['R', '2', 'm2.[H2O].s'];",
        "y = ['R', '2', 'm2/[H2O]/s'];",
      ],
    ],
  ])('of %s', (text, all) => {
    expect(changed(text)).toEqual(all);
  });

  it('reach into equations, constants and initial values', () => {
    const text =
      "const node = { constants: { g: { value: 9.8 } }, states: { h: { initial: '2*a' } }, equations: ['y = a*b'] };";
    const places = mutantsOf(text).map(({ start, end, becomes }) => `${text.slice(start, end)} ${becomes}`);
    expect(places).toEqual(['9.8 9.898', '2 3', '* /', '* /']);
  });

  it.each([
    ['texts that are joined', "y = 'a' + b;"],
    ['what a person reads', "node = { version: 1, docs: 'a - 1', says: `${a ? 1 : 2} of` };"],
    ['units of ports', "node = { inputs: { a: number('1', { doc: 'a' }), b: number('m3/h') } };"],
    ['the example of a node', 'node = { example: { seconds: 60, params: { a: 1 } } };'],
    ['types', 'let y: 1 | 2 = a as 1;'],
    ['imports', "import { a } from './a-1.ts';"],
    ['the message of an error', 'throw new Error(`${1 + a}`);'],
    ['defaults and limits of params', 'node = { params: z.object({ a: z.number().min(0).default(1) }) };'],
    ['limits of a schema', 'const name = z.string().min(1).max(100);'],
    ['what is written in a comment', '// a + 1\ny = a;'],
  ])('leave %s alone', (_, text) => {
    expect(changed(text)).toEqual([]);
  });

  it('reach into the check of one param against another', () => {
    expect(
      changed('node = { params: z.object({ a: z.number().min(0) }).refine((p) => p.a > p.b) };'),
    ).toHaveLength(2);
  });

  it('tell where they are, and the line before and after', () => {
    expect(mutantsOf('a = 0;\n  y = b * c;\n')[1]).toMatchObject({
      line: 2,
      column: 9,
      from: 'y = b * c;',
      to: 'y = b / c;',
    });
  });
});

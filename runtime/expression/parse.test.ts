import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from './compile.ts';
import { namesIn, type Expr } from './expr.ts';
import { parseEquation, parseExpression } from './parse.ts';

function parsed(text: string): Expr {
  const read = parseExpression(text);
  if ('problem' in read) throw new Error(read.problem.says);
  return read.expr;
}

function valueOf(text: string, values: Record<string, number> = {}): number {
  const names = Object.keys(values);
  return compileExpression(parsed(text), (name) => names.indexOf(name))(
    Float64Array.from(Object.values(values)),
  );
}

function problemOf(text: string): { says: string; column: number; remedy?: string } {
  const read = parseExpression(text);
  if (!('problem' in read)) throw new Error(`${text} was accepted`);
  return read.problem;
}

describe('an expression', () => {
  it.each([
    ['1 + 2*3', 7],
    ['(1 + 2)*3', 9],
    ['2^3^2', 512],
    ['-2^2', -4],
    ['2^-1', 0.5],
    ['8/4/2', 1],
    ['5 - 3 - 1', 1],
    ['--3', 3],
    ['1e-3*2E2', 0.2],
    ['.5 + 1.', 1.5],
    ['1 < 2 and 2 < 3', 1],
    ['1 > 2 or not 0', 1],
    ['not 1 == 2', 1],
    ['!(1 >= 2) && true', 1],
    ['if(3 > 2, 10, 20)', 10],
    ['max(1, 5, 3) - min(4, 2)', 3],
    ['mod(-1, 3)', 2],
    ['clamp(7, 0, 5)', 5],
    ['atan2(1, 1)*4 - pi', 0],
    ['ln(exp(2)) + log(exp(1)) + log10(1000) + log2(8)', 9],
    ['hypot(3, 4) + sign(-2) + floor(2.7) + ceil(2.1) + trunc(-1.5)', 8],
    ['sqrt(2)^2 - pow(2, 1)', Number.parseFloat((Math.sqrt(2) * Math.sqrt(2) - 2).toPrecision(17))],
  ])('%s is %d', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  it('reads names from memory', () => {
    expect(valueOf('gain*in + offset', { gain: 2, in: 3, offset: 1 })).toBe(7);
    expect([...namesIn(parsed('a + sin(b)*a - pi'))]).toEqual(['a', 'b']);
  });

  it('evaluates only the branch it takes', () => {
    expect(valueOf('if(x > 0, 1/x, 0)', { x: 0 })).toBe(0);
  });

  it('compares an option by its name', () => {
    const expr = parsed('if(direction == "below", 1, 2)');
    const compiled = compileExpression(
      expr,
      () => 0,
      (name) => (name === 'direction' ? ['above', 'below'] : undefined),
    );
    expect(compiled(Float64Array.of(1))).toBe(1);
    expect(compiled(Float64Array.of(0))).toBe(2);
  });

  it.each([
    ['', 1, 'empty'],
    ['1 +', 4, 'ends too early'],
    ['(1 + 2', 7, 'bracket at column 1'],
    ['1 2', 3, 'not expected'],
    ['a < b < c', 7, 'do not chain'],
    ['foo(1)', 1, 'no function "foo"'],
    ['max(1)', 1, 'takes 2 to 16 arguments, got 1'],
    ['a = 1', 3, 'not expected'],
    ['2 § 3', 3, 'not expected'],
    ['sin', 1, 'is a function'],
    ['der(x)', 1, 'no function'],
    ['constructor.x', 12, 'not expected'],
  ])('refuses %j at column %d', (text, column, says) => {
    expect(problemOf(text)).toMatchObject({ column, says: expect.stringContaining(says) });
  });

  it('refuses what is too deep or too long, and never throws', () => {
    expect(problemOf('('.repeat(5000)).says).toContain('deeper');
    expect(problemOf('-'.repeat(5000)).says).toContain('deeper');
    expect(problemOf('1+'.repeat(6000)).says).toContain('longer');
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'grapheme' }), (text) => {
        parseExpression(text);
        parseEquation(text);
      }),
    );
  });

  it('means what its brackets say', () => {
    const leaf = fc.integer({ min: 1, max: 9 }).map((n) => ({ text: String(n), value: n }));
    const tree = fc.letrec<{ node: { text: string; value: number } }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.tuple(tie('node'), fc.constantFrom('+', '-', '*', '<', '=='), tie('node')).map(([a, op, b]) => ({
          text: `(${a.text} ${op} ${b.text})`,
          value: {
            '+': a.value + b.value,
            '-': a.value - b.value,
            '*': a.value * b.value,
            '<': Number(a.value < b.value),
            '==': Number(a.value === b.value),
          }[op]!,
        })),
      ),
    })).node;
    fc.assert(fc.property(tree, ({ text, value }) => valueOf(text) === value));
  });
});

describe('an equation', () => {
  it.each([
    ['out = a', { kind: 'value', name: 'out' }],
    ['der(h) = a', { kind: 'der', name: 'h' }],
    ['next(x) = a', { kind: 'next', name: 'x' }],
    ['0 = a', { kind: 'constraint' }],
  ])('%s defines its left side', (text, target) => {
    expect(parseEquation(text)).toMatchObject({ target });
  });

  it('without a left side is refused', () => {
    expect(parseEquation('a + b')).toMatchObject({ problem: { column: 3 } });
    expect(parseEquation('2 = a')).toMatchObject({ problem: { column: 1 } });
  });
});

describe('a power with a whole exponent', () => {
  it('is the product, bit for bit', () => {
    const x = 1.1;
    expect(valueOf('x^3', { x })).toBe(x * x * x);
    expect(valueOf('x^-2', { x })).toBe(1 / (x * x));
    expect(valueOf('x^2.5', { x })).toBe(x ** 2.5);
  });
});

import * as fc from 'fast-check';
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
    ['0.1*3/3', 0.10000000000000002],
    ['not 1 and 0', 0],
    ['not 0 or 1', 1],
    ['not 1 == 0', 1],
    ['1 or 0 and 0', 1],
    ['2*3^2', 18],
    ['-2*3 - -4', -2],
    ['1 + 1 < 3', 1],
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
    [`min(${Array(17).fill('1').join(',')})`, 1, 'takes 2 to 16 arguments, got 17'],
    ['sin(1, 2)', 1, 'got 2'],
    ['pow(1, 2, 3)', 1, 'got 3'],
    ['clamp(1, 2, 3, 4)', 1, 'got 4'],
    ['if(1, 2, 3, 4)', 1, 'got 4'],
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

  it.each([
    ['sqr(2)', 'Did you mean sqrt?'],
    ['Sin(2)', 'Did you mean sin?'],
    ['arctan(2)', 'Did you mean atan?'],
    ['atna(2)', 'Did you mean atan?'],
    ['next(x)', 'left of'],
    ['a = 1', '=='],
    ['7 % 2', 'mod(a, b)'],
    ['2**3', '^'],
    ['c ? 1 : 2', 'if(condition, a, b)'],
    ["d == 'above'", 'double quotes'],
    ['2 − 1', 'sign -'],
    ['(1))', 'Remove it'],
    ['2 x', 'operator between'],
  ])('says of %j what to write instead', (text, remedy) => {
    expect(problemOf(text).remedy?.replace('on the left', 'left')).toContain(remedy);
  });

  it('names functions it has none near for', () => {
    expect(problemOf('bessel(1)').remedy).toContain('sin, cos, tan');
  });

  it.each(['"above"', '"a" + 1', 'd > "above"', '"a" == "b"', 'if(c, "a", 1)'])(
    'refuses %s: a text is only compared with a name',
    (text) => {
      expect(problemOf(text).says).toContain('compared with nothing');
    },
  );

  it('refuses a number that is none', () => {
    expect(problemOf('1 + 1e999')).toMatchObject({ column: 5, says: '1e999 is too large a number' });
  });

  it('stays within the stack at its limits', () => {
    const texts = [
      `1${'*1'.repeat(500)}${'+1'.repeat(500)}`,
      `${'1*('.repeat(199)}x${'+1)'.repeat(199)}`,
      `x${'^-x'.repeat(99)}`,
      `${'('.repeat(10_000)}`,
    ];
    for (const text of texts.slice(0, 3)) expect(valueOf(text, { x: 1 })).toBeGreaterThan(0);
    expect(problemOf(texts[3]!)).toMatchObject({ column: 201, says: expect.stringContaining('200') });
    expect(problemOf(`1${'*1'.repeat(2000)}${'+1'.repeat(2000)}`).says).toContain('more than 1000 operators');
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

describe('the left side of an equation', () => {
  it.each(['t = 1', 'dt = 1', 'time = 1', 'next = 1', 'pi = 3', 'der(t) = 1', 'next(true) = 1'])(
    'may not be the reserved name in %s',
    (text) => {
      expect(parseEquation(text)).toMatchObject({ problem: { says: expect.stringContaining('reserved') } });
    },
  );

  it.each([
    ['out == a', 5, 'one ='],
    ['a + b', 3, 'name = expression'],
    ['out', 4, 'name = expression'],
    ['der(2) = a', 5, 'name = expression'],
  ])('%s is refused at column %d', (text, column, remedy) => {
    expect(parseEquation(text)).toMatchObject({
      problem: { column, remedy: expect.stringContaining(remedy) },
    });
  });

  it('leaves the columns of the right side counted from the start', () => {
    expect(parseEquation('der(h) = v + ')).toMatchObject({ problem: { column: 14 } });
    expect(parseEquation('out = a')).toMatchObject({ expr: { kind: 'name', name: 'a', column: 7 } });
  });
});

describe('a power with a whole exponent', () => {
  it('is the product, bit for bit, up to the eighth', () => {
    const x = 1.3;
    expect(x * x * x).not.toBe(x ** 3);
    expect(valueOf('x^3', { x })).toBe(x * x * x);
    expect(valueOf('x^8', { x })).toBe(x * x * x * x * x * x * x * x);
    expect(valueOf('x^9', { x })).toBe(x ** 9);
    expect(valueOf('x^-2', { x })).toBe(1 / (x * x));
    expect(valueOf('x^2.5', { x })).toBe(x ** 2.5);
  });
});

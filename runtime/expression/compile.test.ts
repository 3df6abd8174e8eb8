import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from './compile.ts';
import type { BinaryOperator, Expr } from './expr.ts';
import { placeExpression, slotsIn } from './formula.ts';
import { parseExpression } from './parse.ts';

const NAMES = ['x', 'y', 'z'];

function compiled(text: string): (memory: Float64Array) => number {
  const read = parseExpression(text);
  if ('problem' in read) throw new Error(`${text}: ${read.problem.says}`);
  return compileExpression(read.expr, (name) => NAMES.indexOf(name));
}

function valueOf(text: string, ...memory: number[]): number {
  return compiled(text)(Float64Array.from(memory));
}

describe('a compiled expression', () => {
  it.each([
    ['x + y', 5],
    ['x - y', -1],
    ['x*y', 6],
    ['x/y', 2 / 3],
    ['x + 10', 12],
    ['10 + x', 12],
    ['x - 10', -8],
    ['10 - x', 8],
    ['x*10', 20],
    ['10*x', 20],
    ['x/10', 0.2],
    ['10/x', 5],
    ['x > 2', 0],
    ['x < 3', 1],
    ['x < 2', 0],
    ['x < x', 0],
    ['x < 1 or y < 1', 0],
    ['2*3 + x', 8],
    ['(x + y)*(y - x)', 5],
    ['mod(-x, y)', 1],
    ['mod(x, -y)', -1],
    ['mod(1e300, 7)', 1e300 % 7],
    ['mod(6, -y)', 0],
    ['mod(4, -y)', -2],
    ['mod(0.5, x)', 0.5],
    ['mod(0.75, 0.25*x)', 0.25],
    ['true + true + false', 2],
    ['min(x, y, -1, 4)', -1],
    ['max(x, y) + abs(-x) + sqrt(4)', 7],
    ['clamp(x, 3, 4)', 3],
    ['round(2.5) + trunc(-1.9)', 2],
  ])('%s is %d at x = 2, y = 3', (text, value) => {
    expect(valueOf(text, 2, 3)).toBe(value);
  });

  it('follows closed forms', () => {
    for (const x of [-2, -0.3, 0.7, 1.9]) {
      expect(valueOf('sin(x)^2 + cos(x)^2', x)).toBeCloseTo(1, 14);
      expect(valueOf('cosh(x)^2 - sinh(x)^2', x)).toBeCloseTo(1, 13);
      expect(valueOf('tanh(x) - sinh(x)/cosh(x)', x)).toBeCloseTo(0, 14);
      expect(valueOf('x^3 - 3*x^2 + 3*x - 1', x)).toBeCloseTo((x - 1) ** 3, 12);
    }
    expect(valueOf('4*atan(1) - pi')).toBe(0);
    expect(valueOf('log10(1000) + log2(8) + ln(1)')).toBeCloseTo(6, 14);
  });

  it('takes only the branch it needs', () => {
    const touched: number[] = [];
    const memory = new Proxy(Float64Array.of(0, 1, 2), {
      get: (target, key) => {
        touched.push(Number(key));
        return Reflect.get(target, key);
      },
    });
    expect(compiled('if(x, y, z)')(memory)).toBe(2);
    expect(compiled('x and y')(memory)).toBe(0);
    expect(compiled('z or y')(memory)).toBe(1);
    expect(touched).toEqual([0, 2, 0, 2]);
  });

  it.each(['x + 1', 'x^2', 'x^-1', 'max(x, 0)', 'min(1, x, 2)', 'clamp(x, 0, 1)', 'sqrt(x)', 'if(x, 1, 2)'])(
    'lets NaN through %s',
    (text) => {
      expect(valueOf(text, Number.NaN)).toBeNaN();
    },
  );

  it('knows what a truth that is not known decides', () => {
    expect(valueOf('not x', Number.NaN)).toBeNaN();
    expect(valueOf('x and y', Number.NaN, 1)).toBeNaN();
    expect(valueOf('x and y', Number.NaN, 0)).toBe(0);
    expect(valueOf('x or y', Number.NaN, 0)).toBeNaN();
    expect(valueOf('x or y', Number.NaN, 1)).toBe(1);
    expect(valueOf('x < 1', Number.NaN)).toBe(0);
  });

  it('reads the places it names, and no others', () => {
    const read = parseExpression('if(x > 1, -z, max(2, x^2))');
    if ('problem' in read) throw new Error(read.problem.says);
    expect([...slotsIn(placeExpression(read.expr, (name) => NAMES.indexOf(name)))]).toEqual([0, 2]);
  });

  it('compares an option from either side', () => {
    for (const text of ['x == "below"', '"below" == x']) {
      const read = parseExpression(text);
      if ('problem' in read) throw new Error(read.problem.says);
      const is = compileExpression(
        read.expr,
        () => 0,
        () => ['above', 'below'],
      );
      expect([is(Float64Array.of(0)), is(Float64Array.of(1))]).toEqual([0, 1]);
    }
  });
});

/** The same arithmetic straight from the tree, as the definition of the language states it. */
function direct(expr: Expr, memory: readonly number[]): number {
  if (expr.kind === 'number') return expr.value;
  if (expr.kind === 'name') return memory[NAMES.indexOf(expr.name)]!;
  if (expr.kind === 'unary') {
    const operand = direct(expr.operand, memory);
    return expr.operator === '-' ? -operand : Number(operand === 0);
  }
  if (expr.kind === 'call') {
    const given = expr.arguments.map((argument) => direct(argument, memory));
    if (expr.name === 'if') return given[0] === 0 ? given[2]! : given[1]!;
    return expr.name === 'max' ? Math.max(...given) : Math.abs(given[0]!);
  }
  if (expr.kind !== 'binary') return Number.NaN;
  const a = direct(expr.left, memory);
  const b = direct(expr.right, memory);
  const results: Record<Exclude<BinaryOperator, '^'>, number> = {
    '+': a + b,
    '-': a - b,
    '*': a * b,
    '/': a / b,
    '<': Number(a < b),
    '<=': Number(a <= b),
    '>': Number(a > b),
    '>=': Number(a >= b),
    '==': Number(a === b),
    '!=': Number(a !== b),
    and: Number(a !== 0 && b !== 0),
    or: Number(a !== 0 || b !== 0),
  };
  return expr.operator === '^' ? a * a : results[expr.operator];
}

const LEVEL: Record<BinaryOperator, number> = {
  or: 1,
  and: 2,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '==': 4,
  '!=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '^': 8,
};

function levelOf(expr: Expr): number {
  if (expr.kind === 'binary') return LEVEL[expr.operator];
  if (expr.kind === 'unary') return expr.operator === '-' ? 7 : 3;
  return 9;
}

/** With no more brackets than precedence needs. */
function print(expr: Expr): string {
  const at = (child: Expr, level: number): string =>
    levelOf(child) < level ? `(${print(child)})` : print(child);
  if (expr.kind === 'number') return String(expr.value);
  if (expr.kind === 'name') return expr.name;
  if (expr.kind === 'unary')
    return expr.operator === '-' ? `-${at(expr.operand, 7)}` : `not ${at(expr.operand, 4)}`;
  if (expr.kind === 'call') return `${expr.name}(${expr.arguments.map(print).join(', ')})`;
  if (expr.kind !== 'binary') return '';
  const level = LEVEL[expr.operator];
  const left = at(expr.left, level === 4 || level === 8 ? level + 1 : level);
  return `${left} ${expr.operator} ${at(expr.right, level === 8 ? 7 : level + 1)}`;
}

const column = 0;
const trees = fc.letrec<{ node: Expr }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'tree' },
    fc.nat(9).map((value): Expr => ({ kind: 'number', value, column })),
    fc.constantFrom(...NAMES).map((name): Expr => ({ kind: 'name', name, column })),
    fc
      .tuple(fc.constantFrom('-' as const, 'not' as const), tie('node'))
      .map(([operator, operand]): Expr => ({ kind: 'unary', operator, operand, column })),
    fc
      .tuple(fc.constantFrom(...(Object.keys(LEVEL) as BinaryOperator[])), tie('node'), tie('node'))
      .map(([operator, left, other]): Expr => {
        const number: Expr = { kind: 'number', value: 2, column };
        const right = operator === '^' || operator === '/' ? number : other;
        return { kind: 'binary', operator, left, right, column };
      }),
    fc
      .tuple(fc.constantFrom('if', 'max', 'abs'), fc.array(tie('node'), { minLength: 3, maxLength: 3 }))
      .map(([name, given]): Expr => {
        return { kind: 'call', name, arguments: name === 'abs' ? given.slice(0, 1) : given, column };
      }),
  ),
})).node;

/** The tree without its places in the text. */
function shapeOf(expr: Expr): unknown {
  return JSON.parse(JSON.stringify(expr, (key, value: unknown) => (key === 'column' ? undefined : value)));
}

describe('a printed tree', () => {
  it('is read as the same tree', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const read = parseExpression(print(tree));
        expect('expr' in read && shapeOf(read.expr)).toEqual(shapeOf(tree));
      }),
      { numRuns: 1000 },
    );
  });

  it('works out to what the tree says', () => {
    const memory = fc.tuple(
      fc.integer({ min: -9, max: 9 }),
      fc.nat(1),
      fc.double({ min: -2, max: 2, noNaN: true }),
    );
    fc.assert(
      fc.property(trees, memory, (tree, values) => {
        const expected = direct(tree, values);
        expect(compiled(print(tree))(Float64Array.from(values)) - expected).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});

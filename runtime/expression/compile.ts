import type { BinaryOperator, Expr } from './expr.ts';
import { functions } from './functions.ts';

/** Works out an expression over a twin's memory. */
export type Evaluate = (memory: Float64Array) => number;

type SlotOf = (name: string) => number | undefined;
type OptionsOf = (name: string) => readonly string[] | undefined;

const GREATEST_PRODUCT = 8;

/**
 * Compiles an expression from its tree to closures over memory, never from text. Booleans are 0 and 1; `if`, `and`, `or` evaluate only what
 * they need; x^n with a whole |n| ≤ 8 is a product. `slotOf` places each name, `options` lists what a name of an option may be
 * (it is compared by its index). The closures must not allocate. Names with no slot are an error of ours: check them first.
 */
export function compileExpression(
  expr: Expr,
  slotOf: SlotOf,
  options: OptionsOf = () => undefined,
): Evaluate {
  switch (expr.kind) {
    case 'number':
      return constant(expr.value);
    case 'text':
      return constant(Number.NaN);
    case 'name':
      return readSlot(slotOf, expr.name);
    case 'unary': {
      const operand = compileExpression(expr.operand, slotOf, options);
      return expr.operator === '-' ? (m) => -operand(m) : (m) => (operand(m) === 0 ? 1 : 0);
    }
    case 'binary':
      return compileBinary(expr, slotOf, options);
    case 'call':
      return compileCall(
        expr.name,
        expr.arguments.map((argument) => compileExpression(argument, slotOf, options)),
      );
    default:
      throw new Error(`no such expression: ${JSON.stringify(expr satisfies never)}`);
  }
}

function constant(value: number): Evaluate {
  return () => value;
}

function readSlot(slotOf: SlotOf, name: string): Evaluate {
  const slot = slotOf(name);
  if (slot === undefined) throw new Error(`"${name}" has no place in memory`);
  return (m) => m[slot]!;
}

function compileBinary(expr: Expr & { kind: 'binary' }, slotOf: SlotOf, options: OptionsOf): Evaluate {
  const { operator } = expr;
  const [left, right] = asComparable(expr, options);
  if (
    operator === '^' &&
    right.kind === 'number' &&
    Number.isInteger(right.value) &&
    Math.abs(right.value) <= GREATEST_PRODUCT
  ) {
    return wholePower(compileExpression(left, slotOf, options), right.value);
  }
  return combine(
    operator,
    compileExpression(left, slotOf, options),
    compileExpression(right, slotOf, options),
  );
}

/** A text beside an option's name stands for the option's index. */
function asComparable({ left, right, column }: Expr & { kind: 'binary' }, options: OptionsOf): [Expr, Expr] {
  const replace = (one: Expr, other: Expr): Expr =>
    one.kind === 'text' && other.kind === 'name'
      ? { kind: 'number', value: options(other.name)?.indexOf(one.value) ?? Number.NaN, column }
      : one;
  return [replace(left, right), replace(right, left)];
}

function combine(operator: BinaryOperator, a: Evaluate, b: Evaluate): Evaluate {
  switch (operator) {
    case '+':
      return (m) => a(m) + b(m);
    case '-':
      return (m) => a(m) - b(m);
    case '*':
      return (m) => a(m) * b(m);
    case '/':
      return (m) => a(m) / b(m);
    case '^':
      return (m) => a(m) ** b(m);
    case '<':
      return (m) => (a(m) < b(m) ? 1 : 0);
    case '<=':
      return (m) => (a(m) <= b(m) ? 1 : 0);
    case '>':
      return (m) => (a(m) > b(m) ? 1 : 0);
    case '>=':
      return (m) => (a(m) >= b(m) ? 1 : 0);
    case '==':
      return (m) => (a(m) === b(m) ? 1 : 0);
    case '!=':
      return (m) => (a(m) === b(m) ? 0 : 1);
    case 'and':
      return (m) => (a(m) !== 0 && b(m) !== 0 ? 1 : 0);
    case 'or':
      return (m) => (a(m) !== 0 || b(m) !== 0 ? 1 : 0);
    default:
      throw new Error(`there is no operator ${operator satisfies never}`);
  }
}

function wholePower(base: Evaluate, n: number): Evaluate {
  if (n === 2) {
    return (m) => {
      const x = base(m);
      return x * x;
    };
  }
  const times = Math.abs(n);
  return (m) => {
    const x = base(m);
    let product = 1;
    for (let i = 0; i < times; i++) product *= x;
    return n < 0 ? 1 / product : product;
  };
}

function compileCall(name: string, given: readonly Evaluate[]): Evaluate {
  const [a, b, c] = given;
  if (name === 'if') return (m) => (a!(m) !== 0 ? b!(m) : c!(m));
  const apply = functions.get(name)?.apply;
  if (!apply) throw new Error(`there is no function ${name}`);
  switch (given.length) {
    case 1:
      return (m) => apply(a!(m));
    case 2:
      return (m) => apply(a!(m), b!(m));
    case 3:
      return (m) => apply(a!(m), b!(m), c!(m));
    default:
      return foldPairs(apply, given);
  }
}

/** min and max of many, two at a time. */
function foldPairs(apply: (a: number, b: number) => number, given: readonly Evaluate[]): Evaluate {
  return (m) => {
    let result = given[0]!(m);
    for (let i = 1; i < given.length; i++) result = apply(result, given[i]!(m));
    return result;
  };
}

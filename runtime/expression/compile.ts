import { combine } from './combine.ts';
import type { Evaluate, Part } from './combine.ts';
import type { Expr } from './expr.ts';
import { functions } from './functions.ts';

type SlotOf = (name: string) => number | undefined;
type OptionsOf = (name: string) => readonly string[] | undefined;

interface Places {
  slotOf: SlotOf;
  options: OptionsOf;
}

const GREATEST_PRODUCT = 8;
const NO_MEMORY = new Float64Array(0);

/**
 * Compiles an expression from its tree to closures over memory, never from text. Booleans are 0 and 1; `if`, `and`, `or` evaluate only what
 * they need; x^n with a whole |n| ≤ 8 is a product; what reads no name is worked out once. A NaN passes through, save that comparing it
 * gives 0 (1 for `!=`). `slotOf` places each name, `options` lists what a name of an option may be (it is compared by its index). The
 * closures must not allocate. Names with no slot are an error of ours: check them first.
 */
export function compileExpression(
  expr: Expr,
  slotOf: SlotOf,
  options: OptionsOf = () => undefined,
): Evaluate {
  return compile(expr, { slotOf, options }).evaluate;
}

function compile(expr: Expr, places: Places): Part {
  switch (expr.kind) {
    case 'number':
      return constant(expr.value);
    case 'text':
      return constant(Number.NaN);
    case 'name':
      return readSlot(places.slotOf, expr.name);
    case 'unary':
      return compileUnary(expr.operator, compile(expr.operand, places));
    case 'binary':
      return compileBinary(expr, places);
    case 'call':
      return compileCall(
        expr.name,
        expr.arguments.map((argument) => compile(argument, places)),
      );
    default:
      throw new Error(`no such expression: ${JSON.stringify(expr satisfies never)}`);
  }
}

function constant(value: number): Part {
  return { evaluate: () => value, constant: value };
}

function readSlot(slotOf: SlotOf, name: string): Part {
  const slot = slotOf(name);
  if (slot === undefined) throw new Error(`"${name}" has no place in memory`);
  return { evaluate: (m) => m[slot]!, slot };
}

/** Works out once what depends on no memory. */
function folded(evaluate: Evaluate, parts: readonly Part[]): Part {
  return parts.every((part) => part.constant !== undefined) ? constant(evaluate(NO_MEMORY)) : { evaluate };
}

function compileUnary(operator: '-' | 'not', part: Part): Part {
  const operand = part.evaluate;
  if (operator === '-') return folded((m) => -operand(m), [part]);
  const not: Evaluate = (m) => {
    const x = operand(m);
    return x === 0 ? 1 : Number.isNaN(x) ? x : 0;
  };
  return folded(not, [part]);
}

function compileBinary(expr: Expr & { kind: 'binary' }, places: Places): Part {
  const [left, right] = asComparable(expr, places.options);
  const a = compile(left, places);
  const b = compile(right, places);
  const n = b.constant;
  const isProduct = n !== undefined && Number.isInteger(n) && Math.abs(n) <= GREATEST_PRODUCT;
  const evaluate =
    expr.operator === '^' && isProduct ? wholePower(a.evaluate, n) : combine(expr.operator, a, b);
  return folded(evaluate, [a, b]);
}

/** A text beside an option's name stands for the option's index. */
function asComparable({ left, right, column }: Expr & { kind: 'binary' }, options: OptionsOf): [Expr, Expr] {
  const replace = (one: Expr, other: Expr): Expr =>
    one.kind === 'text' && other.kind === 'name'
      ? { kind: 'number', value: options(other.name)?.indexOf(one.value) ?? Number.NaN, column }
      : one;
  return [replace(left, right), replace(right, left)];
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

function compileCall(name: string, parts: readonly Part[]): Part {
  const given = parts.map((part) => part.evaluate);
  return folded(frequent(name, given) ?? applied(name, given), parts);
}

/** The functions met most, called by name: a call through a variable cannot be inlined. */
function frequent(name: string, [a, b, c, ...more]: readonly Evaluate[]): Evaluate | undefined {
  if (!a || more.length > 0) return undefined;
  if (name === 'sqrt') return (m) => Math.sqrt(a(m));
  if (name === 'abs') return (m) => Math.abs(a(m));
  if (name === 'exp') return (m) => Math.exp(a(m));
  if (!b) return undefined;
  if (name === 'if' && c) return choose(a, b, c);
  if (name === 'max' && !c) return (m) => Math.max(a(m), b(m));
  if (name === 'min' && !c) return (m) => Math.min(a(m), b(m));
  return undefined;
}

function choose(condition: Evaluate, yes: Evaluate, no: Evaluate): Evaluate {
  return (m) => {
    const x = condition(m);
    return x === 0 ? no(m) : Number.isNaN(x) ? x : yes(m);
  };
}

function applied(name: string, given: readonly Evaluate[]): Evaluate {
  const [a, b, c] = given;
  const apply = functions.get(name)?.apply;
  if (!apply || !a) throw new Error(`there is no function ${name}`);
  if (given.length > 3 || (c && name !== 'clamp')) return foldPairs(apply, given);
  if (c) return (m) => apply(a(m), b!(m), c(m));
  return b ? (m) => apply(a(m), b(m)) : (m) => apply(a(m));
}

/** min and max of many, two at a time. */
function foldPairs(apply: (a: number, b: number) => number, given: readonly Evaluate[]): Evaluate {
  return (m) => {
    let result = given[0]!(m);
    for (let i = 1; i < given.length; i++) result = apply(result, given[i]!(m));
    return result;
  };
}

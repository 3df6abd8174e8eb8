import { applyFormula } from './apply-formula.ts';
import type { BinaryOperator, Expr } from './expr.ts';

/**
 * An expression whose names have become places in memory: numbers, slots, operators and functions of the fixed list, and no text of
 * anybody's. Closures and generated code are both made from it, so they work out the same.
 */
export type Formula =
  | { kind: 'number'; value: number }
  | { kind: 'slot'; slot: number }
  | { kind: 'unary'; operator: '-' | 'not'; operand: Formula }
  | { kind: 'binary'; operator: BinaryOperator; left: Formula; right: Formula }
  /** base^n for a whole n, as a product. */
  | { kind: 'power'; base: Formula; n: number }
  | { kind: 'if'; condition: Formula; yes: Formula; no: Formula }
  | { kind: 'call'; name: string; arguments: Formula[] };

export type SlotOf = (name: string) => number | undefined;
export type OptionsOf = (name: string) => readonly string[] | undefined;

const GREATEST_PRODUCT = 8;

/**
 * Places an expression in memory: `slotOf` says where each name lies, `options` what a name of an option may be (it is compared by
 * its index). What reads no name is worked out at once. Names with no slot are an error of ours: check them first.
 */
export function placeExpression(expr: Expr, slotOf: SlotOf, options: OptionsOf = () => undefined): Formula {
  const place = (one: Expr): Formula => placeExpression(one, slotOf, options);
  switch (expr.kind) {
    case 'number':
      return { kind: 'number', value: expr.value };
    case 'text':
      return { kind: 'number', value: Number.NaN };
    case 'name': {
      const slot = slotOf(expr.name);
      if (slot === undefined) throw new Error(`"${expr.name}" has no place in memory`);
      return { kind: 'slot', slot };
    }
    case 'unary':
      return folded({ kind: 'unary', operator: expr.operator, operand: place(expr.operand) });
    case 'binary': {
      const [left, right] = asComparable(expr, options);
      return folded(binary(expr.operator, place(left), place(right)));
    }
    case 'call':
      return folded(call(expr.name, expr.arguments.map(place)));
    default:
      throw new Error(`no such expression: ${JSON.stringify(expr satisfies never)}`);
  }
}

function binary(operator: BinaryOperator, left: Formula, right: Formula): Formula {
  const n = right.kind === 'number' ? right.value : Number.NaN;
  const isProduct = operator === '^' && Number.isInteger(n) && Math.abs(n) <= GREATEST_PRODUCT;
  return isProduct ? { kind: 'power', base: left, n } : { kind: 'binary', operator, left, right };
}

function call(name: string, given: Formula[]): Formula {
  const [condition, yes, no] = given;
  if (name === 'if' && condition && yes && no) return { kind: 'if', condition, yes, no };
  return { kind: 'call', name, arguments: given };
}

/** A text beside an option's name stands for the option's index. */
function asComparable({ left, right, column }: Expr & { kind: 'binary' }, options: OptionsOf): [Expr, Expr] {
  const replace = (one: Expr, other: Expr): Expr =>
    one.kind === 'text' && other.kind === 'name'
      ? { kind: 'number', value: options(other.name)?.indexOf(one.value) ?? Number.NaN, column }
      : one;
  return [replace(left, right), replace(right, left)];
}

/** Works out once what depends on no memory. */
function folded(formula: Formula): Formula {
  return partsOf(formula).every(({ kind }) => kind === 'number')
    ? { kind: 'number', value: applyFormula(formula)(NO_MEMORY) }
    : formula;
}

const NO_MEMORY = new Float64Array(0);

/** The formulas a formula is made of directly. */
export function partsOf(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case 'number':
    case 'slot':
      return [];
    case 'unary':
      return [formula.operand];
    case 'binary':
      return [formula.left, formula.right];
    case 'power':
      return [formula.base];
    case 'if':
      return [formula.condition, formula.yes, formula.no];
    case 'call':
      return formula.arguments;
    default:
      throw new Error(`no such formula: ${JSON.stringify(formula satisfies never)}`);
  }
}

/** The same formula of other parts. */
export function withParts(formula: Formula, other: (part: Formula) => Formula): Formula {
  switch (formula.kind) {
    case 'number':
    case 'slot':
      return formula;
    case 'unary':
      return { ...formula, operand: other(formula.operand) };
    case 'binary':
      return { ...formula, left: other(formula.left), right: other(formula.right) };
    case 'power':
      return { ...formula, base: other(formula.base) };
    case 'if':
      return {
        ...formula,
        condition: other(formula.condition),
        yes: other(formula.yes),
        no: other(formula.no),
      };
    case 'call':
      return { ...formula, arguments: formula.arguments.map(other) };
    default:
      throw new Error(`no such formula: ${JSON.stringify(formula satisfies never)}`);
  }
}

/** The slots a formula reads. */
export function slotsIn(formula: Formula, into: Set<number> = new Set()): Set<number> {
  if (formula.kind === 'slot') into.add(formula.slot);
  for (const part of partsOf(formula)) slotsIn(part, into);
  return into;
}

import type { BinaryOperator } from '../expression/expr.ts';
import type { Formula } from '../expression/formula.ts';
import { functions } from '../expression/functions.ts';

/** Names the text may use beside those of `Math`: what is no one-liner of JavaScript. */
export const helpers = {
  not: (x: number): number => (x === 0 ? 1 : x === x ? 0 : x),
  and: (x: number, y: number): number => (x === 0 || y === 0 ? 0 : x === x && y === y ? 1 : Number.NaN),
  or: (x: number, y: number): number =>
    (x !== 0 && x === x) || (y !== 0 && y === y) ? 1 : x === x && y === y ? 0 : Number.NaN,
  mod: functions.get('mod')!.apply!,
} as const;

/** Where a slot's number is to be had: a local name, or a place in memory. */
export type ReadSlot = (slot: number) => string;

/**
 * JavaScript for a formula, out of numbers, what `read` gives for slots, operators, `Math` and the helpers: never out of anybody's text.
 * Uses the temporaries `x` and `y`, which the function around it declares. Works out what `applyFormula` works out, bit for bit.
 */
export function formulaText(formula: Formula, read: ReadSlot): string {
  const text = (part: Formula): string => formulaText(part, read);
  switch (formula.kind) {
    case 'number':
      return numberText(formula.value);
    case 'slot':
      return read(formula.slot);
    case 'unary':
      return formula.operator === '-' ? `(-${text(formula.operand)})` : `not(${text(formula.operand)})`;
    case 'binary':
      return binaryText(formula.operator, text(formula.left), text(formula.right));
    case 'power':
      return powerText(text(formula.base), formula.n);
    case 'if':
      return isComparison(formula.condition)
        ? `(${comparisonText(formula.condition, read)}?${text(formula.yes)}:${text(formula.no)})`
        : `((x=${text(formula.condition)})===0?${text(formula.no)}:x!==x?x:${text(formula.yes)})`;
    case 'call':
      return callText(formula.name, formula.arguments.map(text));
    default:
      throw new Error(`no such formula: ${JSON.stringify(formula satisfies never)}`);
  }
}

/** A number as JavaScript reads it back exactly. */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return '(-0)';
  return value < 0 ? `(${value})` : String(value);
}

/** A number in another unit; the same number where the units agree. */
export function convertedText({ factor, offset }: { factor: number; offset: number }, value: string): string {
  return factor === 1 && offset === 0 ? value : `(${numberText(factor)}*${value}+${numberText(offset)})`;
}

const COMPARISONS: Partial<Record<BinaryOperator, string>> = {
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '==': '===',
  '!=': '!==',
};

type Comparison = Formula & { kind: 'binary' };

function isComparison(formula: Formula): formula is Comparison {
  return formula.kind === 'binary' && COMPARISONS[formula.operator] !== undefined;
}

function comparisonText({ operator, left, right }: Comparison, read: ReadSlot): string {
  return `${formulaText(left, read)}${COMPARISONS[operator]}${formulaText(right, read)}`;
}

function binaryText(operator: BinaryOperator, a: string, b: string): string {
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
      return `(${a}${operator}${b})`;
    case '^':
      return `(${a}**${b})`;
    case 'and':
    case 'or':
      return `${operator}(${a},${b})`;
    default:
      return `(${a}${COMPARISONS[operator]}${b}?1:0)`;
  }
}

function powerText(base: string, n: number): string {
  const times = Math.abs(n);
  const product = times === 0 ? '1' : new Array<string>(times).fill('y').join('*');
  return n < 0 ? `((y=${base}),1/(${product}))` : `((y=${base}),${product})`;
}

function callText(name: string, given: readonly string[]): string {
  if (name === 'clamp') return `Math.min(Math.max(${given[0]},${given[1]}),${given[2]})`;
  if (name === 'mod') return `mod(${given.join(',')})`;
  const own = name === 'ln' ? 'log' : name;
  if (!functions.has(name) || !Object.hasOwn(Math, own)) throw new Error(`there is no function ${name}`);
  if (given.length <= 2) return `Math.${own}(${given.join(',')})`;
  return given.reduce((folded, next) => `Math.${own}(${folded},${next})`);
}

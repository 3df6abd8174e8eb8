import type { BinaryOperator } from './expr.ts';

/** Works out an expression over a twin's memory. */
export type Evaluate = (memory: Float64Array) => number;

/** A compiled part: how to work it out, and what it is where it is as simple as a constant or a place in memory. */
export interface Part {
  evaluate: Evaluate;
  constant?: number;
  slot?: number;
}

/** Two parts under one operator. Places and constants are read in the closure itself, which spares the calls. */
export function combine(operator: BinaryOperator, a: Part, b: Part): Evaluate {
  const { slot: i } = a;
  const { slot: j } = b;
  const simple =
    i !== undefined && j !== undefined
      ? ofSlots(operator, i, j)
      : i !== undefined && b.constant !== undefined
        ? ofSlotAndNumber(operator, i, b.constant)
        : a.constant !== undefined && j !== undefined
          ? ofNumberAndSlot(operator, a.constant, j)
          : undefined;
  return simple ?? ofAny(operator, a.evaluate, b.evaluate);
}

function ofSlots(operator: BinaryOperator, i: number, j: number): Evaluate | undefined {
  if (operator === '+') return (m) => m[i]! + m[j]!;
  if (operator === '-') return (m) => m[i]! - m[j]!;
  if (operator === '*') return (m) => m[i]! * m[j]!;
  if (operator === '/') return (m) => m[i]! / m[j]!;
  return undefined;
}

function ofSlotAndNumber(operator: BinaryOperator, i: number, b: number): Evaluate | undefined {
  if (operator === '+') return (m) => m[i]! + b;
  if (operator === '-') return (m) => m[i]! - b;
  if (operator === '*') return (m) => m[i]! * b;
  if (operator === '/') return (m) => m[i]! / b;
  if (operator === '>') return (m) => (m[i]! > b ? 1 : 0);
  if (operator === '<') return (m) => (m[i]! < b ? 1 : 0);
  return undefined;
}

function ofNumberAndSlot(operator: BinaryOperator, a: number, j: number): Evaluate | undefined {
  if (operator === '+') return (m) => a + m[j]!;
  if (operator === '-') return (m) => a - m[j]!;
  if (operator === '*') return (m) => a * m[j]!;
  if (operator === '/') return (m) => a / m[j]!;
  return undefined;
}

function ofAny(operator: BinaryOperator, a: Evaluate, b: Evaluate): Evaluate {
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
      return both(a, b);
    case 'or':
      return either(a, b);
    default:
      throw new Error(`there is no operator ${operator satisfies never}`);
  }
}

/** False as soon as one is false; else NaN where one is not known. */
function both(a: Evaluate, b: Evaluate): Evaluate {
  return (m) => {
    const x = a(m);
    if (x === 0) return 0;
    const y = b(m);
    return y === 0 ? 0 : Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : 1;
  };
}

/** True as soon as one is true; else NaN where one is not known. */
function either(a: Evaluate, b: Evaluate): Evaluate {
  return (m) => {
    const x = a(m);
    if (x !== 0 && !Number.isNaN(x)) return 1;
    const y = b(m);
    return y !== 0 && !Number.isNaN(y) ? 1 : Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : 0;
  };
}

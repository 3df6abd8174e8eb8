import { combine } from './combine.ts';
import type { Evaluate, Part } from './combine.ts';
import type { Formula } from './formula.ts';
import { functions } from './functions.ts';

/**
 * Compiles a formula to closures over memory. Booleans are 0 and 1; `if`, `and`, `or` evaluate only what they need. A NaN passes
 * through, save that comparing it gives 0 (1 for `!=`). The closures must not allocate.
 */
export function applyFormula(formula: Formula): Evaluate {
  return partOf(formula).evaluate;
}

function partOf(formula: Formula): Part {
  switch (formula.kind) {
    case 'number': {
      const { value } = formula;
      return { evaluate: () => value, constant: value };
    }
    case 'slot': {
      const { slot } = formula;
      return { evaluate: (m) => m[slot]!, slot };
    }
    case 'unary':
      return { evaluate: unary(formula.operator, applyFormula(formula.operand)) };
    case 'binary':
      return { evaluate: combine(formula.operator, partOf(formula.left), partOf(formula.right)) };
    case 'power':
      return { evaluate: wholePower(applyFormula(formula.base), formula.n) };
    case 'if':
      return {
        evaluate: choose(
          applyFormula(formula.condition),
          applyFormula(formula.yes),
          applyFormula(formula.no),
        ),
      };
    case 'call': {
      const given = formula.arguments.map(applyFormula);
      return { evaluate: frequent(formula.name, given) ?? applied(formula.name, given) };
    }
    default:
      throw new Error(`no such formula: ${JSON.stringify(formula satisfies never)}`);
  }
}

function unary(operator: '-' | 'not', operand: Evaluate): Evaluate {
  if (operator === '-') return (m) => -operand(m);
  return (m) => {
    const x = operand(m);
    return x === 0 ? 1 : Number.isNaN(x) ? x : 0;
  };
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

/** The functions met most, called by name: a call through a variable cannot be inlined. */
function frequent(name: string, [a, b, ...more]: readonly Evaluate[]): Evaluate | undefined {
  if (!a || more.length > 0) return undefined;
  if (name === 'sqrt') return (m) => Math.sqrt(a(m));
  if (name === 'abs') return (m) => Math.abs(a(m));
  if (name === 'exp') return (m) => Math.exp(a(m));
  if (name === 'max' && b) return (m) => Math.max(a(m), b(m));
  if (name === 'min' && b) return (m) => Math.min(a(m), b(m));
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
  if (c && name !== 'clamp') return foldPairs(apply, given);
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

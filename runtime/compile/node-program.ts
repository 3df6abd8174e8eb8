import { applyFormula } from '../expression/apply-formula.ts';
import { namesIn, type Expr } from '../expression/expr.ts';
import { placeExpression } from '../expression/formula.ts';
import { parseEquation } from '../expression/parse.ts';
import type { NodeDefinition } from '../node/definition.ts';
import type { Assignment, Program } from './plan.ts';

/** What the equations of a node became: closures over memory, and which inputs its outputs need within the instant. */
export interface NodeProgram {
  program: Program;
  feedthrough: Set<string>;
}

export interface ProgramProblem {
  says: string;
  column: number;
  remedy?: string;
  /** The equation it is in. */
  equation?: string;
}

/** Hands out memory for a name the equations define that is neither output nor state. */
export interface Slots {
  slotOf(name: string): number | undefined;
  inputs: ReadonlySet<string>;
  outputs: ReadonlySet<string>;
  local(name: string): number;
}

interface Defined {
  name: string;
  expr: Expr;
  equation: string;
}

/**
 * Compiles a node's equations: outputs and intermediate names sorted so that each comes after those it uses, then `next(x)` and
 * `der(x)`. Equations may stand in any order; a name may be defined once.
 */
export function compileEquations(
  equations: readonly string[],
  definition: NodeDefinition,
  slots: Slots,
): NodeProgram | { problem: ProgramProblem } {
  const defined = new Map<string, Defined>();
  const next: Defined[] = [];
  const derivatives: Defined[] = [];
  for (const text of equations) {
    const parsed = parseEquation(text);
    if ('problem' in parsed) return { problem: { ...atExpression(text, parsed.problem), equation: text } };
    const { target, expr } = parsed;
    if (target.kind === 'constraint')
      return { problem: { says: 'constraints 0 = … are not supported here', column: 1, equation: text } };
    const list = target.kind === 'next' ? next : target.kind === 'der' ? derivatives : undefined;
    const one: Defined = { name: target.name, expr, equation: text };
    if (list ? list.some(({ name }) => name === one.name) : defined.has(one.name))
      return { problem: { says: `"${one.name}" is defined twice`, column: 1, equation: text } };
    if (list) list.push(one);
    else defined.set(one.name, one);
  }
  for (const { name, expr, equation } of [...defined.values(), ...next, ...derivatives]) {
    for (const used of namesIn(expr)) {
      if (!defined.has(used) && slots.slotOf(used) === undefined) {
        const known = [...slots.inputs].join(', ') || 'none';
        return {
          problem: {
            says: `"${used}" is not known here, in the equation of ${name}`,
            column: columnOf(expr, used),
            remedy: `Declare it as an input; the inputs are ${known}.`,
            equation,
          },
        };
      }
    }
  }
  const sorted = sortByUse(defined);
  if (!sorted) return { problem: { says: 'its equations need each other', column: 1 } };
  const options = (name: string): readonly string[] | undefined => {
    const values = definition.descriptor.params[name]?.enum;
    return values?.filter((value) => typeof value === 'string');
  };
  const slotOf = (name: string): number | undefined =>
    slots.slotOf(name) ?? (defined.has(name) ? slots.local(name) : undefined);
  const assign = ({ name, expr }: Defined): Assignment => {
    const formula = placeExpression(expr, slotOf, options);
    return { slot: slotOf(name) ?? slots.local(name), formula, evaluate: applyFormula(formula) };
  };
  const needed = namesBehindOutputs(sorted, slots.outputs);
  return {
    program: {
      outputs: sorted.filter(({ name }) => needed.has(name)).map(assign),
      locals: sorted.filter(({ name }) => !needed.has(name)).map(assign),
      next: next.map(assign),
      derivatives: derivatives.map(assign),
    },
    feedthrough: inputsBehind(sorted, slots),
  };
}

/** The outputs and the intermediate names they are made of; the rest may wait until late inputs are there. */
function namesBehindOutputs(sorted: readonly Defined[], outputs: ReadonlySet<string>): Set<string> {
  const needed = new Set<string>();
  for (const { name, expr } of sorted.toReversed()) {
    if (!needed.has(name) && !outputs.has(name)) continue;
    needed.add(name);
    for (const used of namesIn(expr)) needed.add(used);
  }
  return needed;
}

function sortByUse(defined: ReadonlyMap<string, Defined>): Defined[] | undefined {
  const sorted: Defined[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (one: Defined): boolean => {
    if (state.get(one.name) === 'done') return true;
    if (state.get(one.name) === 'open') return false;
    state.set(one.name, 'open');
    for (const used of namesIn(one.expr)) {
      const other = defined.get(used);
      if (other && !visit(other)) return false;
    }
    state.set(one.name, 'done');
    sorted.push(one);
    return true;
  };
  for (const one of defined.values()) if (!visit(one)) return undefined;
  return sorted;
}

function inputsBehind(sorted: readonly Defined[], { inputs, outputs }: Slots): Set<string> {
  const behind = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const { name, expr } of sorted) {
    const mine = new Set<string>();
    for (const used of namesIn(expr)) {
      if (inputs.has(used)) mine.add(used);
      for (const input of behind.get(used) ?? []) mine.add(input);
    }
    behind.set(name, mine);
    if (outputs.has(name)) for (const input of mine) all.add(input);
  }
  return all;
}

/** Columns of a wrapped user expression count from its own first character, after `out = `. */
function atExpression(text: string, problem: ProgramProblem): ProgramProblem {
  const start = text.indexOf('=') + 2;
  return { ...problem, column: Math.max(1, problem.column - (text.startsWith('out = ') ? start : 0)) };
}

function columnOf(expr: Expr, name: string): number {
  switch (expr.kind) {
    case 'name':
      return expr.name === name ? expr.column : 0;
    case 'unary':
      return columnOf(expr.operand, name);
    case 'binary':
      return columnOf(expr.left, name) || columnOf(expr.right, name);
    case 'call':
      return expr.arguments.map((argument) => columnOf(argument, name)).find((column) => column > 0) ?? 0;
    default:
      return 0;
  }
}

import { namesIn, type Expr } from '../expression/expr.ts';
import { placeExpression, type Formula } from '../expression/formula.ts';
import { parseEquation, parseExpression } from '../expression/parse.ts';
import { PlacedFormula, SlotFormula } from '../expression/placed-formula.ts';
import type { EventSpec, NodeDefinition } from '../node/definition.ts';
import type { Assignment, Constraints, PlanEvent, Program } from './plan.ts';

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
  /** Param it is in, where that is not the equations. */
  param?: string;
}

/** Hands out memory for a name the equations define that is neither output nor state. */
export interface Slots {
  slotOf(name: string): number | undefined;
  inputs: ReadonlySet<string>;
  outputs: ReadonlySet<string>;
  /** States that constraints determine. */
  algebraic: ReadonlySet<string>;
  local(name: string): number;
}

interface Defined {
  name: string;
  expr: Expr;
  equation: string;
  param?: string;
}

/**
 * Compiles a node's equations: outputs and intermediate names sorted so that each comes after those it uses, then `next(x)` and
 * `der(x)`; constraints `0 = …` with the names they are made of; events. Equations may stand in any order; a name may be defined once.
 */
export function compileEquations(
  equations: readonly string[],
  events: readonly EventSpec[],
  definition: NodeDefinition,
  slots: Slots,
): NodeProgram | { problem: ProgramProblem } {
  const read = readEquations(equations);
  if ('problem' in read) return read;
  const { defined, next, derivatives, constraints } = read;
  const crossings = readEvents(events);
  if ('problem' in crossings) return crossings;
  const jumps = crossings.flatMap(({ when, set }) => [when, ...set]);
  for (const one of [...defined.values(), ...next, ...derivatives, ...constraints, ...jumps]) {
    const problem = unknownName(one, defined, slots);
    if (problem) return { problem };
  }
  const sorted = sortByUse(defined);
  if (!sorted) return { problem: { says: 'its equations need each other', column: 1 } };
  const options = (name: string): readonly string[] | undefined => {
    const values = definition.descriptor.params[name]?.enum;
    return values?.filter((value) => typeof value === 'string');
  };
  const slotOf = (name: string): number | undefined =>
    slots.slotOf(name) ?? (defined.has(name) ? slots.local(name) : undefined);
  const place = (expr: Expr): Formula => placeExpression(expr, slotOf, options);
  const placed = (expr: Expr): PlacedFormula => new PlacedFormula(place(expr));
  // What it reads is given memory before itself.
  const assign = ({ name, expr }: Defined): Assignment => {
    const formula = place(expr);
    return new SlotFormula(slotOf(name) ?? slots.local(name), formula);
  };
  const needed = namesBehind(sorted, (name) => slots.outputs.has(name));
  return {
    program: {
      outputs: sorted.filter(({ name }) => needed.has(name)).map(assign),
      locals: sorted.filter(({ name }) => !needed.has(name)).map(assign),
      next: next.map(assign),
      derivatives: derivatives.map(assign),
      ...(constraints.length > 0 && { constraints: constrain() }),
      events: crossings.map(({ when, direction, set }) => ({
        when: placed(when.expr),
        direction,
        set: set.map(assign),
      })),
    },
    feedthrough: inputsBehind(sorted, constraints, slots),
  };

  function constrain(): Constraints {
    const used = new Set(constraints.flatMap(({ expr }) => [...namesIn(expr)]));
    const behind = namesBehind(sorted!, (name) => used.has(name));
    return {
      unknowns: [...slots.algebraic].map((name) => slots.slotOf(name)!),
      names: sorted!.filter(({ name }) => behind.has(name)).map(assign),
      residuals: constraints.map(({ expr }) => placed(expr)),
    };
  }
}

interface Equations {
  defined: Map<string, Defined>;
  next: Defined[];
  derivatives: Defined[];
  constraints: Defined[];
}

function readEquations(equations: readonly string[]): Equations | { problem: ProgramProblem } {
  const defined = new Map<string, Defined>();
  const next: Defined[] = [];
  const derivatives: Defined[] = [];
  const constraints: Defined[] = [];
  for (const text of equations) {
    const parsed = parseEquation(text);
    if ('problem' in parsed) return { problem: { ...atExpression(text, parsed.problem), equation: text } };
    const { target, expr } = parsed;
    if (target.kind === 'constraint') {
      constraints.push({ name: '0', expr, equation: text });
      continue;
    }
    const list = target.kind === 'next' ? next : target.kind === 'der' ? derivatives : undefined;
    const one: Defined = { name: target.name, expr, equation: text };
    if (list ? list.some(({ name }) => name === one.name) : defined.has(one.name))
      return { problem: { says: `"${one.name}" is defined twice`, column: 1, equation: text } };
    if (list) list.push(one);
    else defined.set(one.name, one);
  }
  return { defined, next, derivatives, constraints };
}

interface Crossing {
  when: Defined;
  direction: PlanEvent['direction'];
  set: Defined[];
}

const DIRECTIONS = { rising: 1, falling: -1, both: 0 } as const;

function readEvents(events: readonly EventSpec[]): Crossing[] | { problem: ProgramProblem } {
  const crossings: Crossing[] = [];
  for (const { when, direction = 'both', set } of events) {
    const read: Defined[] = [];
    for (const [name, text] of [['when', when], ...Object.entries(set)] as [string, string][]) {
      const parsed = parseExpression(text);
      if ('problem' in parsed) return { problem: { ...parsed.problem, equation: text, param: 'events' } };
      read.push({ name, expr: parsed.expr, equation: text, param: 'events' });
    }
    crossings.push({ when: read[0]!, direction: DIRECTIONS[direction], set: read.slice(1) });
  }
  return crossings;
}

function unknownName(
  { name, expr, equation, param }: Defined,
  defined: ReadonlyMap<string, Defined>,
  slots: Slots,
): ProgramProblem | undefined {
  for (const used of namesIn(expr)) {
    if (defined.has(used) || slots.slotOf(used) !== undefined) continue;
    const known = [...slots.inputs].join(', ') || 'none';
    return {
      says: `"${used}" is not known here, in the ${param ? 'event' : 'equation'} of ${name}`,
      column: columnOf(expr, used),
      remedy: `Declare it as an input; the inputs are ${known}.`,
      equation,
      ...(param && { param }),
    };
  }
  return undefined;
}

/** The names that are wanted and those they are made of; of outputs, the rest may wait until late inputs are there. */
function namesBehind(sorted: readonly Defined[], isWanted: (name: string) => boolean): Set<string> {
  const needed = new Set<string>();
  for (const { name, expr } of sorted.toReversed()) {
    if (!needed.has(name) && !isWanted(name)) continue;
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

/** Inputs an output depends on: directly, through names between, or through an algebraic state and the constraints that make it. */
function inputsBehind(
  sorted: readonly Defined[],
  constraints: readonly Defined[],
  { inputs, outputs, algebraic }: Slots,
): Set<string> {
  const parts = new Map(sorted.map(({ name, expr }) => [name, [...namesIn(expr)]]));
  const ofConstraints = constraints.flatMap(({ expr }) => [...namesIn(expr)]);
  const through = new Set<string>();
  const seen = new Set<string>();
  const open = [...outputs];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (inputs.has(name)) through.add(name);
    open.push(...(parts.get(name) ?? []), ...(algebraic.has(name) ? ofConstraints : []));
  }
  return through;
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

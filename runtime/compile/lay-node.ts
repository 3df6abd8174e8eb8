import { applyFormula } from '../expression/apply-formula.ts';
import { compileExpression } from '../expression/compile.ts';
import type { Formula } from '../expression/formula.ts';
import { parseExpression } from '../expression/parse.ts';
import type { NodeDefinition } from '../node/definition.ts';
import { compileEquations, type ProgramProblem } from './node-program.ts';
import {
  STEP_SLOT,
  TIME_SLOT,
  type PlanInput,
  type PlanNode,
  type PlanPort,
  type PlanRate,
  type PlanState,
} from './plan.ts';
import type { ResolvedNode } from './resolve-ports.ts';

/** Memory handed out so far, and the numbers that stand in it from the start. */
export interface MemoryLayout {
  next: number;
  values: Map<number, number>;
}

const DEFAULT_STALE_SECONDS = 10;

/** Lays one node into memory (inputs, params, constants, states, outputs) and compiles its equations. */
export function layNode(
  id: string,
  definition: NodeDefinition,
  params: Record<string, unknown>,
  resolved: ResolvedNode,
  layout: MemoryLayout,
  ports: PlanPort[],
): { node: PlanNode } | { problem: ProgramProblem } {
  const slots = new Map<string, number>([
    ['t', TIME_SLOT],
    ['dt', STEP_SLOT],
  ]);
  const give = (name: string, length = 1): number => {
    const slot = layout.next;
    layout.next += length;
    slots.set(name, slot);
    return slot;
  };
  const paramSlots = layParams(definition, params, layout, give);
  for (const [name, { value }] of Object.entries(definition.constants(params)))
    layout.values.set(give(name), value);
  const inputs = layInputs(definition, params, resolved, layout, give);
  const lengths = Object.entries(definition.states(params)).map(([name, spec]) => ({
    name,
    spec,
    length: spec.length?.(params) ?? 1,
  }));
  const stateSlots = lengths.map(({ name, length }) => give(name, length));
  const stateNames = new Set(lengths.map(({ name }) => name));
  const outputs = [...resolved.outputs.values()].map(({ name, type, unit }) => {
    const port = ports.push({ port: `${id}.${name}`, type, unit }) - 1;
    // A port that shows a state holds what it was at the tick, while the state moves on.
    const slot = stateNames.has(name) ? layout.next++ : give(name);
    return { name, type, unit, port, slot };
  });
  const slotOf = (name: string): number | undefined => slots.get(name);
  const states: PlanState[] = lengths.map(({ name, spec, length }, i) => ({
    name,
    slot: stateSlots[i]!,
    length,
    isArray: spec.length !== undefined,
    initial: initialValue(spec.initial, slotOf),
  }));

  const equations = definition.equations(params);
  const names = new Set(inputs.map((input) => input.name));
  const compiled = compileEquations(equations, definition.events(params), definition, {
    slotOf,
    inputs: names,
    outputs: new Set(resolved.outputs.keys()),
    algebraic: new Set(lengths.flatMap(({ name, spec }) => (spec.algebraic ? [name] : []))),
    local: give,
  });
  if ('problem' in compiled) return compiled;
  for (const { name, slot } of outputs) {
    if (!stateNames.has(name)) continue;
    const formula: Formula = { kind: 'slot', slot: slots.get(name)! };
    compiled.program.outputs.push({ slot, formula, evaluate: applyFormula(formula) });
  }
  const through = equations.length > 0 ? compiled.feedthrough : new Set(definition.feedthrough ?? names);
  for (const input of inputs) input.feedthrough = through.has(input.name);
  return {
    node: {
      index: -1,
      id,
      kind: definition.descriptor.kind,
      definition,
      params,
      paramSlots,
      inputs,
      outputs,
      states,
      program: equations.length > 0 ? compiled.program : undefined,
      rate: rateOf(definition, params),
      period: -1,
      island: -1,
      roots: [],
      staleAfter: staleAfterOf(definition, params),
      rests: false,
      mayBeHeld: false,
    },
  };
}

function staleAfterOf({ listen }: NodeDefinition, params: Readonly<Record<string, unknown>>): number {
  const { staleAfter } = params;
  if (!listen || staleAfter === 'never') return Infinity;
  return typeof staleAfter === 'number' ? staleAfter : (listen.staleAfter?.(params) ?? DEFAULT_STALE_SECONDS);
}

function layParams(
  definition: NodeDefinition,
  params: Readonly<Record<string, unknown>>,
  layout: MemoryLayout,
  give: (name: string) => number,
): Record<string, number> {
  const slots: Record<string, number> = {};
  for (const [name, schema] of Object.entries(definition.descriptor.params)) {
    const number = numberOfParam(params[name], schema.enum);
    if (number === undefined) continue;
    slots[name] = give(name);
    layout.values.set(slots[name], number);
  }
  return slots;
}

/** A param as equations see it: numbers as they are, booleans 0 or 1, options by their index. */
export function numberOfParam(value: unknown, options: readonly unknown[] | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const index = options?.indexOf(value) ?? -1;
  return index >= 0 ? index : undefined;
}

function layInputs(
  definition: NodeDefinition,
  params: Readonly<Record<string, unknown>>,
  resolved: ResolvedNode,
  layout: MemoryLayout,
  give: (name: string) => number,
): PlanInput[] {
  const declared = definition.descriptor.inputsFrom ? params[definition.descriptor.inputsFrom] : undefined;
  return [...resolved.inputs.values()].map((port) => {
    const slot = give(port.name);
    const fallback = Number(definition.inputs[port.name]?.default ?? declaredDefault(declared, port.name));
    layout.values.set(slot, fallback);
    return {
      name: port.name,
      type: port.type,
      unit: port.unit,
      from: -1,
      factor: 1,
      offset: 0,
      fallback,
      held: definition.inputs[port.name]?.held ?? false,
      required: port.required,
      awaited: port.type !== 'event' && port.awaited,
      feedthrough: true,
      slot,
    };
  });
}

function declaredDefault(declared: unknown, name: string): number {
  if (typeof declared !== 'object' || declared === null || Array.isArray(declared)) return Number.NaN;
  const about = (declared as Record<string, unknown>)[name];
  const value = typeof about === 'object' && about !== null && 'default' in about ? about.default : undefined;
  return typeof value === 'number' ? value : Number.NaN;
}

function initialValue(
  initial: number | string | undefined,
  slotOf: (name: string) => number | undefined,
): (memory: Float64Array) => number {
  if (typeof initial !== 'string') return () => initial ?? 0;
  const parsed = parseExpression(initial);
  if (!('expr' in parsed)) throw new Error(`initial "${initial}": ${parsed.problem.says}`);
  return compileExpression(parsed.expr, slotOf);
}

function rateOf(definition: NodeDefinition, params: Readonly<Record<string, unknown>>): PlanRate {
  const { rate } = definition;
  if (rate === 'inherit') return { kind: 'inherit' };
  if (rate === 'continuous') return { kind: 'tick' };
  const seconds = params[rate.every];
  if (typeof seconds === 'number' && seconds > 0) return { kind: 'every', seconds };
  return rate.otherwise === 'inherit' ? { kind: 'inherit' } : { kind: 'tick' };
}

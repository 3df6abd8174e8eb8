import { compileExpression } from '../expression/compile.ts';
import { parseExpression } from '../expression/parse.ts';
import { SlotFormula } from '../expression/placed-formula.ts';
import type { NodeForm } from './node-form.ts';
import { compileEquations, type ProgramProblem } from './node-program.ts';
import {
  STEP_SLOT,
  TIME_SLOT,
  type LaidNode,
  type PlanInput,
  type PlanPort,
  type PlanRate,
  type PlanState,
} from './plan.ts';
import type { ResolvedNode } from './resolve-ports.ts';

/** Memory handed out so far. */
export interface MemoryLayout {
  next: number;
  /** What stands there from the start whatever the params are. */
  fixed: Map<number, number>;
  /** Where the values of each node's form stand, node after node. */
  places: number[];
}

/** Lays one node into memory (inputs, params, constants, states, outputs) and compiles its equations. */
export function layNode(
  id: string,
  form: NodeForm,
  resolved: ResolvedNode,
  layout: MemoryLayout,
  ports: PlanPort[],
): { node: LaidNode } | { problem: ProgramProblem } {
  const { definition, equations } = form;
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
  const paramSlots: Record<string, number> = {};
  for (const name of form.numbers) layout.places.push((paramSlots[name] = give(name)));
  for (const { name } of form.constants) layout.places.push(give(name));
  const inputs = layInputs(form, resolved, layout, give);
  const stateSlots = form.states.map(({ name, length }) => give(name, length));
  const stateNames = new Set(form.states.map(({ name }) => name));
  const outputs = [...resolved.outputs.values()].map(({ name, type, unit }) => {
    const port = ports.push({ port: `${id}.${name}`, type, unit }) - 1;
    // A port that shows a state holds what it was at the tick, while the state moves on.
    const slot = stateNames.has(name) ? layout.next++ : give(name);
    return { name, type, unit, port, slot };
  });
  const slotOf = (name: string): number | undefined => slots.get(name);
  const states: PlanState[] = form.states.map(({ name, spec, length, isArray }, i) => ({
    name,
    slot: stateSlots[i]!,
    length,
    isArray,
    initial: initialValue(spec.initial, slotOf),
  }));

  const names = new Set(inputs.map((input) => input.name));
  const compiled = compileEquations(equations, form.events, definition, {
    slotOf,
    inputs: names,
    outputs: new Set(resolved.outputs.keys()),
    algebraic: new Set(form.states.flatMap(({ name, spec }) => (spec.algebraic ? [name] : []))),
    local: give,
  });
  if ('problem' in compiled) return compiled;
  for (const { name, slot } of outputs) {
    if (!stateNames.has(name)) continue;
    compiled.program.outputs.push(new SlotFormula(slot, { kind: 'slot', slot: slots.get(name)! }));
  }
  const through = equations.length > 0 ? compiled.feedthrough : new Set(definition.feedthrough ?? names);
  for (const input of inputs) input.feedthrough = through.has(input.name);
  return {
    node: {
      index: -1,
      id,
      kind: definition.descriptor.kind,
      definition,
      paramSlots,
      inputs,
      outputs,
      states,
      program: equations.length > 0 ? compiled.program : undefined,
      rate: rateOf(form),
      period: -1,
      island: -1,
      roots: [],
      rests: false,
      mayBeHeld: false,
    },
  };
}

/** A param as equations see it: numbers as they are, booleans 0 or 1, options by their index. */
export function numberOfParam(value: unknown, options: readonly unknown[] | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const index = options?.indexOf(value) ?? -1;
  return index >= 0 ? index : undefined;
}

function layInputs(
  { definition, shaping }: NodeForm,
  resolved: ResolvedNode,
  layout: MemoryLayout,
  give: (name: string) => number,
): PlanInput[] {
  const { inputsFrom } = definition.descriptor;
  const declared = inputsFrom === undefined ? undefined : shaping[inputsFrom];
  return [...resolved.inputs.values()].map((port) => {
    const slot = give(port.name);
    const fallback = Number(definition.inputs[port.name]?.default ?? declaredDefault(declared, port.name));
    layout.fixed.set(slot, fallback);
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

function rateOf({ definition: { rate }, every }: NodeForm): PlanRate {
  if (rate === 'inherit') return { kind: 'inherit' };
  if (rate === 'continuous') return { kind: 'tick' };
  if (every !== undefined) return { kind: 'every', seconds: every };
  return rate.otherwise === 'inherit' ? { kind: 'inherit' } : { kind: 'tick' };
}

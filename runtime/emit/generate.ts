import type { Plan } from '../compile/plan.ts';
import { emitDerive } from './emit-island.ts';
import { emitRk4 } from './emit-rk4.ts';
import { emitTsit5 } from './emit-tsit5.ts';
import { emitNodes } from './emit-nodes.ts';
import { helpers } from './formula-text.ts';
import type { Deliver, Derive, RunNodes, TryStep } from './ground.ts';

/** A plan as functions: one after the other they run the nodes of an instant; a delivery per node that listens; one right-hand side per island, and where it is small enough its solver's step. */
export interface Generated {
  nodes: readonly RunNodes[];
  deliver: readonly (Deliver | undefined)[];
  derive: readonly (Derive | undefined)[];
  steps: readonly (TryStep | undefined)[];
}

/** Flows that differ in their params only share their functions, so many twins are optimised as one. */
const made = new Map<string, Generated>();
/** By the form of plans. */
const ofForm = new WeakMap<object, Generated>();
const MOST_KEPT = 500;

/**
 * Makes the functions of a plan. The code is built of numbers, slots and names from a fixed list, never of anything a person wrote.
 * Throws an EvalError on a page whose content security policy forbids code from text: run the twin interpreted there.
 */
export function generate(plan: Plan): Generated {
  const known = ofForm.get(plan.form);
  if (known) return known;
  const generated = make(sourceOf(plan));
  ofForm.set(plan.form, generated);
  return generated;
}

function make(source: string): Generated {
  const known = made.get(source);
  if (known) return known;
  const names = Object.keys(helpers);
  // oxlint-disable-next-line no-new-func -- the text is made of a checked plan, see above
  const run = new Function(...names, source) as (...given: unknown[]) => Generated;
  const generated = run(...Object.values(helpers));
  if (made.size >= MOST_KEPT) made.delete(made.keys().next().value!);
  made.set(source, generated);
  return generated;
}

/** The code itself. */
export function sourceOf(plan: Plan): string {
  const { before, names, deliveries } = emitNodes(plan);
  const derive = plan.islands.map(emitDerive).join(',\n');
  const emitStep = plan.solver.method === 'rk4' ? emitRk4 : emitTsit5;
  const steps = plan.islands.map((island) => emitStep(island, plan)).join(',\n');
  const nodes = names.join(',');
  return `"use strict";${before}return{nodes:[${nodes}],deliver:[${deliveries.join(',\n')}],derive:[${derive}],steps:[${steps}]}`;
}

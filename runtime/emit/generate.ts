import type { Plan } from '../compile/plan.ts';
import { changeAfter } from '../solve/tsit5.ts';
import { emitDerive } from './emit-island.ts';
import { emitLeap } from './emit-leap.ts';
import { emitRk4, MOST_STATES } from './emit-rk4.ts';
import { emitTsit5 } from './emit-tsit5.ts';
import { emitNodes } from './emit-nodes.ts';
import { helpers } from './formula-text.ts';
import type { Deliver, Derive, Leap, RunNodes, TryStep } from './ground.ts';
import { layoutOf } from './layout.ts';

/** A plan as functions: one after the other they run the nodes of an instant; a delivery per node that listens; one right-hand side per island, and where it is small enough its solver's step, and a stretch of one step. */
export interface Generated {
  nodes: readonly RunNodes[];
  deliver: readonly (Deliver | undefined)[];
  derive: readonly (Derive | undefined)[];
  steps: readonly (TryStep | undefined)[];
  leaps: readonly (Leap | undefined)[];
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
  const given = { ...helpers, changeAfter };
  const names = Object.keys(given);
  // oxlint-disable-next-line no-new-func -- the text is made of a checked plan, see above
  const run = new Function(...names, source) as (...values: unknown[]) => Generated;
  const generated = run(...Object.values(given));
  if (made.size >= MOST_KEPT) made.delete(made.keys().next().value!);
  made.set(source, generated);
  return generated;
}

/** The clock of a step, and states before and after it: nothing stands there between two steps. */
const ROOM = `c=new Float64Array(3),X=new Float64Array(${MOST_STATES}),Y=new Float64Array(${MOST_STATES})`;

/** The code itself. */
export function sourceOf(plan: Plan): string {
  const { before, names, deliveries } = emitNodes(plan);
  const derive = plan.islands.map(emitDerive).join(',\n');
  const emitStep = plan.solver.method === 'rk4' ? emitRk4 : emitTsit5;
  const steps = plan.islands.map((island) => emitStep(island, plan));
  const named = steps.map((step, i) => `step${i}=${step}`);
  const layout = layoutOf(plan);
  const leaps = plan.islands.map((island, i) =>
    steps[i] === 'undefined' ? 'undefined' : emitLeap(island, i, `step${i}`, plan, layout),
  );
  const lists = [
    `nodes:[${names.join(',')}]`,
    `deliver:[${deliveries.join(',\n')}]`,
    `derive:[${derive}]`,
    `steps:[${named.map((_, i) => `step${i}`).join(',')}]`,
    `leaps:[${leaps.join(',\n')}]`,
  ];
  const room = named.length > 0 ? `const ${[ROOM, ...named].join(',\n')};` : '';
  return `"use strict";${before}${room}return{${lists.join(',')}}`;
}

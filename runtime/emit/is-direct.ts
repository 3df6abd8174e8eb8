import type { PlanNode } from '../compile/plan.ts';
import { PLACES, placesOf } from './desk-places.ts';

/** A step is all that it does, and only in instants that trigger it: the function asks for all that the step waits for, and calls it. */
export function isCalled({ program, island, roots, definition }: PlanNode): boolean {
  const { step, update, listen, beginsAlone } = definition;
  const others = program ?? update ?? listen ?? beginsAlone;
  return step !== undefined && others === undefined && island < 0 && roots.length === 0;
}

const PLAIN = new Set(['number', 'boolean', 'event']);

/** All that its step reads and says are numbers, so that the function puts them on the desk and takes them from it by itself. */
export function isDirect(node: PlanNode): boolean {
  const { inputs, outputs, definition } = node;
  return (
    isCalled(node) &&
    definition.send === undefined &&
    [...inputs, ...outputs].every(({ type }) => PLAIN.has(type)) &&
    placesOf(node).size <= PLACES
  );
}

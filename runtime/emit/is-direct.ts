import type { PlanNode } from '../compile/plan.ts';
import { PLACES, placesOf } from './desk-places.ts';

/** A step is all that it does, and only in instants that trigger it: the function asks for all that the step waits for, and calls it. */
export function isCalled({ program, island, roots, definition }: PlanNode): boolean {
  const { step, update, listen, beginsAlone } = definition;
  const others = program ?? update ?? listen ?? beginsAlone;
  return step !== undefined && others === undefined && island < 0 && roots.length === 0;
}

/** The function lays its inputs ready and calls it by itself: it stands on the desk that all share, and no step of it is taken without its code. */
export function isDirect(node: PlanNode): boolean {
  return isCalled(node) && node.definition.calm === undefined && placesOf(node).size <= PLACES;
}

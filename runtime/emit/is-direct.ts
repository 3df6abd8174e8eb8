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

/** The same of one that has an update too: the functions call both, each in its half of the instant. */
export function isDirectTwice(node: PlanNode): boolean {
  const { step, update, listen, send, calm } = node.definition;
  const others = node.program ?? listen ?? send ?? calm;
  const isTwo = step !== undefined && update !== undefined;
  return isTwo && others === undefined && node.island < 0 && placesOf(node).size <= PLACES;
}

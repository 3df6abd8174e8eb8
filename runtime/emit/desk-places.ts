import type { PlanNode } from '../compile/plan.ts';

/** What stands at a place of the desk: nothing, a number, a boolean, anything else. */
export const [NOTHING, NUMBER, FLAG, OBJECT] = [0, 1, 2, 3] as const;

/** Places of the one desk that all nodes share. */
export const PLACES = 1_024;

/** Where what a step says of itself stands in `said`: the quality it marks, `UNMARKED` without one; and 1 where the engine has to look at what it said. */
export const MARK = 0;
export const ODD = 1;
export const UNMARKED = 9;

/** Where on the desk own code finds its states that are one number, and its inputs; outputs come first, from place 0 on. */
export interface DeskPlaces {
  statesAt: number;
  inputsAt: number;
  /** All of them. */
  size: number;
}

/** The places of a node. */
export function placesOf({ inputs, outputs, states }: PlanNode): DeskPlaces {
  const statesAt = outputs.length;
  const inputsAt = statesAt + states.filter(({ isArray }) => !isArray).length;
  return { statesAt, inputsAt, size: inputsAt + inputs.length };
}

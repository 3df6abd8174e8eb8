import type { PlanNode } from '../compile/plan.ts';

/** A node whose whole step can stand in the first half of the instant: all it reads is there, and nobody reads its states. */
export function isInlined({ program, island, inputs, definition }: PlanNode): boolean {
  return (
    program !== undefined &&
    island < 0 &&
    definition.onBad === 'bad' &&
    definition.listen === undefined &&
    definition.send === undefined &&
    inputs.every(({ from, feedthrough }) => from < 0 || feedthrough)
  );
}

import type { Assignment } from '../compile/plan.ts';

/** Evaluates assignments in their order. Must not allocate. */
export function evaluateAll(assignments: readonly Assignment[], memory: Float64Array): void {
  for (let i = 0; i < assignments.length; i++) {
    const assignment = assignments[i]!;
    memory[assignment.slot] = assignment.evaluate(memory);
  }
}

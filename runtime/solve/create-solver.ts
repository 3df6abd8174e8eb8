import { createTsit5 } from './tsit5.ts';
import { createRk4 } from './rk4.ts';
import type { Watch } from './crossings.ts';
import type { Place, Solver, System, Tolerances } from './solver.ts';

/** What a flow's clock may name: `rk4` takes one step per tick; `tsit5` controls the error, and `auto` is that. */
export type SolverMethod = 'auto' | 'rk4' | 'tsit5';

/** Makes the solver a flow asks for; with a watch it ends where a watched function crosses. */
export function createSolver(
  method: SolverMethod,
  system: System,
  tolerances: Tolerances,
  watch?: Watch,
  kept?: Place,
): Solver {
  switch (method) {
    case 'rk4':
      return createRk4(system, watch);
    case 'auto':
    case 'tsit5':
      return createTsit5(system, tolerances, watch, kept);
    default:
      throw new Error(`there is no solver ${method satisfies never}`);
  }
}

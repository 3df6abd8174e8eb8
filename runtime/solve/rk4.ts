import { makeRk4Room, stepRk4 } from './rk4-step.ts';
import { isFiniteVector, type Outcome, type Solver, type System } from './solver.ts';

/** The classical method of order 4 with one step from t to tEnd: the cheapest, for ticks that are known to be short enough. */
export function createRk4(system: System): Solver {
  const room = makeRk4Room(system.size);
  const end = new Float64Array(system.size);
  const stats = { steps: 0, rejected: 0, rhs: 0 };
  return {
    stats,
    integrate(t: number, tEnd: number, x: Float64Array): Outcome {
      system.derive(t, x, room.k1);
      stepRk4(system, t, tEnd - t, x, end, room);
      stats.rhs += 4;
      if (!isFiniteVector(end)) {
        stats.rejected++;
        return 'failed';
      }
      stats.steps++;
      x.set(end);
      return 'done';
    },
    memory: () => [],
    restore: () => undefined,
  };
}

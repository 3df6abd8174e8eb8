import { CrossingFinder, type Watch } from './crossings.ts';
import { makeRk4Room, stepRk4 } from './rk4-step.ts';
import { isFiniteVector, type Outcome, type Solver, type System } from './solver.ts';

/**
 * The classical method of order 4 with one step from t to tEnd: the cheapest, for ticks that are known to be short enough. A crossing is
 * located by shorter steps from the same start.
 */
export function createRk4(system: System, watch?: Watch): Solver {
  const room = makeRk4Room(system.size);
  const end = new Float64Array(system.size);
  const stats = { steps: 0, rejected: 0, rhs: 0 };
  const clock = new Float64Array(3);
  const finder = watch && new CrossingFinder(watch, system.size);
  let start = 0;
  let h = 0;
  let from: Float64Array = end;
  const step = (theta: number, x: Float64Array): void => {
    stepRk4(system, start, theta * h, from, x, room);
    stats.rhs += 3;
  };
  /** The step that was made for the system: where it fails x stays. */
  function integrateInOne(t: number, tEnd: number, x: Float64Array): Outcome {
    clock[0] = t;
    clock[1] = tEnd - t;
    system.tryStep!(clock, x, x);
    stats.rhs += 4;
    if (clock[2] !== 0) {
      stats.rejected++;
      return 'failed';
    }
    stats.steps++;
    solver.end = tEnd;
    return 'done';
  }

  const solver = {
    stats,
    end: 0,
    integrate(t: number, tEnd: number, x: Float64Array): Outcome {
      if (system.tryStep && !finder) return integrateInOne(t, tEnd, x);
      start = t;
      h = tEnd - t;
      from = x;
      finder?.begin(t, x);
      system.derive(t, x, room.k1);
      stats.rhs++;
      step(1, end);
      if (!isFiniteVector(end)) {
        stats.rejected++;
        return 'failed';
      }
      stats.steps++;
      const crossing = finder ? finder.find(t, h, step) : Number.NaN;
      solver.end = tEnd;
      if (crossing <= 1) {
        step(crossing, end);
        solver.end = crossing === 1 ? tEnd : t + crossing * h;
      }
      for (let i = 0; i < end.length; i++) x[i] = end[i]!;
      return crossing <= 1 ? 'crossed' : 'done';
    },
    memory: () => [],
    restore: () => undefined,
  };
  return solver;
}

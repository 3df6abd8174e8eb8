import { CrossingFinder, type Watch } from './crossings.ts';
import { makeRk4Room, stepRk4 } from './rk4-step.ts';
import { isFiniteVector, type Outcome, type Solver, type SolverStats, type System } from './solver.ts';

/**
 * The classical method of order 4 with one step from t to tEnd: the cheapest, for ticks that are known to be short enough. A crossing is
 * located by shorter steps from the same start.
 */
export function createRk4(system: System, watch?: Watch): Solver {
  if (system.tryStep && !watch) return new Rk4InOne(system.tryStep);
  const room = makeRk4Room(system.size);
  const end = new Float64Array(system.size);
  const stats = { steps: 0, rejected: 0, rhs: 0 };
  const finder = watch && new CrossingFinder(watch, system.size);
  let start = 0;
  let h = 0;
  let from: Float64Array = end;
  const step = (theta: number, x: Float64Array): void => {
    stepRk4(system, start, theta * h, from, x, room);
    stats.rhs += 3;
  };
  const solver = {
    stats,
    end: 0,
    integrate(t: number, tEnd: number, x: Float64Array): Outcome {
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

/** Holds the time and the length of a step, and what became of it; only while it is tried, so that all systems share it. */
const clock = new Float64Array(3);

/** The same by a step that was made for the system: it keeps nothing but counts, for there may be many thousand of them. */
class Rk4InOne implements Solver {
  end = 0;
  readonly #tryStep: NonNullable<System['tryStep']>;
  #steps = 0;
  #rejected = 0;

  constructor(tryStep: NonNullable<System['tryStep']>) {
    this.#tryStep = tryStep;
  }

  get stats(): SolverStats {
    return { steps: this.#steps, rejected: this.#rejected, rhs: 4 * (this.#steps + this.#rejected) };
  }

  /** Where the step fails x stays. */
  integrate(t: number, tEnd: number, x: Float64Array): Outcome {
    clock[0] = t;
    clock[1] = tEnd - t;
    this.#tryStep(clock, x, x);
    if (clock[2] !== 0) {
      this.#rejected++;
      return 'failed';
    }
    this.#steps++;
    this.end = tEnd;
    return 'done';
  }

  memory(): number[] {
    return [];
  }

  restore(): void {}
}

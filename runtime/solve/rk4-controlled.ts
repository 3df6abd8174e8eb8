import { makeRk4Room, stepRk4 } from './rk4-step.ts';
import { isFiniteVector, type Outcome, type Solver, type System, type Tolerances } from './solver.ts';

const SAFETY = 0.9;
const LEAST_CHANGE = 0.2;
const GREATEST_CHANGE = 5;
/** Evaluations of the right-hand side one call may spend before it gives up on accuracy. */
const BUDGET = 20_000;
/** Steps that finish a stretch on which accuracy was given up. */
const REST_STEPS = 16;

/**
 * The classical method of order 4 with error control by step doubling: each step is taken once whole and once in two halves, and
 * the difference of the two, d, gives the error d/15 of the halves. The halves with d/15 added (order 5) go on.
 * The step size is kept from call to call. A stretch that would cost more than 20,000 evaluations is finished in 16 steps and called inaccurate.
 * Source: Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, II.4 (Richardson extrapolation and step size control).
 */
export function createControlledRk4(system: System, { rtol, atol }: Tolerances): Solver {
  const n = system.size;
  const room = makeRk4Room(n);
  const first = new Float64Array(n);
  const at = new Float64Array(n);
  const whole = new Float64Array(n);
  const half = new Float64Array(n);
  const stats = { steps: 0, rejected: 0, rhs: 0 };
  let wanted = 0;

  /** Takes the step whole and halved; the greatest scaled error, NaN where a number is not finite. */
  function tryStep(t: number, h: number): number {
    room.k1.set(first);
    stepRk4(system, t, h, at, whole, room);
    stepRk4(system, t, h / 2, at, half, room);
    system.derive(t + h / 2, half, room.k1);
    stepRk4(system, t + h / 2, h / 2, half, half, room);
    stats.rhs += 10;
    let worst = 0;
    for (let i = 0; i < n; i++) {
      const error = (half[i]! - whole[i]!) / 15;
      half[i]! += error;
      const scaled = Math.abs(error) / (atol + rtol * Math.max(Math.abs(at[i]!), Math.abs(half[i]!)));
      if (!Number.isFinite(scaled)) return Number.NaN;
      if (scaled > worst) worst = scaled;
    }
    return worst;
  }

  function finishInSteps(t: number, tEnd: number): boolean {
    const h = (tEnd - t) / REST_STEPS;
    for (let i = 0; i < REST_STEPS; i++) {
      system.derive(t + i * h, at, room.k1);
      stepRk4(system, t + i * h, h, at, at, room);
    }
    stats.rhs += 4 * REST_STEPS;
    stats.steps += REST_STEPS;
    return isFiniteVector(at);
  }

  return {
    stats,
    integrate(start: number, tEnd: number, x: Float64Array): Outcome {
      const budget = stats.rhs + BUDGET;
      let t = start;
      let outcome: Outcome = 'done';
      at.set(x);
      if (!(wanted > 0)) wanted = tEnd - start;
      while (t < tEnd) {
        system.derive(t, at, first);
        stats.rhs++;
        let accepted = false;
        while (!accepted) {
          const rest = tEnd - t;
          const isLast = wanted >= rest * (1 - 1e-9);
          const h = isLast ? rest : wanted;
          const error = tryStep(t, h);
          accepted = error <= 1;
          const change = Number.isFinite(error) ? SAFETY * Math.max(error, 1e-10) ** -0.2 : LEAST_CHANGE;
          const next = h * Math.min(GREATEST_CHANGE, Math.max(LEAST_CHANGE, change));
          if (accepted) {
            stats.steps++;
            at.set(half);
            t = isLast ? tEnd : t + h;
            // A last step is cut to the end, so it only ever says that more is allowed.
            if (!isLast || next > wanted) wanted = next;
          } else {
            stats.rejected++;
            wanted = next;
            if (stats.rhs > budget || t + wanted === t) break;
          }
        }
        if (accepted && stats.rhs <= budget) continue;
        if (t >= tEnd) break;
        wanted = 0;
        if (!finishInSteps(t, tEnd)) return 'failed';
        outcome = 'inaccurate';
        t = tEnd;
      }
      x.set(at);
      return outcome;
    },
    memory: () => [wanted],
    restore: ([kept = 0]) => void (wanted = kept),
  };
}

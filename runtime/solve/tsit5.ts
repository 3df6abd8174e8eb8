import {
  isFiniteVector,
  type Outcome,
  type Place,
  type Solver,
  type System,
  type Tolerances,
} from './solver.ts';
import { CrossingFinder, type Watch } from './crossings.ts';
import { errorOf, interpolateTsit5, makeTsit5Room, stepTsit5 } from './tsit5-step.ts';

const SAFETY = 0.9;
const LEAST_CHANGE = 0.2;
export const GREATEST_CHANGE = 5;
/** Evaluations of the right-hand side one call may spend before it gives up on accuracy. */
const BUDGET = 20_000;
/** An error so small allows the greatest growth: SAFETY·error^(−1/5) is beyond GREATEST_CHANGE. */
const SMALL_ERROR = 1.8e-4;
/** Steps that finish a stretch on which accuracy was given up. */
const REST_STEPS = 16;

/**
 * Tsitouras 5(4) with error control: the step of order 5 goes on, the greatest error of order 4, scaled by atol + rtol·|x|, sets the
 * next step by h·0.9·error^(−1/5). The step size is kept from call to call; the last evaluation of a step is the first of the next,
 * except across calls, where inputs may have changed. A stretch that would cost more than 20,000 evaluations is finished in 16 steps and
 * called inaccurate. Crossings are located on the interpolant, and the integration ends there. Source: Tsitouras (2011), see tsit5-step.ts; step size after Hairer, Nørsett, Wanner, II.4.
 */
export function createTsit5(
  system: System,
  { rtol, atol }: Tolerances,
  watch?: Watch,
  { numbers: kept, at: place }: Place = { numbers: Float64Array.of(0), at: 0 },
): Solver {
  const n = system.size;
  const room = makeTsit5Room(n);
  const first = room.k[0]!;
  const last = room.k[6]!;
  const at = new Float64Array(n);
  const end = new Float64Array(n);
  const stats = { steps: 0, rejected: 0, rhs: 0 };
  const clock = new Float64Array(3);
  let stepSize = 0;
  const finder = watch && new CrossingFinder(watch, n);
  const interpolate = (theta: number, x: Float64Array): void =>
    interpolateTsit5(theta, stepSize, at, end, room, x);

  /** Takes the step into `end`; the greatest scaled error, NaN where a number is not finite. */
  function tryStep(t: number, h: number): number {
    if (system.tryStep) {
      clock[0] = t;
      clock[1] = h;
      system.tryStep(clock, at, end);
      stats.rhs += 6;
      return clock[2]!;
    }
    stepTsit5(system, t, h, at, end, room);
    stats.rhs += 6;
    let worst = 0;
    for (let i = 0; i < n; i++) {
      const size = Math.max(Math.abs(at[i]!), Math.abs(end[i]!));
      const scaled = Math.abs(errorOf(room, h, i)) / (atol + rtol * size);
      if (!(scaled < Infinity && size < Infinity)) return Number.NaN;
      if (scaled > worst) worst = scaled;
    }
    return worst;
  }

  function finishInSteps(t: number, tEnd: number): boolean {
    const h = (tEnd - t) / REST_STEPS;
    for (let i = 0; i < REST_STEPS; i++) {
      system.derive(t + i * h, at, first);
      stepTsit5(system, t + i * h, h, at, at, room);
    }
    stats.rhs += 7 * REST_STEPS;
    stats.steps += REST_STEPS;
    return isFiniteVector(at);
  }

  const solver = {
    stats,
    end: 0,
    integrate(start: number, tEnd: number, x: Float64Array): Outcome {
      const budget = stats.rhs + BUDGET;
      let t = start;
      copy(x, at);
      finder?.begin(t, at);
      if (!(kept[place]! > 0)) kept[place] = tEnd - start;
      if (!system.tryStep) system.derive(t, at, first);
      stats.rhs++;
      while (t < tEnd) {
        const rest = tEnd - t;
        const isLast = kept[place]! >= rest * (1 - 1e-9);
        const h = isLast ? rest : kept[place]!;
        const error = tryStep(t, h);
        const next = h * changeAfter(error);
        if (error <= 1) {
          stats.steps++;
          stepSize = h;
          const crossing = finder ? finder.find(t, h, interpolate) : Number.NaN;
          if (crossing <= 1) {
            interpolate(crossing, x);
            solver.end = crossing === 1 ? (isLast ? tEnd : t + h) : t + crossing * h;
            return 'crossed';
          }
          copy(end, at);
          copy(last, first);
          t = isLast ? tEnd : t + h;
          // A last step is cut to the end, so it only ever says that more is allowed.
          if (!isLast || next > kept[place]!) kept[place] = next;
        } else {
          stats.rejected++;
          kept[place] = next;
        }
        if (t < tEnd && (stats.rhs > budget || t === t + kept[place]!)) {
          kept[place] = 0;
          if (!finishInSteps(t, tEnd)) return 'failed';
          copy(at, x);
          solver.end = tEnd;
          return 'inaccurate';
        }
      }
      copy(at, x);
      solver.end = tEnd;
      return 'done';
    },
    memory: () => [kept[place]!],
    restore: ([wanted = 0]: readonly number[]) => void (kept[place] = wanted),
  };
  return solver;
}

/** How much longer or shorter the next step may be after a step of this scaled error; at most `GREATEST_CHANGE`. */
export function changeAfter(error: number): number {
  if (error < SMALL_ERROR) return GREATEST_CHANGE;
  if (!Number.isFinite(error)) return LEAST_CHANGE;
  return Math.min(GREATEST_CHANGE, Math.max(LEAST_CHANGE, SAFETY * error ** -0.2));
}

/** For few numbers a call of `set` takes longer than they do. */
function copy(from: Float64Array, to: Float64Array): void {
  for (let i = 0; i < from.length; i++) to[i] = from[i]!;
}

import { createTsit5 } from '@twinloom/runtime/solve/tsit5';
import type { Contender } from '../measure/rounds.ts';
import { requirePeer } from '../peers/peers.ts';
import type { Problem } from './systems.ts';

interface OdexSolver {
  relativeTolerance: number;
  absoluteTolerance: number;
  solve(f: (t: number, x: number[]) => number[], t: number, x: number[], end: number): { y: number[] };
}

interface Odex {
  Solver: new (size: number) => OdexSolver;
}

/** Solves a problem from 0 to its end at some tolerance. */
export type Solve = (tolerance: number) => ArrayLike<number>;

/** Our tsit5, in one call. */
export function byTsit5({ system, start }: Problem, end: number): Solve {
  return (tolerance) => {
    const x = Float64Array.from(start);
    createTsit5(system, { rtol: tolerance, atol: tolerance }).integrate(0, end, x);
    return x;
  };
}

/** Odex with the right-hand side as its users write it. */
export function byOdex(
  f: (t: number, x: number[]) => number[],
  { system, start }: Problem,
  end: number,
): Solve {
  const { Solver } = requirePeer('odex') as Odex;
  return (tolerance) => {
    const solver = new Solver(system.size);
    solver.relativeTolerance = tolerance;
    solver.absoluteTolerance = tolerance;
    return solver.solve(f, 0, [...start], end).y;
  };
}

/** The same work again and again; its checksum is the first state. */
export function repeated(name: string, solve: Solve, tolerance: number): Contender {
  return {
    name,
    run(units) {
      let x: ArrayLike<number> = [];
      for (let unit = 0; unit < units; unit++) x = solve(tolerance);
      return x[0]!;
    },
  };
}

/** Greatest error of a solution, against a reference. */
export function errorOf(x: ArrayLike<number>, reference: ArrayLike<number>): number {
  return Math.max(...Array.from(reference, (value, i) => Math.abs(x[i]! - value)));
}

/** What an error costs, read from a line through measured pairs in double logarithm: NaN outside of them. */
export function costAt(error: number, errors: readonly number[], costs: readonly number[]): number {
  const points = errors
    .map((e, i) => [Math.log(e), Math.log(costs[i]!)] as const)
    .toSorted((a, b) => a[0] - b[0]);
  const wanted = Math.log(error);
  for (let i = 1; i < points.length; i++) {
    const [[e0, c0], [e1, c1]] = [points[i - 1]!, points[i]!];
    if (wanted < e0 || wanted > e1) continue;
    return Math.exp(c0 + ((c1 - c0) * (wanted - e0)) / (e1 - e0));
  }
  return Number.NaN;
}

/** An initial value problem dx/dt = f(t, x). */
export interface System {
  /** Number of states. */
  size: number;
  /** Writes f(t, x) into dx. Must not allocate; must not keep or change x. */
  derive(t: number, x: Float64Array, dx: Float64Array): void;
  /**
   * One step of the solver's method in one piece, where one was made for this system: from x, over clock[1] s from clock[0], to `end`; clock[2] becomes
   * the greatest scaled error (0 of `rk4`, whose `end` may be x), NaN where a number is not finite. The same numbers as by `derive`, to the bit. Must not allocate.
   */
  tryStep?(clock: Float64Array, x: Float64Array, end: Float64Array): void;
}

/** Where a solver keeps what it goes on with: one number among others. */
export interface Place {
  readonly numbers: Float64Array;
  readonly at: number;
}

/** Allowed local error of each step: atol in the unit of the state, rtol relative to its size. */
export interface Tolerances {
  rtol: number;
  atol: number;
}

/**
 * How an integration went: `crossed` ended early, where a watched function crossed; `inaccurate` reached the end with an error that is
 * not controlled; `failed` left x where it was.
 */
export type Outcome = 'done' | 'crossed' | 'inaccurate' | 'failed';

/** Work done since the solver was made. */
export interface SolverStats {
  steps: number;
  rejected: number;
  /** Evaluations of the right-hand side. */
  rhs: number;
}

/** A method that advances one system; every method keeps the contract in solver-contract.ts. */
export interface Solver {
  /** Advances x in place from t to tEnd (s, tEnd > t), or to the first crossing. x is never left with a number that is not finite. */
  integrate(t: number, tEnd: number, x: Float64Array): Outcome;
  /** Where the last integration ended, s. */
  readonly end: number;
  /** What the next call depends on beside x, for a snapshot; fixed length. */
  memory(): number[];
  /** Goes on as the solver whose memory this was. */
  restore(memory: readonly number[]): void;
  readonly stats: SolverStats;
}

/** True when every entry is a finite number. */
export function isFiniteVector(x: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) if (x[i]! - x[i]! !== 0) return false;
  return true;
}

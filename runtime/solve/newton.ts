/** A system of as many residuals as unknowns; writes r(z) into r. Must not allocate; must not keep or change z. */
export type Residuals = (z: Float64Array, r: Float64Array) => void;

const MOST_STEPS = 60;
const MOST_HALVINGS = 30;
/** A step this small relative to its unknown ends the search. */
const TOLERANCE = 1e-13;
/** Share of an unknown by which it is moved to see how the residuals answer: the root of the machine's precision. */
const NUDGE = 2 ** -26;
/** An unknown at zero is taken to be of this size, */
const LEAST_SIZE = 2 ** -10;
/** or so much larger, some times over, where the residuals do not answer by this share of themselves: the rest is rounding. */
const LARGER = 2 ** 10;
const MOST_TIMES_LARGER = 2;
const LEAST_ANSWER = 2 ** -40;
/** A step this small relative to its unknown is a root where no smaller one is found. */
const NEARLY = 2 ** -20;

/**
 * Solves r(z) = 0 by Newton's method with differences for the Jacobian, and a step that is halved until the residuals shrink.
 * Source: Dennis, Schnabel, Numerical Methods for Unconstrained Optimization and Nonlinear Equations (1983), chapters 5 and 6.
 */
export class Newton {
  readonly #size: number;
  readonly #residuals: Residuals;
  readonly #z: Float64Array;
  readonly #trial: Float64Array;
  readonly #r: Float64Array;
  readonly #rTrial: Float64Array;
  readonly #step: Float64Array;
  readonly #matrix: Float64Array;

  constructor(size: number, residuals: Residuals) {
    this.#size = size;
    this.#residuals = residuals;
    this.#z = new Float64Array(size);
    this.#trial = new Float64Array(size);
    this.#r = new Float64Array(size);
    this.#rTrial = new Float64Array(size);
    this.#step = new Float64Array(size);
    this.#matrix = new Float64Array(size * size);
  }

  /** Moves z to the root near it; false, with z left as it was, where none is found. Must not allocate. */
  solve(z: Float64Array): boolean {
    const at = this.#z;
    at.set(z);
    this.#residuals(at, this.#r);
    let norm = normOf(this.#r);
    let isFound = norm === 0;
    for (let n = 0; n < MOST_STEPS && !isFound; n++) {
      if (!Number.isFinite(norm)) return false;
      this.#differentiate(at);
      if (!solveLinear(this.#matrix, this.#r, this.#step, this.#size)) return false;
      const best = this.#shrink(at, norm);
      if (Number.isNaN(best)) {
        // At the limit of the numbers no step makes it smaller: the root is here if the wanted step was tiny.
        if (!this.#isTiny(at, NEARLY)) return false;
        isFound = true;
        break;
      }
      norm = best;
      isFound = norm === 0 || this.#isTiny(at, TOLERANCE);
    }
    if (!Number.isFinite(norm) || !(isFound || this.#isTiny(at, NEARLY))) return false;
    z.set(at);
    return true;
  }

  #differentiate(at: Float64Array): void {
    const n = this.#size;
    const least = LEAST_ANSWER * largestOf(this.#r);
    for (let j = 0; j < n; j++) {
      const kept = at[j]!;
      let nudge = NUDGE * Math.max(Math.abs(kept), LEAST_SIZE);
      for (let times = 0; ; times++, nudge *= LARGER) {
        const moved = kept + nudge;
        at[j] = moved;
        this.#residuals(at, this.#rTrial);
        at[j] = kept;
        let answer = 0;
        for (let i = 0; i < n; i++) {
          const change = this.#rTrial[i]! - this.#r[i]!;
          answer = Math.max(answer, Math.abs(change));
          this.#matrix[i * n + j] = change / (moved - kept);
        }
        if (!(answer < least) || times === MOST_TIMES_LARGER) break;
      }
    }
  }

  /** Goes along the step, by half where the residuals would grow; the new norm, NaN where none is smaller. */
  #shrink(at: Float64Array, norm: number): number {
    const n = this.#size;
    let share = 1;
    for (let halving = 0; halving < MOST_HALVINGS; halving++, share /= 2) {
      for (let i = 0; i < n; i++) this.#trial[i] = at[i]! - share * this.#step[i]!;
      this.#residuals(this.#trial, this.#rTrial);
      const trial = normOf(this.#rTrial);
      if (!(trial < norm)) continue;
      at.set(this.#trial);
      this.#r.set(this.#rTrial);
      return trial;
    }
    return Number.NaN;
  }

  #isTiny(at: Float64Array, share: number): boolean {
    for (let i = 0; i < this.#size; i++)
      if (!(Math.abs(this.#step[i]!) <= share * Math.max(Math.abs(at[i]!), share))) return false;
    return true;
  }
}

function largestOf(r: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < r.length; i++) largest = Math.max(largest, Math.abs(r[i]!));
  return largest;
}

function normOf(r: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < r.length; i++) sum += r[i]! * r[i]!;
  return Math.sqrt(sum);
}

/** Gaussian elimination with row pivoting of A·x = b; destroys A, leaves b. False where A is singular. */
function solveLinear(a: Float64Array, b: Float64Array, x: Float64Array, n: number): boolean {
  x.set(b);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[pivot * n + k]!)) pivot = i;
    if (!(Math.abs(a[pivot * n + k]!) > 0)) return false;
    if (pivot !== k) swapRows(a, x, n, k, pivot);
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]! / a[k * n + k]!;
      for (let j = k + 1; j < n; j++) a[i * n + j]! -= factor * a[k * n + j]!;
      x[i]! -= factor * x[k]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i]! -= a[i * n + j]! * x[j]!;
    x[i]! /= a[i * n + i]!;
  }
  return true;
}

function swapRows(a: Float64Array, x: Float64Array, n: number, one: number, other: number): void {
  for (let j = 0; j < n; j++) {
    const kept = a[one * n + j]!;
    a[one * n + j] = a[other * n + j]!;
    a[other * n + j] = kept;
  }
  const kept = x[one]!;
  x[one] = x[other]!;
  x[other] = kept;
}

/** Functions of time and state whose change of sign ends an integration. */
export interface Watch {
  readonly count: number;
  /** Writes g(t, x) of each function into g. Must not allocate; must not keep or change x. */
  evaluate(t: number, x: Float64Array, g: Float64Array): void;
  /** Which change of sign counts: 1 rising, −1 falling, 0 both. */
  readonly directions: ArrayLike<number>;
  /** 1 for a function that is not watched now. */
  readonly off: Uint8Array;
  /** 1 for a function that has crossed in the last call. */
  readonly crossed: Uint8Array;
}

/** Writes the state at the share θ of the step just taken into x. */
export type Interpolate = (theta: number, x: Float64Array) => void;

/** Where a step is looked at between its ends, so that a crossing there and back is not missed. */
const SHARES = [0.25, 0.5, 0.75, 1];
/** A function that is at zero is first looked at so soon after, s: it has left for one side by then. */
const SOON = [1e-9, 1e-6];
const MOST_HALVINGS = 200;

/**
 * Finds the first crossing in a step. A crossing counts from a side that is not zero to zero or beyond, and its time is the first
 * double at which the function has arrived there, so the same crossing is never found twice.
 * Root finding: the Illinois variant of regula falsi, with halvings where it is slow (Dowell, Jarratt, BIT 11 (1971) 168–174).
 */
export class CrossingFinder {
  readonly #watch: Watch;
  readonly #before: Float64Array;
  readonly #after: Float64Array;
  readonly #probe: Float64Array;
  readonly #x: Float64Array;
  #isFresh = true;

  constructor(watch: Watch, size: number) {
    this.#watch = watch;
    this.#before = new Float64Array(watch.count);
    this.#after = new Float64Array(watch.count);
    this.#probe = new Float64Array(watch.count);
    this.#x = new Float64Array(size);
  }

  /** Begins at a state from which the integration goes on. */
  begin(t: number, x: Float64Array): void {
    this.#watch.evaluate(t, x, this.#before);
    this.#watch.crossed.fill(0);
    this.#isFresh = true;
  }

  /** The share of the step from t to t + h at which a function crosses first, NaN for none; says which in `watch.crossed`. Must not allocate. */
  find(t: number, h: number, interpolate: Interpolate): number {
    let from = 0;
    if (this.#isFresh) {
      this.#isFresh = false;
      for (let i = 0; i < SOON.length; i++) {
        const share = SOON[i]! / h;
        if (share >= SHARES[0]!) break;
        const crossing = this.#look(t, h, from, share, interpolate);
        if (!Number.isNaN(crossing)) return crossing;
        from = share;
      }
    }
    for (let i = 0; i < SHARES.length; i++) {
      const crossing = this.#look(t, h, from, SHARES[i]!, interpolate);
      if (!Number.isNaN(crossing)) return crossing;
      from = SHARES[i]!;
    }
    return Number.NaN;
  }

  #look(t: number, h: number, from: number, to: number, interpolate: Interpolate): number {
    const { count } = this.#watch;
    const before = this.#before;
    const after = this.#after;
    interpolate(to, this.#x);
    this.#watch.evaluate(t + to * h, this.#x, after);
    let first = Number.NaN;
    for (let i = 0; i < count; i++) {
      if (!this.#crosses(i, before[i]!, after[i]!)) continue;
      const theta = this.#locate(i, t, h, from, Number.isNaN(first) ? to : first, interpolate);
      if (!(theta >= first)) first = theta;
    }
    if (Number.isNaN(first)) {
      before.set(after);
      return first;
    }
    this.#evaluateAt(t, h, first, interpolate);
    for (let i = 0; i < count; i++)
      this.#watch.crossed[i] = this.#crosses(i, before[i]!, this.#probe[i]!) ? 1 : 0;
    return first;
  }

  #crosses(i: number, before: number, after: number): boolean {
    const { directions, off } = this.#watch;
    if (off[i] === 1) return false;
    const direction = directions[i]!;
    return (direction >= 0 && before < 0 && after >= 0) || (direction <= 0 && before > 0 && after <= 0);
  }

  /** The least share in (low, high] at which function i has crossed, to the last bits of the time; `high` where it has not by then. */
  #locate(i: number, t: number, h: number, low: number, high: number, interpolate: Interpolate): number {
    const sign = Math.sign(this.#before[i]!);
    let below = this.#before[i]! * sign;
    let above = this.#valueAt(i, t, h, high, interpolate) * sign;
    if (above > 0) return high;
    const tolerance = (2 ** -51 * (Math.abs(t) + h)) / h;
    let side = 0;
    for (let n = 0; n < MOST_HALVINGS && high - low > tolerance; n++) {
      const middle = low + (high - low) / 2;
      const guess = n % 4 === 3 ? middle : low + ((high - low) * below) / (below - above);
      const at = guess > low && guess < high ? guess : middle;
      if (!(at > low && at < high)) break;
      const value = this.#valueAt(i, t, h, at, interpolate) * sign;
      if (value > 0) {
        low = at;
        below = value;
        if (side === 1) above /= 2;
        side = 1;
      } else {
        high = at;
        above = value;
        if (side === -1) below /= 2;
        side = -1;
      }
    }
    return high;
  }

  #valueAt(i: number, t: number, h: number, theta: number, interpolate: Interpolate): number {
    this.#evaluateAt(t, h, theta, interpolate);
    return this.#probe[i]!;
  }

  #evaluateAt(t: number, h: number, theta: number, interpolate: Interpolate): void {
    interpolate(theta, this.#x);
    this.#watch.evaluate(t + theta * h, this.#x, this.#probe);
  }
}

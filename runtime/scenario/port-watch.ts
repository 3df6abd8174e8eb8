import type { Twin } from '../run/twin.ts';

/** What shows the values of ports: a twin. */
type Shows = Pick<Twin, 'readValues'>;

/** Equal parts of a stretch of time, s. */
export interface TimeParts {
  seconds: number;
  points: number;
}

/**
 * Follows ports of a twin, each held from one instant to the next: their integrals, and the least and greatest value in each part of the time. All in
 * arrays by place, a port once. `observe` is called after each instant and must not allocate.
 */
export class PortWatch {
  /** By place: what stands now; NaN while it is missing. */
  readonly held: Float64Array;
  readonly integral: Float64Array;
  /** For how long there was a value, s. */
  readonly time: Float64Array;
  /** The first value there was. */
  readonly first: Float64Array;
  /** A value was missing at one of the places below `needed`. */
  isMissing = false;
  readonly #ports: Int32Array;
  readonly #needed: number;
  readonly #parts: TimeParts;
  /** By part, and then by place. */
  readonly #least: Float64Array;
  readonly #greatest: Float64Array;
  #part = 0;

  /** Begins with what the twin shows now. Ports by their index in the plan, those of which a value may be missed first. */
  constructor(needed: readonly number[], others: readonly number[], parts: TimeParts, twin: Shows) {
    const first = [...new Set(needed)];
    const ports = [...new Set([...first, ...others])];
    const count = ports.length;
    this.#ports = Int32Array.from(ports);
    this.#needed = first.length;
    this.#parts = parts;
    this.held = new Float64Array(count).fill(Number.NaN);
    this.integral = new Float64Array(count);
    this.time = new Float64Array(count);
    this.first = new Float64Array(count).fill(Number.NaN);
    this.#least = new Float64Array(count * parts.points).fill(Infinity);
    this.#greatest = new Float64Array(count * parts.points).fill(-Infinity);
    this.observe(twin, 0, 0);
  }

  /** The place of a port that it follows. */
  placeOf(port: number): number {
    return this.#ports.indexOf(port);
  }

  /** The twin has run an instant, `t` s after the start and `dt` s after the last. */
  observe(twin: Shows, t: number, dt: number): void {
    const { points, seconds } = this.#parts;
    this.#reach(Math.min(Math.floor((t / seconds) * points), points - 1));
    if (dt > 0) this.pass(dt);
    twin.readValues(this.#ports, this.held);
    this.#take();
  }

  /** What stands goes on for `dt` s. */
  pass(dt: number): void {
    const { held, integral, time } = this;
    for (let i = 0; i < held.length; i++) {
      const value = held[i]!;
      if (value !== value) continue;
      integral[i]! += value * dt;
      time[i]! += dt;
    }
  }

  /** Least and greatest value of a place in each part; null where there was none. */
  curveOf(place: number): Record<'min' | 'max', (number | null)[]> {
    this.#reach(this.#parts.points - 1);
    const of = (all: Float64Array): (number | null)[] =>
      Array.from({ length: this.#parts.points }, (_, part) => {
        const value = all[part * this.held.length + place]!;
        return Number.isFinite(value) ? value : null;
      });
    return { min: of(this.#least), max: of(this.#greatest) };
  }

  #take(): void {
    const { held, first } = this;
    const [least, greatest, needed] = [this.#least, this.#greatest, this.#needed];
    const from = this.#part * held.length;
    let isMissing = false;
    for (let i = 0; i < held.length; i++) {
      const value = held[i]!;
      if (value !== value) {
        if (i < needed) isMissing = true;
        continue;
      }
      if (first[i] !== first[i]) first[i] = value;
      if (value < least[from + i]!) least[from + i] = value;
      if (value > greatest[from + i]!) greatest[from + i] = value;
    }
    this.isMissing = isMissing;
  }

  /** What is held reaches into each part that begins meanwhile. */
  #reach(part: number): void {
    while (this.#part < part) {
      this.#part++;
      this.#take();
    }
  }
}

import type { Plan } from '../compile/plan.ts';
import type { Twin } from '../run/twin.ts';

/** A port over a stretch of time: least and greatest value in each of equal parts; null where it was bad or absent all the time. */
export interface Curve {
  unit: string;
  min: (number | null)[];
  max: (number | null)[];
}

interface Track {
  name: string;
  unit: string;
  port: number;
  held: number;
  min: Float64Array;
  max: Float64Array;
}

/** Keeps what ports show over time in a fixed number of parts. `observe` is called after each instant and must not allocate. */
export class Curves {
  readonly #tracks: Track[];
  readonly #seconds: number;
  readonly #points: number;
  #part = 0;

  /** Begins with what the twin shows now. `ports` are names; those the plan has not are left out. */
  constructor(plan: Plan, ports: readonly string[], seconds: number, points: number, twin: Twin) {
    this.#seconds = seconds;
    this.#points = points;
    this.#tracks = ports.flatMap((name) => {
      const port = plan.ports.findIndex((one) => one.port === name);
      if (port < 0) return [];
      const [min, max] = [new Float64Array(points), new Float64Array(points)];
      const { unit } = plan.ports[port]!;
      return [{ name, unit, port, held: Number.NaN, min: min.fill(Infinity), max: max.fill(-Infinity) }];
    });
    this.observe(twin, 0);
  }

  /** The twin has run an instant, `t` s after the start. */
  observe(twin: Twin, t: number): void {
    this.#reach(Math.min(Math.floor((t / this.#seconds) * this.#points), this.#points - 1));
    const part = this.#part;
    for (let i = 0; i < this.#tracks.length; i++) {
      const track = this.#tracks[i]!;
      track.held = twin.value(track.port);
      keep(track, part);
    }
  }

  results(): Record<string, Curve> {
    this.#reach(this.#points - 1);
    return Object.fromEntries(
      this.#tracks.map(({ name, unit, min, max }) => [name, { unit, min: plain(min), max: plain(max) }]),
    );
  }

  /** What is held reaches into each part that begins meanwhile. */
  #reach(part: number): void {
    while (this.#part < part) {
      this.#part++;
      for (let i = 0; i < this.#tracks.length; i++) keep(this.#tracks[i]!, this.#part);
    }
  }
}

function keep({ held, min, max }: Track, part: number): void {
  if (held < min[part]!) min[part] = held;
  if (held > max[part]!) max[part] = held;
}

function plain(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}

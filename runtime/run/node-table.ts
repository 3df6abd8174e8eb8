import type { Called } from '../emit/ground.ts';
import type { Layout } from '../emit/layout.ts';
import type { Stretch } from './stretch.ts';

/** What changes about each node of a twin from instant to instant: where each kind of number begins among all of a chunk, in feedthrough order. */
export class NodeTable {
  readonly numbers: Float64Array;
  readonly bytes: Uint8Array;
  /** 1 once it has run, so that its states stand. */
  readonly started: number;
  /** 1 when it runs in this instant whether or not an input got a sample. */
  readonly due: number;
  /** 1 when it stepped in this instant, so that its states move. */
  readonly stepped: number;
  /** Why it stands still; 0 while it runs. */
  readonly held: number;
  /** Number of the instant it last ran in. */
  readonly ranIn: number;
  /** When it ran last, µs since the origin; -1 before the first run. */
  readonly lastRun: number;
  /** Index of the last due time of its period it ran at; -1 before the first. */
  readonly lastDue: number;
  /** By node: own code that the generated functions call by themselves; undefined while the engine has to. */
  readonly own: (Called | undefined)[];

  constructor(count: number, layout: Layout, { chunk, base }: Stretch) {
    this.numbers = chunk.numbers;
    this.bytes = chunk.bytes;
    this.started = 8 * base + layout.started;
    this.due = 8 * base + layout.due;
    this.stepped = 8 * base + layout.stepped;
    this.held = 8 * base + layout.held;
    this.ranIn = base + layout.ranIn;
    this.lastRun = base + layout.lastRun;
    this.lastDue = base + layout.lastDue;
    this.numbers.fill(-1, this.lastRun, this.lastRun + count);
    this.numbers.fill(-1, this.lastDue, this.lastDue + count);
    this.own = new Array<Called | undefined>(count).fill(undefined);
  }
}

import type { Called } from '../emit/ground.ts';

/** What changes about each node of a twin from instant to instant, by its place in feedthrough order. */
export class NodeTable {
  /** 1 once it has run, so that its states stand. */
  readonly started: Uint8Array;
  /** 1 when it runs in this instant whether or not an input got a sample. */
  readonly due: Uint8Array;
  /** 1 when it stepped in this instant, so that its states move. */
  readonly stepped: Uint8Array;
  /** Why it stands still; 0 while it runs. */
  readonly held: Uint8Array;
  /** Number of the instant it last ran in. */
  readonly ranIn: Float64Array;
  /** When it ran last, µs since the origin; -1 before the first run. */
  readonly lastRun: Float64Array;
  /** Index of the last due time of its period it ran at; -1 before the first. */
  readonly lastDue: Float64Array;

  /** Own code that the generated functions call by themselves; undefined while the engine has to. */
  readonly own: (Called | undefined)[];

  constructor(count: number) {
    this.started = new Uint8Array(count);
    this.due = new Uint8Array(count);
    this.stepped = new Uint8Array(count);
    this.held = new Uint8Array(count);
    this.ranIn = new Float64Array(count);
    this.lastRun = new Float64Array(count).fill(-1);
    this.lastDue = new Float64Array(count).fill(-1);
    this.own = new Array<Called | undefined>(count).fill(undefined);
  }
}

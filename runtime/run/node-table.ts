import type { Layout } from '../emit/layout.ts';
import { bytesOf, numbersOf, type Stretch } from './stretch.ts';

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

  constructor(count: number, layout: Layout, stretch: Stretch) {
    this.started = bytesOf(stretch, layout.started, count);
    this.due = bytesOf(stretch, layout.due, count);
    this.stepped = bytesOf(stretch, layout.stepped, count);
    this.held = bytesOf(stretch, layout.held, count);
    this.ranIn = numbersOf(stretch, layout.ranIn, count);
    this.lastRun = numbersOf(stretch, layout.lastRun, count).fill(-1);
    this.lastDue = numbersOf(stretch, layout.lastDue, count).fill(-1);
  }
}

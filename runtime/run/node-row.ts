import type { Called } from '../emit/ground.ts';
import type { Hold } from './holdings.ts';
import type { NodeTable } from './node-table.ts';

/** What a twin keeps of one node beside its memory, in arrays that the generated functions read and write too. */
export class NodeRow {
  readonly #table: NodeTable;
  readonly #index: number;

  constructor(table: NodeTable, index: number) {
    this.#table = table;
    this.#index = index;
  }

  /** It has run, so its states stand. */
  get started(): boolean {
    return this.#table.bytes[this.#table.started + this.#index] === 1;
  }

  set started(is: boolean) {
    this.#table.bytes[this.#table.started + this.#index] = is ? 1 : 0;
  }

  /** µs since the origin; -1 before the first run. */
  get lastRun(): number {
    return this.#table.numbers[this.#table.lastRun + this.#index]!;
  }

  set lastRun(micros: number) {
    this.#table.numbers[this.#table.lastRun + this.#index] = micros;
  }

  /** Index of the last due time of its period it ran at; -1 before the first. */
  get lastDue(): number {
    return this.#table.numbers[this.#table.lastDue + this.#index]!;
  }

  set lastDue(k: number) {
    this.#table.numbers[this.#table.lastDue + this.#index] = k;
  }

  /** Number of the instant it last ran in, for the nodes it reaches. */
  get ranIn(): number {
    return this.#table.numbers[this.#table.ranIn + this.#index]!;
  }

  set ranIn(instant: number) {
    this.#table.numbers[this.#table.ranIn + this.#index] = instant;
  }

  /** Why it stands still. */
  get hold(): Hold {
    return this.#table.bytes[this.#table.held + this.#index] as Hold;
  }

  set hold(why: Hold) {
    this.#table.bytes[this.#table.held + this.#index] = why;
  }

  /** Own code that the generated functions may call without asking the engine; undefined where they have to ask. */
  set direct(own: Called | undefined) {
    this.#table.own[this.#index] = own;
  }

  /** It runs in this instant whether or not an input got a sample. */
  get isDue(): boolean {
    return this.#table.bytes[this.#table.due + this.#index] === 1;
  }

  set isDue(is: boolean) {
    this.#table.bytes[this.#table.due + this.#index] = is ? 1 : 0;
  }

  /** It stepped in this instant, so its states move. */
  get stepped(): boolean {
    return this.#table.bytes[this.#table.stepped + this.#index] === 1;
  }

  set stepped(is: boolean) {
    this.#table.bytes[this.#table.stepped + this.#index] = is ? 1 : 0;
  }
}

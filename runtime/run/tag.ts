import type { PlanNode } from '../compile/plan.ts';
import type { Layout } from '../emit/layout.ts';
import { MICROS } from './moment.ts';
import type { Stretch } from './stretch.ts';

/** What is known of one listening source, the `place`-th of its twin: numbers of its stretch, and what was wrong with the last sample. */
export class Tag {
  readonly node: PlanNode;
  readonly #layout: Layout;
  readonly #stretch: Stretch;
  readonly #place: number;
  #problem: string | undefined;

  constructor(node: PlanNode, place: number, layout: Layout, stretch: Stretch) {
    this.node = node;
    this.#layout = layout;
    this.#stretch = stretch;
    this.#place = place;
    const takesAnyTime = node.definition.listen?.isOrdered === true || node.params.late === 'accept';
    this.#setByte('takesAnyTime', takesAnyTime);
    this.#setNumber('silence', Math.round(node.staleAfter * MICROS));
    this.newest = -Infinity;
    this.sequence = undefined;
  }

  /** How long it may be silent, µs. */
  get silence(): number {
    return this.#number('silence');
  }

  /** When it last heard something, µs since the origin. */
  get heardAt(): number {
    return this.#number('heardAt');
  }

  set heardAt(micros: number) {
    this.#setNumber('heardAt', micros);
  }

  get isStale(): boolean {
    return this.#byte('isStale');
  }

  set isStale(is: boolean) {
    this.#setByte('isStale', is);
  }

  /** Measured time of its newest sample, s since 1970; -Infinity before one that names it. */
  get newest(): number {
    return this.#number('newest');
  }

  set newest(seconds: number) {
    this.#setNumber('newest', seconds);
  }

  /** The publisher's counter; undefined before the first. */
  get sequence(): number | undefined {
    const sequence = this.#number('sequence');
    return Number.isNaN(sequence) ? undefined : sequence;
  }

  set sequence(sequence: number | undefined) {
    this.#setNumber('sequence', sequence ?? Number.NaN);
  }

  /** Samples refused as late, repeated or bad. */
  get dropped(): number {
    return this.#number('dropped');
  }

  set dropped(count: number) {
    this.#setNumber('dropped', count);
  }

  /** What was wrong with the last sample; undefined when it was right. */
  get problem(): string | undefined {
    return this.#problem;
  }

  set problem(says: string | undefined) {
    this.#problem = says;
    this.#setByte('hasProblem', says !== undefined);
  }

  #number(kind: keyof Layout): number {
    const { chunk, base } = this.#stretch;
    return chunk.numbers[base + this.#layout[kind] + this.#place]!;
  }

  #setNumber(kind: keyof Layout, value: number): void {
    const { chunk, base } = this.#stretch;
    chunk.numbers[base + this.#layout[kind] + this.#place] = value;
  }

  #byte(kind: keyof Layout): boolean {
    const { chunk, base } = this.#stretch;
    return chunk.bytes[8 * base + this.#layout[kind] + this.#place] === 1;
  }

  #setByte(kind: keyof Layout, is: boolean): void {
    const { chunk, base } = this.#stretch;
    chunk.bytes[8 * base + this.#layout[kind] + this.#place] = is ? 1 : 0;
  }
}

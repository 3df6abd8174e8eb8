import type { Plan } from '../compile/plan.ts';
import type { Decoded } from '../node/definition.ts';
import { BAD, GOOD, type QualityCode } from '../signal/quality.ts';
import { MICROS, type Moment } from './moment.ts';
import { entranceOf, type Entrance, type PlanIndex } from './plan-index.ts';
import type { Stretch } from './stretch.ts';
import { Tag } from './tag.ts';

/** What is put on a source: a value, when it was measured (s since 1970; absent = on arrival), or what was wrong with it. */
export interface Input extends Decoded {
  node: string;
  /** Which output of the source; default its first. */
  port?: string;
  /** It may have come before: one whose counter is not beyond the last is a repetition. */
  isAgain?: boolean;
}

const NONE: readonly Tag[] = [];

/** Lets samples in to the sources of a twin: late and repeated ones are dropped and counted, wrong ones become bad, silence turns stale. */
export class Inbox {
  /** s since 1970 of the origin. */
  readonly epoch: number;
  /** One of the inputs that were let in for this instant was put on a node that does not listen. */
  isOdd = false;
  /** A source that had fallen silent, or said what could not be read, was heard again: its status is another one. */
  hasComeBack = false;
  readonly #moment: Moment;
  readonly #index: PlanIndex;
  readonly #numbers: Float64Array;
  readonly #bytes: Uint8Array;
  readonly #base: number;
  readonly #tags: readonly Tag[];

  constructor(plan: Plan, epoch: number, moment: Moment, index: PlanIndex, stretch: Stretch) {
    this.epoch = epoch;
    this.#moment = moment;
    this.#index = index;
    this.#numbers = stretch.chunk.numbers;
    this.#bytes = stretch.chunk.bytes;
    this.#base = stretch.base;
    this.#tags = plan.nodes
      .filter(({ definition }) => definition.listen)
      .map((node, source) => new Tag(node, source, index.layout, stretch));
  }

  /** What is known of a source; undefined for a node that does not listen. */
  tagOf(node: string): Tag | undefined {
    return this.#tags[this.#index.entrances.get(node)?.source ?? -1];
  }

  /** Lets one input in, the `place`-th of a delivery, in µs since the origin: the port it is for; -1 when it is dropped, or when its source is not in the flow. Must not allocate. */
  admit(input: Input, place: number, micros: number): number {
    const entrance = entranceOf(this.#index, input.node, place);
    const port = entrance ? portOf(entrance, input.port) : -1;
    if (port < 0) return -1;
    const { source } = entrance!;
    if (source < 0) {
      this.isOdd = true;
      return port;
    }
    if (!this.#admits(source, input)) {
      this.#numbers[this.#base + this.#index.layout.dropped + source]!++;
      return -1;
    }
    this.#hear(source, input, micros);
    return port;
  }

  /** When an input that comes now was measured, s since the origin. */
  measuredAt({ t }: Input, micros: number): number {
    return t === undefined ? micros / MICROS : t - this.epoch;
  }

  /** When the next source falls silent for too long, µs since the origin. Asked several times an instant, so it is worked out once for each change. */
  nextStale(): number {
    const known = this.#moment.nextStale;
    if (known === known) return known;
    const { heardAt, silence, isStale } = this.#index.layout;
    let next = Infinity;
    for (let i = 0; i < this.#tags.length; i++) {
      if (this.#bytes[8 * this.#base + isStale + i] === 1) continue;
      const stale = this.#numbers[this.#base + heardAt + i]! + this.#numbers[this.#base + silence + i]!;
      if (stale < next) next = stale;
    }
    return (this.#moment.nextStale = next);
  }

  /** A tag was changed from outside. */
  touch(): void {
    this.#moment.nextStale = Number.NaN;
  }

  /** Sources that are silent for too long by now and have not been said to be. */
  turnStale(micros: number): readonly Tag[] {
    if (this.nextStale() > micros) return NONE;
    this.touch();
    const stale = this.#tags.filter((tag) => !tag.isStale && tag.heardAt + tag.silence <= micros);
    for (const tag of stale) tag.isStale = true;
    return stale;
  }

  /** A sample that says when it was measured must be newer than the last, a wrong one too; one that repeats the publisher's counter is a redelivery. */
  #admits(source: number, input: Input): boolean {
    const { t, problem, sequence } = input;
    if (problem !== undefined && t === undefined) return true;
    const { newest, takesAnyTime, sequence: last } = this.#index.layout;
    if (sequence !== undefined && isRepetition(input, this.#numbers[this.#base + last + source]!))
      return false;
    if (t === undefined || t > this.#numbers[this.#base + newest + source]!) return true;
    return this.#bytes[8 * this.#base + takesAnyTime + source] === 1;
  }

  #hear(source: number, input: Input, micros: number): void {
    const { heardAt, isStale, hasProblem, newest, sequence } = this.#index.layout;
    const [at, byteAt] = [this.#base + source, 8 * this.#base + source];
    if (this.#bytes[byteAt + isStale] === 1) {
      // Nothing was known of when it would fall silent again.
      this.#moment.quietUntil = -1;
      this.#bytes[byteAt + isStale] = 0;
      this.hasComeBack = true;
    }
    this.#numbers[at + heardAt] = micros;
    this.touch();
    const hadProblem = this.#bytes[byteAt + hasProblem] === 1;
    if (hadProblem) this.hasComeBack = true;
    if (input.t !== undefined && input.t > this.#numbers[at + newest]!) this.#numbers[at + newest] = input.t;
    if (input.problem !== undefined) return this.#hearProblem(source, input.problem);
    if (hadProblem) this.#tags[source]!.problem = undefined;
    if (input.sequence !== undefined) this.#numbers[at + sequence] = input.sequence;
  }

  #hearProblem(source: number, says: string): void {
    const tag = this.#tags[source]!;
    tag.problem = says;
    tag.dropped++;
  }
}

function portOf({ outputs, first, port }: Entrance, name: string | undefined): number {
  if (name === undefined || first === name) return port;
  return outputs.find((output) => output.name === name)?.port ?? -1;
}

/** An input with a problem is bad whatever it says. */
export function qualityOf({ problem, quality }: Input): QualityCode {
  return problem !== undefined ? BAD : (quality ?? GOOD);
}

/** A counter that is begun anew lies far below the last one, NaN before the first: only what is said to come again is compared by size. */
function isRepetition({ sequence, isAgain }: Input, last: number): boolean {
  return sequence === last || (isAgain === true && sequence! < last);
}

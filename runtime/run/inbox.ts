import type { Plan, PlanNode, PlanOutput } from '../compile/plan.ts';
import type { Decoded } from '../node/definition.ts';
import { BAD, GOOD, type QualityCode } from '../signal/quality.ts';
import { MICROS } from './moment.ts';

/** What is put on a source: a value, when it was measured (s since 1970; absent = on arrival), or what was wrong with it. */
export interface Input extends Decoded {
  node: string;
  /** Which output of the source; default its first. */
  port?: string;
  /** It may have come before: one whose counter is not beyond the last is a repetition. */
  isAgain?: boolean;
}

/** An input that was let in: what its source emits in the instant. */
export interface Admitted {
  node: PlanNode;
  output: PlanOutput;
  value: unknown;
  quality: QualityCode;
  /** s since the origin. */
  measured: number;
}

/** What is known of one listening source. */
export interface Tag {
  node: PlanNode;
  /** How long it may be silent, µs. */
  readonly silence: number;
  /** When it last heard something, µs since the origin. */
  heardAt: number;
  isStale: boolean;
  /** Measured time of its newest sample, s since 1970; -Infinity before one that names it. */
  newest: number;
  sequence: number | undefined;
  /** Samples refused as late, repeated or bad. */
  dropped: number;
  /** What was wrong with the last sample; absent when it was right. */
  problem: string | undefined;
}

const NONE: readonly Tag[] = [];

/** Lets samples in to the sources of a twin: late and repeated ones are dropped and counted, wrong ones become bad, silence turns stale. */
export class Inbox {
  readonly tags = new Map<string, Tag>();
  readonly #entrances = new Map<string, Entrance>();
  /** The tags once more: they are asked at each instant. */
  readonly #listening: Tag[] = [];
  readonly #epoch: number;
  /** When the next one turns stale, as long as nothing changed since. */
  #next = Infinity;
  #isKnown = false;

  constructor(plan: Plan, epoch: number) {
    this.#epoch = epoch;
    for (const node of plan.nodes) {
      const tag = node.definition.listen && newTag(node);
      this.#entrances.set(node.id, { node, first: node.outputs[0], tag });
      if (!tag) continue;
      this.tags.set(node.id, tag);
      this.#listening.push(tag);
    }
  }

  /** Admits one input at a time in µs since the origin; undefined when it is dropped, or when its source is not in the flow. */
  put(input: Input, micros: number): Admitted | undefined {
    const entrance = this.#entrances.get(input.node);
    const output = entrance && outputOf(entrance, input.port);
    if (!output) return undefined;
    const { node, tag } = entrance;
    if (tag && !admits(tag, input)) {
      tag.dropped++;
      return undefined;
    }
    const isBad = input.problem !== undefined || input.quality === BAD;
    if (tag) {
      hear(tag, input, micros);
      this.#isKnown = false;
    }
    const measured = input.t === undefined ? micros / MICROS : input.t - this.#epoch;
    return {
      node,
      output,
      value: isBad ? undefined : input.value,
      quality: isBad ? BAD : (input.quality ?? GOOD),
      measured,
    };
  }

  /** When the next source falls silent for too long, µs since the origin. Asked several times an instant, so it is worked out once for each change. */
  nextStale(): number {
    if (!this.#isKnown) {
      this.#next = Infinity;
      for (let i = 0; i < this.#listening.length; i++) {
        const tag = this.#listening[i]!;
        if (!tag.isStale) this.#next = Math.min(this.#next, staleAt(tag));
      }
      this.#isKnown = true;
    }
    return this.#next;
  }

  /** A tag was changed from outside. */
  touch(): void {
    this.#isKnown = false;
  }

  /** Sources that are silent for too long by now and have not been said to be. */
  turnStale(micros: number): readonly Tag[] {
    if (this.nextStale() > micros) return NONE;
    this.#isKnown = false;
    const stale = this.#listening.filter((tag) => !tag.isStale && staleAt(tag) <= micros);
    for (const tag of stale) tag.isStale = true;
    return stale;
  }
}

/** Where samples of one node come in. */
interface Entrance {
  node: PlanNode;
  first: PlanOutput | undefined;
  /** Of a node that listens. */
  tag: Tag | undefined;
}

function outputOf({ node, first }: Entrance, port: string | undefined): PlanOutput | undefined {
  return port === undefined || first?.name === port ? first : node.outputs.find(({ name }) => name === port);
}

function newTag(node: PlanNode): Tag {
  return {
    node,
    silence: Math.round(node.staleAfter * MICROS),
    heardAt: 0,
    isStale: false,
    newest: -Infinity,
    sequence: undefined,
    dropped: 0,
    problem: undefined,
  };
}

function staleAt(tag: Tag): number {
  return tag.heardAt + tag.silence;
}

/** A sample that says when it was measured must be newer than the last; one that repeats the publisher's counter is a redelivery. */
function admits(tag: Tag, input: Input): boolean {
  if (input.problem !== undefined) return true;
  if (isRepetition(input, tag)) return false;
  const { definition, params } = tag.node;
  const isAnyTimeFine = definition.listen?.isOrdered === true || params.late === 'accept';
  return input.t === undefined || input.t > tag.newest || isAnyTimeFine;
}

/** A counter that is begun anew lies far below the last one: only what is said to come again is compared by size. */
function isRepetition({ sequence, isAgain }: Input, tag: Tag): boolean {
  if (sequence === undefined || tag.sequence === undefined) return false;
  return sequence === tag.sequence || (isAgain === true && sequence < tag.sequence);
}

function hear(tag: Tag, input: Input, micros: number): void {
  tag.heardAt = micros;
  tag.isStale = false;
  tag.problem = input.problem;
  if (input.problem !== undefined) {
    tag.dropped++;
    return;
  }
  if (input.t !== undefined && input.t > tag.newest) tag.newest = input.t;
  tag.sequence = input.sequence ?? tag.sequence;
}

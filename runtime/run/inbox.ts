import type { Plan, PlanNode, PlanOutput } from '../compile/plan.ts';
import type { Decoded } from '../node/definition.ts';
import { BAD, GOOD, type QualityCode } from '../signal/quality.ts';
import { MICROS, type Moment } from './moment.ts';

/** What is put on a source: a value, when it was measured (s since 1970; absent = on arrival), or what was wrong with it. */
export interface Input extends Decoded {
  node: string;
  /** Which output of the source; default its first. */
  port?: string;
  /** It may have come before: one whose counter is not beyond the last is a repetition. */
  isAgain?: boolean;
}

/** An input that was let in: what its source emits in the instant. */
interface Admitted {
  port: number;
  /** Undefined where it is bad. */
  value: unknown;
  quality: QualityCode;
  /** s since the origin. */
  measured: number;
}

/** What is known of one listening source. */
export interface Tag {
  node: PlanNode;
  /** Older samples than its newest are let in too. */
  readonly takesAnyTime: boolean;
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
  /** How many inputs were let in for the instant that runs next. */
  count = 0;
  /** One of them was put on a node that does not listen. */
  isOdd = false;
  /** Those come first in here; the rest is room, used again. */
  readonly admitted: Admitted[] = [];
  readonly #moment: Moment;
  readonly #entrances = new Map<string, Entrance>();
  /** The tags once more: they are asked at each instant. */
  readonly #listening: Tag[] = [];
  /** s since 1970 of the origin. */
  readonly epoch: number;
  /** A source that had fallen silent, or said what could not be read, was heard again: its status is another one. */
  hasComeBack = false;
  /** The source that stood at each place of a delivery last: most name the same ones in the same order. */
  readonly #former: Entrance[] = [];
  /** When the next one turns stale, as long as nothing changed since. */
  #next = Infinity;
  #isKnown = false;

  constructor(plan: Plan, epoch: number, moment: Moment) {
    this.epoch = epoch;
    this.#moment = moment;
    for (const node of plan.nodes) {
      const tag = node.definition.listen && newTag(node);
      this.#entrances.set(node.id, {
        id: node.id,
        outputs: node.outputs,
        first: node.outputs[0]?.name ?? '',
        port: node.outputs[0]?.port ?? -1,
        tag,
      });
      if (!tag) continue;
      this.tags.set(node.id, tag);
      this.#listening.push(tag);
    }
  }

  /** Lets one input in, the `place`-th of a delivery, in µs since the origin: the port it is for; -1 when it is dropped, or when its source is not in the flow. Must not allocate. */
  admit(input: Input, place: number, micros: number): number {
    const entrance = this.#entranceOf(input.node, place);
    const port = entrance ? portOf(entrance, input.port) : -1;
    if (port < 0) return -1;
    const { tag } = entrance!;
    if (!tag) {
      this.isOdd = true;
      return port;
    }
    if (!admits(tag, input)) {
      tag.dropped++;
      return -1;
    }
    // Nothing was known of when it would fall silent again.
    if (tag.isStale) this.#moment.quietUntil = -1;
    this.hasComeBack ||= tag.isStale || tag.problem !== undefined;
    hear(tag, input, micros);
    this.#isKnown = false;
    return port;
  }

  /** When an input that comes now was measured, s since the origin. */
  measuredAt({ t }: Input, micros: number): number {
    return t === undefined ? micros / MICROS : t - this.epoch;
  }

  /** Keeps what was let in for the instant that runs next. */
  keep(port: number, input: Input, micros: number): void {
    const quality = qualityOf(input);
    const value = quality === BAD ? undefined : input.value;
    this.#keep(port, value, quality, this.measuredAt(input, micros));
  }

  /** A person presses: an event of a node, at a time in s since the origin. */
  press(port: number, measured: number): void {
    this.isOdd = true;
    this.#keep(port, true, GOOD, measured);
  }

  #keep(port: number, value: unknown, quality: QualityCode, measured: number): void {
    const room = this.admitted[this.count];
    if (room) {
      room.port = port;
      room.value = value;
      room.quality = quality;
      room.measured = measured;
    } else this.admitted.push({ port, value, quality, measured });
    this.count++;
  }

  #entranceOf(id: string, place: number): Entrance | undefined {
    const former = this.#former[place];
    if (former?.id === id) return former;
    const entrance = this.#entrances.get(id);
    if (entrance && place <= this.#former.length) this.#former[place] = entrance;
    return entrance;
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
  id: string;
  outputs: readonly PlanOutput[];
  /** Its first output, and the port of that; -1 where it has none. */
  first: string;
  port: number;
  /** Of a node that listens. */
  tag: Tag | undefined;
}

function portOf({ outputs, first, port }: Entrance, name: string | undefined): number {
  if (name === undefined || first === name) return port;
  return outputs.find((output) => output.name === name)?.port ?? -1;
}

/** An input with a problem is bad whatever it says. */
export function qualityOf({ problem, quality }: Input): QualityCode {
  return problem !== undefined ? BAD : (quality ?? GOOD);
}

function newTag(node: PlanNode): Tag {
  return {
    node,
    takesAnyTime: node.definition.listen?.isOrdered === true || node.params.late === 'accept',
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
  return input.t === undefined || input.t > tag.newest || tag.takesAnyTime;
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

import type { Plan, PlanSource } from '@twinloom/runtime/compile/plan';
import type { Decoded, Once } from '@twinloom/runtime/node/definition';
import { Arrivals } from '@twinloom/runtime/run/arrivals';
import type { ByWhom, Command } from '@twinloom/runtime/run/commands';
import type { Input } from '@twinloom/runtime/run/inbox';
import { layReadings, readAll, type Heard as HeardReadings } from '@twinloom/runtime/run/lay-readings';
import { Twin, type Emission, type TwinOptions } from '@twinloom/runtime/run/twin';
import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import { Pacer, type Timers } from '@twinloom/runtime/schedule/pacer';
import type { LinkSample } from './twin-links.ts';
import type { Answers, HandValue, TwinOrder } from './words.ts';

const LONGEST_SIMULATED_SECONDS = 60;
/** From so many sources on it is cheaper to read a packet once for all than what each wants of it. */
const MANY_SOURCES = 8;

/** What a twin in the worker says. */
export type Heard = Pick<TwinOptions, 'onInstant' | 'onEntry' | 'onEnter'> & {
  /** `epoch`: origin of the twin's time, s since 1970. `isRepeated`: it follows from what was put in before this life. */
  onEmit(emission: Emission, epoch: number, isRepeated: boolean): void;
  onNotice(notice: { node: string; t: number; level: 'info' | 'warning' | 'error'; says: string }): void;
  /** Something that was due ran, so many s late. */
  onTick(lateSeconds: number): void;
  /** A source got bytes it cannot read. t in s since the origin. */
  onBadSample(node: string, t: number, topic: string, problem: string): void;
};

/** Where a twin goes on. */
export type Origin = Pick<TwinOrder, 'entries'> & { snapshot?: Snapshot };

/** One twin on the real clock: made of an order and a plan, idle until `start`. */
export class HostedTwin {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly twin: Twin;
  /** It began now: no source of it has heard anything. */
  readonly isNew: boolean;
  /** Samples and emissions of each node that were left out around the twin. */
  readonly lost = new Map<string, number>();
  /** And how many of them wait there now. */
  waiting: ReadonlyMap<string, number> = new Map();
  /** What is wrong around the twin, by the node that hears or sends there. */
  readonly faults = new Map<string, string>();
  readonly #order: Pick<TwinOrder, 'handSets' | 'stops' | 'frees'>;
  /** Places in the plan of the nodes that listen. */
  readonly #places: ReadonlyMap<string, number>;
  readonly #timers: Timers;
  readonly #heard: Heard;
  #pacer: Pacer | undefined;
  readonly #arrivals = new Arrivals();
  /** Why its log could not be folded to the end. */
  #foldProblem: string | undefined;

  /** Goes on from the snapshot and what was put in since, else begins at the last whole second. */
  constructor(order: TwinOrder, plan: Plan, from: Origin, timers: Timers, heard: Heard) {
    const { snapshot, entries = [] } = from;
    this.id = order.id;
    this.number = order.number;
    this.version = order.version;
    const { handSets, stops, frees } = order;
    this.#order = { handSets, stops, frees };
    this.#places = new Map(
      plan.nodes.flatMap(({ id, definition, index }) => (definition.listen ? [[id, index]] : [])),
    );
    this.#timers = timers;
    this.#heard = heard;
    const { onInstant, onNotice } = heard;
    let isFolding = true;
    const options: TwinOptions = {
      id: order.id,
      ...(heard.onEnter && { onEnter: heard.onEnter }),
      onEntry: (entry) => isFolding || heard.onEntry?.(entry),
      onEmit: (emission) => heard.onEmit(emission, this.twin.epoch, isFolding),
      onInstant: (twin) => isFolding || onInstant?.(twin),
      onNotice: (notice) => isFolding || onNotice(notice),
    };
    this.isNew = snapshot === undefined;
    this.twin = snapshot
      ? Twin.restore(plan, snapshot, options)
      : new Twin(plan, { ...options, epoch: Math.floor(timers.now()) });
    try {
      for (const entry of entries) this.twin.replay(entry);
    } catch (error) {
      this.#foldProblem = error instanceof Error ? error.message : String(error);
    }
    isFolding = false;
  }

  /**
   * Runs what is due by now, sees to it that just what the order names is set by hand, and keeps the twin in step with the clock. Up to 60 s
   * that it missed are run as if nothing had been heard; longer is a gap of one step.
   */
  start(): void {
    if (this.#foldProblem !== undefined) {
      const says = `its log could not be folded to the end (${this.#foldProblem}): it goes on from what came before`;
      const node = this.twin.plan.nodes[0]?.id ?? '';
      this.#heard.onNotice({ node, t: Math.max(this.twin.t, 0), level: 'error', says });
    }
    this.twin.advance(this.#now(), this.#now() - this.twin.t > LONGEST_SIMULATED_SECONDS);
    this.#stopNodes();
    this.#setAllAgain();
    this.#pacer = new Pacer(this.twin, this.#timers, (late) => late >= 0 && this.#heard.onTick(late));
  }

  /** One packet: one instant for all sources it feeds. `at` in s since 1970. Wake it after the last one. How many instants lists of readings were. */
  deliver(
    at: number,
    topic: string,
    sources: readonly PlanSource[],
    bytes: Uint8Array,
    isAgain?: boolean,
  ): number {
    if (sources.some(({ list }) => list)) return this.#deliverLists(at, topic, sources, bytes, isAgain);
    const t = this.#arrival(at);
    const once = sources.length >= MANY_SOURCES ? readOnce(bytes) : undefined;
    this.twin.deliver(
      t,
      sources.map((source) => ({
        ...this.#decode(t, source, topic, bytes, once),
        ...(isAgain && { isAgain }),
      })),
    );
    return 0;
  }

  /** One packet with lists of readings: as many instants, as if each reading had come by itself. */
  #deliverLists(
    at: number,
    topic: string,
    sources: readonly PlanSource[],
    bytes: Uint8Array,
    isAgain?: boolean,
  ): number {
    const once = sources.length > 1 ? readOnce(bytes) : undefined;
    const heard = sources.map((source) => ({ source, reads: this.#readAll(source, bytes, once) }));
    const instants = layReadings(heard);
    for (const instant of instants) {
      const t = this.#arrival(at);
      for (const { node, problem } of instant)
        if (problem !== undefined) this.#heard.onBadSample(node, t, topic, problem);
      this.twin.deliver(t, isAgain ? instant.map((input) => ({ ...input, isAgain })) : instant);
    }
    return instants.length;
  }

  /** What another twin said in one instant: one instant of this one too. Wake it afterwards. */
  follow(at: number, samples: readonly LinkSample[]): void {
    const t = this.#arrival(at);
    this.twin.deliver(
      t,
      samples.map(({ source, topic, bytes }) => this.#decode(t, source, topic, bytes)),
    );
  }

  /** What forks of it saw ahead: one instant. */
  foresee(inputs: readonly Input[]): void {
    this.twin.deliver(this.#now(), inputs);
    this.wake();
  }

  /** Something was delivered: what is due next may have changed. */
  wake(): void {
    this.#pacer?.wake();
  }

  set(values: Record<string, HandValue | null>): Answers['set'] {
    const diagnostics = this.twin.set(this.#now(), values);
    this.wake();
    const held = this.twin.handSets();
    const lasting = Object.entries(values).filter(
      ([name, value]) => value === null || Object.hasOwn(held, name),
    );
    return { diagnostics, lasting: diagnostics.length > 0 ? {} : Object.fromEntries(lasting) };
  }

  /** Does what a person says at once. */
  tell(what: Command, by: ByWhom): Answers['tell'] {
    const told = this.twin.tell(this.#now(), what, by);
    this.wake();
    return told;
  }

  /** Its state now, at a place of its log. */
  checkpoint(): Snapshot {
    this.twin.advance(this.#now(), true);
    this.twin.mark(this.#now());
    return this.twin.snapshot();
  }

  countLost(node: string, count: number): void {
    this.lost.set(node, (this.lost.get(node) ?? 0) + count);
  }

  close(): void {
    this.#pacer?.close();
  }

  /** Nodes that took the worker down do not run again before a person deploys the twin anew. */
  #stopNodes(): void {
    const { stops = [], frees } = this.#order;
    if (frees) for (const node of this.twin.stopped()) this.twin.stop(this.#now(), node);
    for (const { node, says } of stops) {
      const id = this.twin.plan.nodes[node]?.id;
      if (id !== undefined && this.twin.whyStopped(id) === undefined) this.twin.stop(this.#now(), id, says);
    }
  }

  #setAllAgain(): void {
    const { handSets } = this.#order;
    const has = this.twin.handSets();
    for (const name of Object.keys(has)) if (!Object.hasOwn(handSets, name)) this.#setAgain(name, null);
    for (const [name, value] of Object.entries(handSets)) {
      if (has[name] !== value) this.#setAgain(name, value);
    }
  }

  #decode(t: number, source: PlanSource, topic: string, bytes: Uint8Array, once?: Once): Input {
    const decoded = this.#guarded(source, () => source.decode(bytes, once));
    if (decoded.problem !== undefined) this.#heard.onBadSample(source.node, t, topic, decoded.problem);
    return { ...decoded, node: source.node };
  }

  #readAll(source: PlanSource, bytes: Uint8Array, once?: Once): HeardReadings['reads'] {
    return this.#guarded(source, () => readAll(source, bytes, once));
  }

  /** A decode that throws has met bytes its author did not expect: the sample is bad, the twin runs on. */
  #guarded<T>(source: PlanSource, decode: () => T): T | Decoded {
    const says = this.twin.whyStopped(source.node);
    if (says !== undefined) return { problem: says };
    this.#heard.onEnter?.(this.#places.get(source.node) ?? -1);
    try {
      return decode();
    } catch (error) {
      return {
        problem: `it could not be decoded (${error instanceof Error ? error.message : String(error)})`,
      };
    } finally {
      this.#heard.onEnter?.(-1);
    }
  }

  /** What comes when the twin has gone on is no less apart. */
  #arrival(at: number): number {
    return this.#arrivals.next(Math.max(at - this.twin.epoch, this.twin.t));
  }

  #now(): number {
    return Math.max(this.#timers.now() - this.twin.epoch, 0);
  }

  #setAgain(name: string, value: HandValue | null): void {
    const [refused] = this.twin.set(this.#now(), { [name]: value });
    if (!refused) return;
    const says = `${name} is no longer set by hand to ${String(value)}: ${refused.says}`;
    const node = refused.at[0]?.node ?? name;
    this.#heard.onNotice({ node, t: Math.max(this.twin.t, 0), level: 'warning', says });
  }
}

function readOnce(bytes: Uint8Array): Once {
  const made = new Map<unknown, unknown>();
  return <T>(read: (bytes: Uint8Array) => T): T => {
    if (!made.has(read)) made.set(read, read(bytes));
    return made.get(read) as T;
  };
}

import type { Island, IslandEvent } from '../compile/plan.ts';
import type { NodeRun } from './node-run.ts';
import { fromExact, toExact, type SavedEvents } from './snapshot.ts';

/** An event that happens again so soon, s, has come to rest: it is shorter than logical time can tell. */
const REST_SECONDS = 1e-6;
/** Events that one stretch between two ticks may hold; what goes on beyond has come to rest as well. */
const MOST_IN_A_STRETCH = 1000;

/**
 * The crossings of an island: which wait to be applied, and which have come to rest. An event that happens faster than time counts rests:
 * the states it sets keep what it set last until an input or a param of its node changes, or another event sets one of them.
 */
export class IslandEvents {
  readonly directions: Int8Array;
  /** 1 for an event that cannot happen: it rests, or its node stands still. */
  readonly off: Uint8Array;
  /** 1 for an event the solver has just met. */
  readonly crossed: Uint8Array;
  /** When the events that wait happened; NaN while none waits. */
  time = Number.NaN;
  /** Where a stretch was cut by an event that has been applied; NaN when it was not. */
  cutAt = Number.NaN;
  readonly #events: readonly IslandEvent[];
  /** Place among the island's states of each state an event sets. */
  readonly #sets: readonly (readonly number[])[];
  /** Slots of the inputs and params of each event's node. */
  readonly #heeds: readonly (readonly number[])[];
  readonly #rest: (Float64Array | undefined)[];
  readonly #last: Float64Array;
  #inStretch = 0;

  constructor({ events, states }: Island, members: readonly NodeRun[]) {
    this.#events = events;
    this.directions = Int8Array.from(events, ({ direction }) => direction);
    this.off = new Uint8Array(events.length);
    this.crossed = new Uint8Array(events.length);
    this.#sets = events.map(({ set }) => set.map(({ slot }) => states.indexOf(slot)));
    this.#heeds = events.map(({ node: index }) => {
      const { node } = members.find(({ node }) => node.index === index)!;
      return [...node.inputs.map(({ slot }) => slot), ...Object.values(node.paramSlots)];
    });
    this.#rest = events.map(() => undefined);
    this.#last = new Float64Array(events.length).fill(-Infinity);
  }

  /** An event has been met and not yet applied. */
  get waits(): boolean {
    return !Number.isNaN(this.time);
  }

  /** One of the node's events rests. */
  rests(node: number): boolean {
    return this.#events.some((event, i) => event.node === node && this.#rest[i] !== undefined);
  }

  /** Where a stretch goes on that an event has cut; undefined where none has. */
  leaveCut(): number | undefined {
    const { cutAt } = this;
    this.cutAt = Number.NaN;
    return Number.isNaN(cutAt) ? undefined : cutAt;
  }

  /** A new stretch between ticks begins. */
  beginStretch(): void {
    this.#inStretch = 0;
  }

  /** Sets the states of the events that wait: from what `worked` holds, all at once, into `memory`. A value that is no number is not set. */
  apply(worked: Float64Array, memory: Float64Array): void {
    const { time } = this;
    this.#inStretch++;
    this.#events.forEach(({ set }, i) => {
      if (this.crossed[i] === 0) return;
      this.#wakeOthers(i);
      for (const { slot, evaluate } of set) {
        const value = evaluate(worked);
        if (Number.isFinite(value)) memory[slot] = value;
      }
      const isTooSoon = time - this.#last[i]! < REST_SECONDS || this.#inStretch > MOST_IN_A_STRETCH;
      this.#last[i] = time;
      if (!isTooSoon || set.length === 0) return;
      this.off[i] = 1;
      this.#rest[i] = Float64Array.from(this.#heeds[i]!, (slot) => memory[slot]!);
    });
    this.crossed.fill(0);
    this.cutAt = time;
    this.time = Number.NaN;
  }

  /** Ends the rest of events whose node has another input or param by now. */
  wake(memory: Float64Array): void {
    for (let i = 0; i < this.off.length; i++) {
      const then = this.#rest[i];
      if (!then) continue;
      const heeds = this.#heeds[i]!;
      for (let j = 0; j < heeds.length; j++) if (!Object.is(memory[heeds[j]!], then[j])) this.#wake(i);
    }
  }

  /** Ends the rest of the events of one node, whose state was put elsewhere. */
  wakeNode(node: number): void {
    this.#events.forEach((event, i) => {
      if (event.node === node) this.#wake(i);
    });
  }

  /** Events of nodes that stand still do not happen. Must not allocate. */
  still(isStill: (node: number) => boolean): void {
    for (let i = 0; i < this.off.length; i++)
      this.off[i] = this.#rest[i] !== undefined || isStill(this.#events[i]!.node) ? 1 : 0;
  }

  /** States that rest do not move. Must not allocate. */
  holdResting(dx: Float64Array): void {
    for (let i = 0; i < this.off.length; i++) {
      if (this.#rest[i] === undefined) continue;
      const sets = this.#sets[i]!;
      for (let j = 0; j < sets.length; j++) dx[sets[j]!] = 0;
    }
  }

  save(): SavedEvents {
    const orNull = (time: number): number | null => (Number.isFinite(time) ? time : null);
    return {
      time: orNull(this.time),
      cutAt: orNull(this.cutAt),
      crossed: [...this.crossed],
      resting: this.#rest.map((heeded) => (heeded ? Array.from(heeded, toExact) : null)),
      last: Array.from(this.#last, orNull),
      inStretch: this.#inStretch,
    };
  }

  /** Goes on as the island whose events these were; other events than it has are not taken over. */
  restore({ time, cutAt, crossed, resting, last, inStretch }: SavedEvents): void {
    if (crossed.length !== this.off.length) return;
    this.time = time ?? Number.NaN;
    this.cutAt = cutAt ?? Number.NaN;
    this.crossed.set(crossed);
    this.#inStretch = inStretch;
    resting.forEach((heeded, i) => {
      this.#rest[i] = heeded ? Float64Array.from(heeded.map(fromExact)) : undefined;
      this.off[i] = heeded ? 1 : 0;
    });
    last.forEach((at, i) => (this.#last[i] = at ?? -Infinity));
  }

  #wake(i: number): void {
    this.off[i] = 0;
    this.#rest[i] = undefined;
  }

  /** What this event sets no longer rests for another one. */
  #wakeOthers(i: number): void {
    for (let j = 0; j < this.off.length; j++) {
      if (
        j !== i &&
        this.#rest[j] !== undefined &&
        this.#sets[j]!.some((state) => this.#sets[i]!.includes(state))
      )
        this.#wake(j);
    }
  }
}

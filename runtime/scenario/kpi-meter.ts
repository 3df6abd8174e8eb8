import type { Kpi, KpiAggregate } from '../compile/kpi.ts';
import type { Twin } from '../run/twin.ts';
import { BAD } from '../signal/quality.ts';
import { PortWatch, type TimeParts } from './port-watch.ts';

/** What a KPI came to: no value where there is none, and why; `missing`: for how long, s, a port of it was bad or absent. */
export interface KpiResult {
  value?: number;
  missing: number;
  says?: string;
}

/** What an aggregation has seen so far; times in s since the start. Aggregations of one port that look at it in the same way share one. */
interface Tally {
  /** Index of the port it is about; -1: an expression over the KPI's memory. */
  port: number;
  aggregate: KpiAggregate;
  kpi: Kpi;
  memory: Float64Array;
  /** What it counts is asked for. */
  isCounted: boolean;
  /** Beyond a limit is below it. */
  isBelow: boolean;
  limit: number;
  /** What stands now; NaN while it is missing. */
  held: number;
  integral: number;
  /** For how long there was a value. */
  time: number;
  beyond: number;
  firstBeyond: number;
  min: number;
  max: number;
  first: number;
  count: number;
  last: number;
}

interface KpiState {
  kpi: Kpi;
  memory: Float64Array;
  /** One per aggregation, in their order. */
  tallies: Tally[];
  missing: number;
}

/**
 * Works out KPIs while a twin runs. A port holds its value from one sample to the next; while it is bad or absent it counts as missing, never as 0.
 * `observe` is called after each instant and must not allocate.
 */
export class KpiMeter {
  readonly #states: KpiState[];
  /** Those with an expression among their aggregations. */
  readonly #worked: readonly KpiState[];
  /** Each once, without those of which only the sums are asked. */
  readonly #tallies: readonly Tally[];
  /** Those. */
  readonly #summed: readonly Tally[];
  /** What follows their ports, and those of the tracks. */
  readonly watch: PortWatch;
  #at = 0;
  /** A value is missing somewhere. */
  #isMissing = false;

  /** Begins with what the twin shows now. `tracks`: ports that are followed besides, by their index in the plan. */
  constructor(kpis: readonly Kpi[], twin: Twin, tracks: readonly number[], parts: TimeParts) {
    const shared = new Map<string, Tally>();
    this.#states = kpis.map((kpi) => {
      const memory = Float64Array.from(kpi.initialMemory);
      const tallies = kpi.aggregates.map((aggregate, i) => {
        const tally = newTally(aggregate, kpi, memory);
        const key = tally.port >= 0 ? keyOf(tally) : `${kpi.name} ${i}`;
        const known = shared.get(key) ?? tally;
        shared.set(key, known);
        return known;
      });
      return { kpi, memory, tallies, missing: 0 };
    });
    this.#worked = this.#states.filter(({ tallies }) => tallies.some(({ port }) => port < 0));
    const tallies = [...shared.values()];
    this.#tallies = tallies.filter((tally) => !isSummed(tally));
    this.#summed = tallies.filter(isSummed);
    const summed = this.#summed.map(({ port }) => port);
    this.watch = new PortWatch(summed, tracks, parts, twin);
    this.#read(twin, 0, true);
  }

  /** The twin has run an instant, `t` s after the start. */
  observe(twin: Twin, t: number): void {
    const dt = t - this.#at;
    if (dt > 0) this.#pass(t, dt);
    this.watch.observe(twin, t, dt);
    this.#read(twin, t, false);
  }

  /** What the KPIs came to, `t` s after the start. */
  results(t: number): Record<string, KpiResult> {
    const dt = t - this.#at;
    if (dt > 0) {
      this.#pass(t, dt);
      this.watch.pass(dt);
    }
    this.#takeSums();
    return Object.fromEntries(this.#states.map((state) => [state.kpi.name, resultOf(state, t)]));
  }

  #pass(t: number, dt: number): void {
    this.#at = t;
    if (this.#isMissing) {
      this.#takeSums();
      passMissing(this.#states, dt);
    }
    for (let n = 0; n < this.#tallies.length; n++) pass(this.#tallies[n]!, dt);
  }

  #read(twin: Twin, t: number, isStart: boolean): void {
    for (let i = 0; i < this.#worked.length; i++) {
      const { kpi, memory } = this.#worked[i]!;
      for (let slot = 0; slot < kpi.ports.length; slot++) memory[slot] = twin.value(kpi.ports[slot]!);
      memory[kpi.timeSlot] = t;
    }
    this.#isMissing = this.watch.isMissing;
    for (let n = 0; n < this.#tallies.length; n++) {
      const tally = this.#tallies[n]!;
      const value = tally.port >= 0 ? twin.value(tally.port) : valueOf(tally);
      if (tally.isCounted && !isStart && counts(tally, value, twin)) tally.count++;
      take(tally, value, t);
      if (value !== value) this.#isMissing = true;
    }
  }

  /** Tallies of sums say what those have come to. */
  #takeSums(): void {
    const { held, integral, time, first } = this.watch;
    for (const tally of this.#summed) {
      const place = this.watch.placeOf(tally.port);
      tally.held = held[place]!;
      tally.integral = integral[place]!;
      tally.time = time[place]!;
      tally.first = first[place]!;
    }
  }
}

/** Only its mean or its integral is asked. */
function isSummed({ port, aggregate: { kind } }: Tally): boolean {
  return port >= 0 && (kind === 'mean' || kind === 'integral');
}

function newTally(aggregate: KpiAggregate, kpi: Kpi, memory: Float64Array): Tally {
  const { kind, slot, limit } = aggregate;
  return {
    port: slot >= 0 ? kpi.ports[slot]! : -1,
    aggregate,
    kpi,
    memory,
    isCounted: kind === 'count',
    isBelow: kind === 'timeBelow' || kind === 'firstBelow',
    limit,
    held: Number.NaN,
    integral: 0,
    time: 0,
    beyond: 0,
    firstBeyond: Number.NaN,
    min: Infinity,
    max: -Infinity,
    first: Number.NaN,
    last: Number.NaN,
    count: 0,
  };
}

/** All that what is seen of a port depends on. */
function keyOf(tally: Tally): string {
  const { port, aggregate, isCounted, isBelow, limit } = tally;
  return `port ${port} ${aggregate.counts} ${isSummed(tally)} ${isCounted} ${isBelow} ${limit}`;
}

function pass(tally: Tally, dt: number): void {
  const { held } = tally;
  if (held !== held) return;
  tally.integral += held * dt;
  tally.time += dt;
  if (isBeyond(tally, held)) tally.beyond += dt;
}

/** A KPI of events has nothing to miss between them. */
function passMissing(states: readonly KpiState[], dt: number): void {
  for (const state of states)
    if (state.tallies.some(({ held, aggregate }) => Number.isNaN(held) && aggregate.counts !== 'events'))
      state.missing += dt;
}

function take(tally: Tally, value: number, t: number): void {
  tally.held = value;
  if (value !== value) return;
  tally.last = value;
  if (tally.first !== tally.first) tally.first = value;
  if (value < tally.min) tally.min = value;
  if (value > tally.max) tally.max = value;
  if (tally.firstBeyond !== tally.firstBeyond && isBeyond(tally, value)) tally.firstBeyond = t;
}

/** NaN while any of its ports is missing: a comparison with one would be false, not unknown. */
function valueOf({ aggregate: { reads, evaluate }, memory }: Tally): number {
  for (let i = 0; i < reads.length; i++) if (Number.isNaN(memory[reads[i]!]!)) return Number.NaN;
  const value = evaluate(memory);
  return Number.isFinite(value) ? value : Number.NaN;
}

function counts({ aggregate, held, kpi }: Tally, value: number, twin: Twin): boolean {
  switch (aggregate.counts) {
    case 'rises':
      return value === 1 && held === 0;
    case 'events':
    case 'samples':
      for (let i = 0; i < aggregate.reads.length; i++) {
        const port = kpi.ports[aggregate.reads[i]!]!;
        if (twin.isFresh(port) && twin.quality(port) < BAD) return true;
      }
      return false;
    default:
      return aggregate.counts satisfies never;
  }
}

/** Never, where there is no limit: that is NaN. */
function isBeyond({ isBelow, limit }: Tally, value: number): boolean {
  return isBelow ? value < limit : value > limit;
}

function resultOf({ kpi, memory, tallies, missing }: KpiState, t: number): KpiResult {
  memory[kpi.timeSlot] = t;
  for (const [i, tally] of tallies.entries()) {
    const aggregate = kpi.aggregates[i]!;
    const value = outcome(aggregate, tally);
    if (Number.isNaN(value)) return { missing, says: whyAbsent(aggregate, tally) };
    memory[aggregate.result] = value;
  }
  const value = kpi.evaluate(memory);
  if (Number.isFinite(value)) return { value, missing };
  const divisor = kpi.divisors.find(({ evaluate }) => evaluate(memory) === 0);
  const says = divisor
    ? `it divides by zero (column ${divisor.column})`
    : 'it works out to no number, such as the root of a negative one';
  return { missing, says };
}

function outcome(aggregate: KpiAggregate, tally: Tally): number {
  const { integral, time, beyond, firstBeyond, ...seen } = tally;
  const hasValue = !Number.isNaN(seen.first);
  switch (aggregate.kind) {
    case 'mean':
      return time > 0 ? integral / time : Number.NaN;
    case 'integral':
      return hasValue ? integral : Number.NaN;
    case 'min':
      return hasValue ? seen.min : Number.NaN;
    case 'max':
      return hasValue ? seen.max : Number.NaN;
    case 'first':
      return seen.first;
    case 'last':
      return seen.last;
    case 'count':
      return seen.count;
    case 'timeAbove':
    case 'timeBelow':
      return hasValue ? beyond : Number.NaN;
    case 'firstAbove':
    case 'firstBelow':
      return firstBeyond;
    default:
      return aggregate.kind satisfies never;
  }
}

function whyAbsent({ kind }: KpiAggregate, { first }: Tally): string {
  if (Number.isNaN(first)) return 'there was no good value';
  if (kind === 'firstAbove') return 'it never rose above the limit';
  if (kind === 'firstBelow') return 'it never fell below the limit';
  return 'there was no good value for any time';
}

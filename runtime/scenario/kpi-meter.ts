import type { Kpi, KpiAggregate } from '../compile/kpi.ts';
import type { Twin } from '../run/twin.ts';
import { BAD } from '../signal/quality.ts';

/** What a KPI came to: no value where there is none, and why; `missing`: for how long, s, a port of it was bad or absent. */
export interface KpiResult {
  value?: number;
  missing: number;
  says?: string;
}

/** What an aggregation has seen so far; times in s since the start. */
interface Tally {
  aggregate: KpiAggregate;
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
  tallies: Tally[];
  isMissing: boolean;
  missing: number;
}

/**
 * Works out KPIs while a twin runs. A port holds its value from one sample to the next; while it is bad or absent it counts as missing, never as 0.
 * `observe` is called after each instant and must not allocate.
 */
export class KpiMeter {
  readonly #states: KpiState[];
  #at = 0;

  /** Begins with what the twin shows now. */
  constructor(kpis: readonly Kpi[], twin: Twin) {
    this.#states = kpis.map((kpi) => ({
      kpi,
      memory: Float64Array.from(kpi.initialMemory),
      tallies: kpi.aggregates.map(newTally),
      isMissing: false,
      missing: 0,
    }));
    for (let i = 0; i < this.#states.length; i++) read(this.#states[i]!, twin, 0, true);
  }

  /** The twin has run an instant, `t` s after the start. */
  observe(twin: Twin, t: number): void {
    this.#pass(t);
    for (let i = 0; i < this.#states.length; i++) read(this.#states[i]!, twin, t, false);
  }

  /** What the KPIs came to, `t` s after the start. */
  results(t: number): Record<string, KpiResult> {
    this.#pass(t);
    return Object.fromEntries(this.#states.map((state) => [state.kpi.name, resultOf(state, t)]));
  }

  #pass(t: number): void {
    const dt = t - this.#at;
    if (dt <= 0) return;
    this.#at = t;
    for (let i = 0; i < this.#states.length; i++) {
      const state = this.#states[i]!;
      if (state.isMissing) state.missing += dt;
      for (let n = 0; n < state.tallies.length; n++) pass(state.tallies[n]!, dt);
    }
  }
}

function newTally(aggregate: KpiAggregate): Tally {
  return {
    aggregate,
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

function pass(tally: Tally, dt: number): void {
  const { held, aggregate } = tally;
  if (Number.isNaN(held)) return;
  tally.integral += held * dt;
  tally.time += dt;
  if (isBeyond(aggregate, held)) tally.beyond += dt;
}

function read(state: KpiState, twin: Twin, t: number, isStart: boolean): void {
  const { kpi, memory, tallies } = state;
  for (let slot = 0; slot < kpi.ports.length; slot++) memory[slot] = twin.value(kpi.ports[slot]!);
  memory[kpi.timeSlot] = t;
  state.isMissing = false;
  for (let n = 0; n < tallies.length; n++) {
    const tally = tallies[n]!;
    const { aggregate } = tally;
    const value = aggregate.slot >= 0 ? memory[aggregate.slot]! : valueOf(aggregate, memory);
    if (!isStart && counts(tally, value, kpi, twin)) tally.count++;
    tally.held = value;
    if (Number.isNaN(value)) {
      if (aggregate.counts !== 'events') state.isMissing = true;
      continue;
    }
    tally.last = value;
    if (Number.isNaN(tally.first)) tally.first = value;
    if (value < tally.min) tally.min = value;
    if (value > tally.max) tally.max = value;
    if (Number.isNaN(tally.firstBeyond) && isBeyond(aggregate, value)) tally.firstBeyond = t;
  }
}

/** NaN while any of its ports is missing: a comparison with one would be false, not unknown. */
function valueOf({ reads, evaluate }: KpiAggregate, memory: Float64Array): number {
  for (let i = 0; i < reads.length; i++) if (Number.isNaN(memory[reads[i]!]!)) return Number.NaN;
  const value = evaluate(memory);
  return Number.isFinite(value) ? value : Number.NaN;
}

function counts({ aggregate, held }: Tally, value: number, kpi: Kpi, twin: Twin): boolean {
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

function isBeyond({ kind, limit }: KpiAggregate, value: number): boolean {
  return kind === 'timeBelow' || kind === 'firstBelow' ? value < limit : value > limit;
}

function resultOf({ kpi, memory, tallies, missing }: KpiState, t: number): KpiResult {
  memory[kpi.timeSlot] = t;
  for (const tally of tallies) {
    const value = outcome(tally);
    if (Number.isNaN(value)) return { missing, says: whyAbsent(tally) };
    memory[tally.aggregate.result] = value;
  }
  const value = kpi.evaluate(memory);
  if (Number.isFinite(value)) return { value, missing };
  const divisor = kpi.divisors.find(({ evaluate }) => evaluate(memory) === 0);
  const says = divisor
    ? `it divides by zero (column ${divisor.column})`
    : 'it works out to no number, such as the root of a negative one';
  return { missing, says };
}

function outcome({ aggregate, integral, time, beyond, firstBeyond, ...seen }: Tally): number {
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

function whyAbsent({ aggregate: { kind }, first }: Tally): string {
  if (Number.isNaN(first)) return 'there was no good value';
  if (kind === 'firstAbove') return 'it never rose above the limit';
  if (kind === 'firstBelow') return 'it never fell below the limit';
  return 'there was no good value for any time';
}

import type { Input } from '../run/inbox.ts';
import { MICROS } from '../run/moment.ts';
import { RandomStream } from '../run/random-stream.ts';
import type { Twin } from '../run/twin.ts';
import { BAD, type QualityCode } from '../signal/quality.ts';

/** A fault, ready to run; s since the start. */
export interface LaidFault {
  kind: 'bias' | 'drift' | 'step' | 'stuck' | 'noise' | 'dropout';
  size: number;
  from: number;
  to: number;
}

/** What feeds one output of a listening source, ready to run: numbers in its own unit, times in s since the start. */
export interface LaidInput {
  node: string;
  output: string;
  /** Index in `plan.ports`. */
  port: number;
  every: number;
  policy:
    | { kind: 'hold' }
    | { kind: 'scaled'; factor: number }
    | { kind: 'ramp'; to: number; over: number }
    /** A line to what the port `by` (index in `plan.ports`) says at the start will be, and that from then on. */
    | { kind: 'forecast'; by: number; over: number }
    /** A value null: it is bad from then on. */
    | { kind: 'profile'; times: readonly number[]; values: readonly unknown[]; isLine: boolean };
  faults: readonly LaidFault[];
  /** How it strays from its policy: by so much at each sample (`noise`), or ever further, by so much after a second (`walk`); in its unit. */
  stray?: { kind: 'noise' | 'walk'; size: number };
}

interface Line {
  laid: LaidInput;
  /** Its last good sample; undefined: it was bad at the start and is not fed. */
  held: { value: unknown; quality: QualityCode } | undefined;
  /** Times at which something changes beside the grid, s since the start; the next one last. */
  turns: number[];
  next: number;
  noise: RandomStream;
  /** How far it has walked, and when it last did, s since the start. */
  walked: number;
  walkedAt: number;
  stuckAt: Map<LaidFault, unknown>;
  /** Its sample, where it says the same each time. */
  steady: Input | undefined;
}

/** Feeds the listening sources of a fork: what is due at one time is one delivery. */
export class Feed {
  readonly #lines: Line[];
  readonly #start: number;
  readonly #due: Input[] = [];
  #next: number;

  /** `start`: time of the fork, s since the origin; what its sources show then is held. */
  constructor(inputs: readonly LaidInput[], twin: Twin, start: number, seed: number) {
    this.#start = start;
    this.#next = start;
    this.#lines = inputs
      .map((asked) => withForecast(asked, twin))
      .map((laid) => ({
        laid,
        held: heldOf(laid, twin),
        turns: turnsOf(laid).toSorted((a, b) => b - a),
        next: start,
        noise: new RandomStream(seed, `input ${laid.node}.${laid.output}`),
        walked: 0,
        walkedAt: 0,
        stuckAt: new Map(),
        steady: undefined,
      }));
    for (const line of this.#lines) if (saysTheSame(line.laid)) line.steady = sampleOf(line, 0);
    if (this.#lines.length === 0) this.#next = Infinity;
  }

  /** When the next delivery is due, s since the origin; Infinity: none is. */
  get next(): number {
    return this.#next;
  }

  /** What is due at that time; the same array each time. */
  take(at: number): readonly Input[] {
    const due = this.#due;
    due.length = 0;
    let next = Infinity;
    for (let i = 0; i < this.#lines.length; i++) {
      const line = this.#lines[i]!;
      if (line.next <= at) {
        const input = line.steady ?? sampleOf(line, at - this.#start);
        if (input) due.push(input);
        line.next = this.#nextOf(line, at);
      }
      if (line.next < next) next = line.next;
    }
    this.#next = next;
    return due;
  }

  /** Samples come at whole multiples of their distance, so that they fall together with ticks. */
  #nextOf({ laid: { every }, turns }: Line, at: number): number {
    const grid = (Math.floor((at * MICROS + 0.5) / (every * MICROS)) + 1) * every;
    const micros = (t: number): number => Math.round(t * MICROS);
    while (turns.length > 0 && micros(this.#start + turns.at(-1)!) <= micros(at)) turns.pop();
    return Math.min(micros(grid), micros(this.#start + (turns.at(-1) ?? Infinity))) / MICROS;
  }
}

function withForecast(laid: LaidInput, twin: Twin): LaidInput {
  const { policy } = laid;
  if (policy.kind !== 'forecast') return laid;
  return { ...laid, policy: { kind: 'ramp', to: twin.value(policy.by), over: policy.over } };
}

/** Nothing about it changes with time. */
function saysTheSame({ policy: { kind }, faults, stray }: LaidInput): boolean {
  return (kind === 'hold' || kind === 'scaled') && faults.length === 0 && !stray;
}

function heldOf({ port, policy }: LaidInput, twin: Twin): Line['held'] {
  if (policy.kind === 'profile') return { value: undefined, quality: 0 };
  const quality = twin.quality(port);
  if (quality >= BAD) return undefined;
  const { type } = twin.plan.ports[port]!;
  if (type === 'boolean') return { value: twin.value(port) === 1, quality };
  return { value: type === 'number' ? twin.value(port) : twin.object(port), quality };
}

function turnsOf({ policy, faults }: LaidInput): number[] {
  const own = policy.kind === 'profile' ? policy.times : policy.kind === 'ramp' ? [policy.over] : [];
  return [...own, ...faults.flatMap(({ from, to }) => [from, to])].filter(Number.isFinite);
}

function sampleOf(line: Line, t: number): Input | undefined {
  const { laid, held } = line;
  const { node, output } = laid;
  const value = held && policyValue(laid, held.value, t);
  if (value === undefined) return undefined;
  if (value === null) return { node, port: output, problem: 'it was bad when it was recorded' };
  let faulty: unknown = strayed(line, value, t);
  for (const fault of laid.faults) {
    if (t < fault.from || t >= fault.to) continue;
    if (fault.kind === 'dropout') return { node, port: output, problem: 'the signal is lost' };
    faulty = withFault(line, fault, faulty, t);
  }
  return { node, port: output, value: faulty, quality: held!.quality };
}

function strayed(line: Line, value: unknown, t: number): unknown {
  const { stray } = line.laid;
  if (!stray || typeof value !== 'number') return value;
  const { kind, size } = stray;
  switch (kind) {
    case 'noise':
      return value + size * line.noise.normal();
    case 'walk':
      line.walked += size * Math.sqrt(t - line.walkedAt) * line.noise.normal();
      line.walkedAt = t;
      return value + line.walked;
    default:
      return kind satisfies never;
  }
}

function policyValue({ policy }: LaidInput, held: unknown, t: number): unknown {
  if (policy.kind === 'profile') return profileValue(policy, t);
  if (typeof held !== 'number') return held;
  switch (policy.kind) {
    case 'hold':
    case 'forecast':
      return held;
    case 'scaled':
      return held * policy.factor;
    case 'ramp':
      return t >= policy.over ? policy.to : held + ((policy.to - held) * t) / policy.over;
    default:
      return policy satisfies never;
  }
}

/** Undefined before the first time. */
function profileValue(
  { times, values, isLine }: Extract<LaidInput['policy'], { kind: 'profile' }>,
  t: number,
): unknown {
  // Times are whole microseconds, and so is t but for its rounding.
  const last = lastUpTo(times, t + 0.5 / MICROS);
  const [from, to] = [values[last], values[last + 1]];
  if (!isLine || typeof from !== 'number' || typeof to !== 'number') return from;
  return from + ((to - from) * (t - times[last]!)) / (times[last + 1]! - times[last]!);
}

/** Place of the last of rising times that is not after `t`; -1: none. */
function lastUpTo(times: readonly number[], t: number): number {
  let [low, high] = [-1, times.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (times[middle]! <= t) low = middle;
    else high = middle - 1;
  }
  return low;
}

function withFault(line: Line, fault: LaidFault, value: unknown, t: number): unknown {
  if (fault.kind === 'stuck') {
    if (!line.stuckAt.has(fault)) line.stuckAt.set(fault, value);
    return line.stuckAt.get(fault);
  }
  if (typeof value !== 'number') return value;
  switch (fault.kind) {
    case 'bias':
      return value + fault.size;
    case 'drift':
      return value + fault.size * (t - fault.from);
    case 'step':
      return fault.size;
    case 'noise':
      return value + fault.size * line.noise.normal();
    case 'dropout':
      return value;
    default:
      return fault.kind satisfies never;
  }
}

import type { Instant, Params, StepFunction } from '../node/definition.ts';
import type { QualityCode } from '../signal/quality.ts';

/** Own code of a node of a twin, and what it is handed. */
export interface Called {
  readonly call: StepFunction;
  readonly y: Record<string, unknown>;
  readonly x: Record<string, unknown>;
  readonly u: Readonly<Record<string, unknown>>;
  readonly p: Params;
  readonly instant: Instant;
  /** Its sink sends nothing in this instant. */
  readonly withholds: boolean;
  /** What a sink is told of before its step; and what it sends. */
  ready(): void;
  send(): void;
  /** Puts its nth input on the desk, one that is no number. */
  take(nth: number): void;
  /** It threw. */
  fail(error: unknown): void;
  /** Puts all that it said on its ports; `worst` is the worst quality of its inputs. */
  emit(worst: number): void;
}

/** What generated code works on: the arrays of one twin, and what it leaves to the engine. */
export interface Ground {
  readonly memory: Float64Array;
  /** Number of the instant, its time in µs and in s, and its cause: 1 inputs alone, 2 the tick alone, 0 whatever else; as arguments each would be a new object. */
  readonly clock: Float64Array;
  /** By port. */
  readonly quality: Uint8Array;
  readonly measured: Float64Array;
  readonly stamp: Float64Array;
  /** By node. */
  readonly started: Uint8Array;
  readonly due: Uint8Array;
  readonly held: Uint8Array;
  readonly ranIn: Float64Array;
  readonly lastRun: Float64Array;
  readonly lastDue: Float64Array;
  /** By block of nodes: 1 once all of it have begun. */
  readonly ready: Uint8Array;
  /** By node: own code that the functions call themselves; undefined where the engine has to, since the node has not begun, stands, failed or lacks an answer. */
  readonly own: readonly (Called | undefined)[];
  /** The desk that own code reads and writes: numbers and what each is by place, and what a step says of itself. */
  readonly numbers: Float64Array;
  readonly kinds: Uint8Array;
  readonly said: Uint8Array;
  /** The own code of a node runs; -1: that of no node does. */
  readonly enter: ((index: number) => void) | undefined;
  /** By index in `plan.periods`. */
  readonly periods: readonly { readonly last: number }[];
  /** Runs a node that no code was made for. */
  runNode(index: number): void;
  /** Whether a node was stopped and takes nothing in. */
  stands(index: number): boolean;
  /** Steps a node of own code whose inputs were taken, of the quality that is the worst of them. */
  step(index: number, worst: number): void;
  /** Gives the states of a node their first values. */
  start(index: number): void;
  /** Puts a bad sample on every output of a node. */
  emitAllBad(index: number): void;
  /** Readies the island of a member for this instant: the quality of what it emits, `ABSENT` while it does not run. */
  beginMember(index: number): QualityCode;
}

/** Runs some nodes of an instant, in order; the number of nodes that ran by generated code. Must not allocate. */
export type RunNodes = (ground: Ground) => number;

/**
 * Tries one step of an island's solver from x: `clock` holds the time and the length of the step, s, and afterwards its greatest scaled
 * error, NaN where a number is not finite; `end` the states at its end. Reads `memory`, and must not allocate.
 */
export type TryStep = (memory: Float64Array, clock: Float64Array, x: Float64Array, end: Float64Array) => void;

/** Writes f(t, x) of an island into dx; `memory` is scratch of the twin's size. Must not allocate. */
export type Derive = (memory: Float64Array, t: number, x: Float64Array, dx: Float64Array) => void;

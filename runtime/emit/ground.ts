import type { Instant, Params, StepFunction, UpdateFunction } from '../node/definition.ts';
import type { QualityCode } from '../signal/quality.ts';

/** Own code of a node of a twin, and what it is handed. */
export interface Called {
  readonly call: StepFunction;
  readonly move: UpdateFunction;
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
  /** Its step threw. */
  fail(error: unknown): void;
  /** Its update did. */
  failToMove(error: unknown): void;
  /** Its update has run: qualities that it marked are those of no sample. */
  forgetMarks(): void;
  /** Puts all that it said on its ports; `worst` is the worst quality of its inputs. */
  emit(worst: number): void;
}

/** What generated code works on: the numbers of one twin, which its `Layout` places, and what it leaves to the engine. */
export interface Ground {
  /** Memory that other twins stand in too, as numbers and as bytes. */
  readonly chunk: { readonly numbers: Float64Array; readonly bytes: Uint8Array };
  /** Where the numbers of the twin begin in it. */
  readonly base: number;
  /** s since 1970 of the origin. */
  readonly epoch: number;
  /** By node: own code that the functions call themselves; undefined where the engine has to, since the node has not begun, stands, failed or lacks an answer. */
  readonly own: readonly (Called | undefined)[];
  /** The desk that own code reads and writes: numbers and what each is by place, and what a step says of itself. */
  readonly numbers: Float64Array;
  readonly kinds: Uint8Array;
  readonly said: Uint8Array;
  /** The own code of a node runs; -1: that of no node does. */
  readonly enter: ((index: number) => void) | undefined;
  /** Runs a node that no code was made for. */
  runNode(index: number): void;
  /** Whether a node was stopped and takes nothing in. */
  stands(index: number): boolean;
  /** Steps a node of own code whose inputs were taken, of the quality that is the worst of them. */
  step(index: number, worst: number): void;
  /** The second half of a node's step, where it has to be asked whether there is one. */
  moveStates(index: number): void;
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
 * Delivers a number to one source at a time in µs, where nothing else is due by then; `measured` is in s since 1970, NaN on arrival. The number of
 * nodes that ran by generated code; -1 where the engine has to ask more, and nothing was done. Must not allocate.
 */
export type Deliver = (ground: Ground, micros: number, value: number, measured: number) => number;

/**
 * Tries one step of an island's solver from x: `clock` holds the time and the length of the step, s, and afterwards its greatest scaled
 * error (0 of `rk4`), NaN where a number is not finite; `end` the states at its end. Reads the numbers of a twin from `base` on, and must not allocate.
 */
export type TryStep = (
  numbers: Float64Array,
  base: number,
  clock: Float64Array,
  x: Float64Array,
  end: Float64Array,
) => void;

/**
 * Integrates the open stretch of an island from `start` to `end`, s, in one step, its inputs and states where they stand. False where that is not
 * all there is to it, and the engine has to. Must not allocate.
 */
export type Leap = (ground: Ground, start: number, end: number) => boolean;

/** Writes f(t, x) of an island into dx; `memory` is scratch of the twin's size. Must not allocate. */
export type Derive = (memory: Float64Array, t: number, x: Float64Array, dx: Float64Array) => void;

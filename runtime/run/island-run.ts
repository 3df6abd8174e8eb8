import type { Island, IslandInput } from '../compile/plan.ts';
import type { Derive } from '../emit/ground.ts';
import { ABSENT, BAD, GOOD, UNCERTAIN, type QualityCode } from '../signal/quality.ts';
import { createSolver, type SolverMethod } from '../solve/create-solver.ts';
import type { Solver, System, Tolerances } from '../solve/solver.ts';
import { TIME_SLOT, type Copy } from '../compile/plan.ts';
import type { Cells } from './cells.ts';
import { MICROS, type Moment } from './moment.ts';
import { converted, evaluateAll, takeInput, type NodeRun } from './node-run.ts';

/** A bad input holds its last good value for so long; then the model stands still. */
const HOLD_MICROS = 10 * MICROS;

/** Continuous nodes that depend on each other, integrated together from tick to tick. */
export class IslandRun {
  readonly island: Island;
  readonly solver: Solver;
  /** States stand and the model runs. */
  started = false;
  /** Since when an input is bad, µs; Infinity while none is. */
  badSince = Infinity;
  /** What the last integration came to. */
  outcome: 'done' | 'inaccurate' | 'failed' = 'done';
  /** Quality of everything the island emits at this tick. */
  quality: QualityCode = ABSENT;
  readonly #cells: Cells;
  readonly #members: readonly NodeRun[];
  readonly #scratch: Float64Array;
  readonly #x: Float64Array;
  #judgedIn = 0;

  /** `scratch` is memory of the twin's size that all its islands share while they integrate; without `generated` the plan is interpreted. */
  constructor(
    island: Island,
    members: readonly NodeRun[],
    cells: Cells,
    scratch: Float64Array,
    { method, rtol, atol }: { method: SolverMethod } & Tolerances,
    generated?: Derive,
  ) {
    this.island = island;
    this.#members = members;
    this.#cells = cells;
    this.#scratch = scratch;
    this.#x = new Float64Array(island.states.length);
    const derive: System['derive'] = generated
      ? (t, x, dx) => generated(scratch, t, x, dx)
      : (t, x, dx) => this.#derive(t, x, dx);
    this.solver = createSolver(method, { size: island.states.length, derive }, { rtol, atol });
  }

  /** At a tick, before its first member emits: starts the model when its inputs are there, and judges their quality. */
  begin(moment: Moment): void {
    if (this.#judgedIn === moment.number) return;
    this.#judgedIn = moment.number;
    const worst = this.#worstInput();
    if (!this.started) {
      if (worst >= BAD) return;
      this.#takeExternal(moment);
      this.started = true;
    }
    for (const member of this.#members) if (!member.started) member.start();
    if (worst < BAD) this.badSince = Infinity;
    else if (this.badSince === Infinity) this.badSince = moment.micros;
    const isAccurate = this.outcome === 'done';
    if (this.isHeld(moment.micros) || this.outcome === 'failed') this.quality = BAD;
    else if (worst === GOOD) this.quality = isAccurate ? GOOD : UNCERTAIN;
    else this.quality = UNCERTAIN;
  }

  /** An input has been bad for too long: the model stands still until it is back. */
  isHeld(micros: number): boolean {
    return micros - this.badSince >= HOLD_MICROS;
  }

  /** Inputs from outside it still waits for. */
  waitsFor(portName: (port: number) => string): string[] {
    return this.island.external
      .filter(({ input, loopsBack }) => !loopsBack && this.#cells.quality[input.from]! >= BAD)
      .map(({ input }) => `${input.name} (${portName(input.from)})`);
  }

  /** Integrates the states from one time to another with the inputs as they stand; s since the origin. A state that would be no number stays. */
  integrate(from: number, to: number, moment: Moment): void {
    if (!this.started || this.isHeld(moment.micros) || this.#isMissing()) return;
    this.#takeExternal(moment);
    const { memory } = this.#cells;
    const { states } = this.island;
    this.#scratch.set(memory);
    for (let i = 0; i < states.length; i++) this.#x[i] = memory[states[i]!]!;
    this.outcome = this.solver.integrate(from, to, this.#x);
    if (this.outcome === 'failed') return;
    for (let i = 0; i < states.length; i++) memory[states[i]!] = this.#x[i]!;
  }

  #worstInput(): number {
    const { quality } = this.#cells;
    let worst = GOOD as number;
    for (const { input, loopsBack } of this.island.external) {
      const of = quality[input.from]!;
      if (!(loopsBack && of === ABSENT) && of > worst) worst = of;
    }
    return worst;
  }

  /** An input that hangs on the island's own outputs has never been good. */
  #isMissing(): boolean {
    return this.island.external.some(({ input }) => this.#cells.quality[input.from] === ABSENT);
  }

  #takeExternal(moment: Moment): void {
    for (const { input } of this.island.external as readonly IslandInput[])
      takeInput(input, this.#cells, moment.number);
  }

  /** dx = f(t, x) on the scratch memory. Must not allocate. */
  #derive(t: number, x: Float64Array, dx: Float64Array): void {
    const memory = this.#scratch;
    const { states, members, lateCopies, locals, derivatives } = this.island;
    memory[TIME_SLOT] = t;
    for (let i = 0; i < states.length; i++) memory[states[i]!] = x[i]!;
    for (let i = 0; i < members.length; i++) {
      copyAll(members[i]!.copies, memory);
      evaluateAll(members[i]!.outputs, memory);
    }
    copyAll(lateCopies, memory);
    evaluateAll(locals, memory);
    for (let i = 0; i < derivatives.length; i++) dx[i] = derivatives[i]!.evaluate(memory);
  }
}

function copyAll(copies: readonly Copy[], memory: Float64Array): void {
  for (let i = 0; i < copies.length; i++) {
    const copy = copies[i]!;
    memory[copy.to] = converted(copy, memory[copy.from]!);
  }
}

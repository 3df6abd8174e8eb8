import { TIME_SLOT, type Copy, type Island } from '../compile/plan.ts';
import type { Derive, TryStep } from '../emit/ground.ts';
import type { Layout } from '../emit/layout.ts';
import { ABSENT, BAD, GOOD, UNCERTAIN, type QualityCode } from '../signal/quality.ts';
import { createSolver, type SolverMethod } from '../solve/create-solver.ts';
import type { Watch } from '../solve/crossings.ts';
import type { Solver, SolverStats, System, Tolerances } from '../solve/solver.ts';
import { anchorsOf, type AnchorRun } from './anchor-run.ts';
import type { Cells } from './cells.ts';
import { ConstraintRun } from './constraint-run.ts';
import { evaluateAll } from './evaluate.ts';
import { RUNS } from './holdings.ts';
import { IslandEvents } from './island-events.ts';
import { MICROS, type Moment } from './moment.ts';
import type { NodeRun } from './node-run.ts';
import { someOrNone } from './some-or-none.ts';
import { converted, takeInput } from './read-input.ts';

/** A bad input holds its last good value for so long; then the model stands still. */
const HOLD_MICROS = 10 * MICROS;

/** Continuous nodes that depend on each other, integrated together from tick to tick, or to an event between. */
export class IslandRun {
  readonly island: Island;
  readonly solver: Solver;
  readonly events: IslandEvents | undefined;
  /** States that begin at what a port says. */
  readonly anchors: readonly AnchorRun[];
  /** Number of the instant in which an event was applied between two ticks. */
  eventIn = 0;
  readonly #cells: Cells;
  readonly #members: readonly NodeRun[];
  /** Members that may stand still, with the places of their states among those of the island. */
  readonly #holdable: readonly { member: NodeRun; states: readonly number[] }[];
  readonly #constraints: readonly (ConstraintRun | undefined)[];
  readonly #scratch: Float64Array;
  /** Its solver's step reads the twin's memory itself, and writes nothing there. */
  readonly #isWhole: boolean;
  readonly #x: Float64Array;
  /** Where in the chunk of the twin its own numbers and bytes stand, which the generated functions read and write too. */
  readonly #at: Readonly<
    Record<'wanted' | 'leaps' | 'judged' | 'isOpen' | 'hasInputs' | 'isPlain' | 'worth', number>
  >;
  /** Evaluations of a stretch that was one step. */
  readonly #rhsOfLeap: number;
  #started = false;
  #badSince = Infinity;
  #outcome: 'done' | 'inaccurate' | 'failed' = 'done';

  /** The `place`-th of its twin. `scratch` is memory of the twin's size that all twins of the plan share while one of them integrates; without `derive` the plan is interpreted. */
  constructor(
    island: Island,
    place: number,
    layout: Layout,
    members: readonly NodeRun[],
    cells: Cells,
    scratch: Float64Array,
    { method, rtol, atol }: { method: SolverMethod } & Tolerances,
    { derive: generated, tryStep }: { derive: Derive | undefined; tryStep: TryStep | undefined },
  ) {
    this.island = island;
    this.#members = members;
    this.anchors = someOrNone(anchorsOf(members));
    this.#holdable = someOrNone(
      members
        .filter(({ node }) => node.mayBeHeld)
        .map((member) => ({
          member,
          states: member.node.states.map(({ slot }) => island.states.indexOf(slot)).filter((at) => at >= 0),
        })),
    );
    this.#cells = cells;
    this.#at = placesOf(place, layout, cells.base);
    this.#rhsOfLeap = method === 'rk4' ? 4 : 7;
    this.quality = ABSENT;
    this.#isWhole = tryStep !== undefined;
    this.#scratch = this.#isWhole ? cells.memory : scratch;
    this.#x = roomFor(island.states.length);
    this.#constraints = island.members.map(
      ({ constraints }) => constraints && new ConstraintRun(constraints),
    );
    const free: System['derive'] = generated
      ? (t, x, dx) => generated(this.#scratch, t, x, dx)
      : (t, x, dx) => this.#derive(t, x, dx);
    const derive: System['derive'] =
      this.#holdable.length === 0
        ? free
        : (t, x, dx) => {
            free(t, x, dx);
            this.#holdStill(dx);
          };
    const size = island.states.length;
    if (island.events.length === 0) {
      const { numbers, base } = cells;
      const inOne: Pick<System, 'tryStep'> = tryStep
        ? { tryStep: (clock, x, end) => tryStep(numbers, base, clock, x, end) }
        : {};
      const system = { size, derive, ...inOne };
      this.solver = createSolver(method, system, { rtol, atol }, undefined, {
        numbers,
        at: this.#at.wanted,
      });
      return;
    }
    const events = new IslandEvents(island, members);
    const resting: System['derive'] = (t, x, dx) => {
      derive(t, x, dx);
      events.holdResting(dx);
    };
    this.events = events;
    this.solver = createSolver(method, { size, derive: resting }, { rtol, atol }, this.#watch(events));
  }

  /** States stand and the model runs. */
  get started(): boolean {
    return this.#started;
  }

  set started(is: boolean) {
    this.#started = is;
    this.#judgePlain();
  }

  /** Since when an input is bad, µs; Infinity while none is. */
  get badSince(): number {
    return this.#badSince;
  }

  set badSince(micros: number) {
    this.#badSince = micros;
    this.#judgePlain();
  }

  /** What the last integration came to. */
  get outcome(): 'done' | 'inaccurate' | 'failed' {
    return this.#outcome;
  }

  set outcome(outcome: 'done' | 'inaccurate' | 'failed') {
    this.#outcome = outcome;
    this.#judgePlain();
  }

  /** Quality of everything the island emits at this tick. */
  get quality(): QualityCode {
    return this.#cells.bytes[this.#at.worth] as QualityCode;
  }

  set quality(quality: QualityCode) {
    this.#cells.bytes[this.#at.worth] = quality;
  }

  /** The stretch behind the last tick is not integrated to its end yet. */
  get isOpen(): boolean {
    return this.#cells.bytes[this.#at.isOpen] === 1;
  }

  set isOpen(is: boolean) {
    this.#cells.bytes[this.#at.isOpen] = is ? 1 : 0;
  }

  /** The inputs of the open stretch are taken. */
  get hasInputs(): boolean {
    return this.#cells.bytes[this.#at.hasInputs] === 1;
  }

  set hasInputs(is: boolean) {
    this.#cells.bytes[this.#at.hasInputs] = is ? 1 : 0;
  }

  /** Work done: stretches of one step are not the solver's own. */
  get stats(): SolverStats {
    const { steps, rejected, rhs } = this.solver.stats;
    const leaps = this.#cells.numbers[this.#at.leaps]!;
    return { steps: steps + leaps, rejected, rhs: rhs + leaps * this.#rhsOfLeap };
  }

  /** At a tick, before its first member emits: starts the model when its inputs are there, and judges their quality. */
  begin(moment: Moment): void {
    const { numbers } = this.#cells;
    if (numbers[this.#at.judged] === moment.number) return;
    numbers[this.#at.judged] = moment.number;
    const worst = this.#worstInput();
    if (this.isHeldUp()) {
      if (this.started) this.quality = BAD;
      return;
    }
    if (!this.started) {
      if (worst >= BAD) return;
      this.#takeExternal(moment);
      this.started = true;
    }
    for (let i = 0; i < this.#members.length; i++) if (!this.#members[i]!.started) this.#members[i]!.start();
    for (const anchor of this.anchors) {
      if (anchor.member.hold !== RUNS || !anchor.take(this.#cells)) continue;
      this.events?.wakeNode(anchor.member.node.index);
      anchor.member.noteMoved();
    }
    if (worst < BAD) this.badSince = Infinity;
    else if (this.badSince === Infinity) this.badSince = moment.micros;
    const isAccurate = this.outcome === 'done';
    if (this.isHeld(moment.micros) || this.outcome === 'failed') this.quality = BAD;
    else if (worst === GOOD && !this.#isPartlyHeld()) this.quality = isAccurate ? GOOD : UNCERTAIN;
    else this.quality = UNCERTAIN;
  }

  /** An input has been bad for too long: the model stands still until it is back. */
  isHeld(micros: number): boolean {
    return micros - this.badSince >= HOLD_MICROS;
  }

  /** A node has not begun, and the port at which it is to begin says nothing good. Must not allocate. */
  isHeldUp(): boolean {
    for (let i = 0; i < this.anchors.length; i++) if (this.anchors[i]!.holdsUp(this.#cells)) return true;
    return false;
  }

  /** Inputs from outside it still waits for, and ports at which states are to begin. */
  waitsFor(portName: (port: number) => string): string[] {
    const inputs = this.island.external
      .filter(({ input, loopsBack }) => !loopsBack && this.#cells.quality[input.from]! >= BAD)
      .map(({ input }) => `${input.name} (${portName(input.from)})`);
    const starts = this.anchors.flatMap((anchor) => {
      const port = anchor.holdsUp(this.#cells) ? anchor.waitsFor(this.#cells) : undefined;
      return port === undefined ? [] : [`a good ${portName(port)} to start at`];
    });
    return [...inputs, ...starts];
  }

  /** Ports at whose next good sample states of a node go on that has begun. */
  comesTo(node: number, portName: (port: number) => string): string[] {
    return this.anchors.flatMap((anchor) => {
      const port = anchor.member.node.index === node ? anchor.waitsFor(this.#cells) : undefined;
      return port === undefined ? [] : [portName(port)];
    });
  }

  /** A tick has come: the stretch to the next one is to be integrated, with the inputs as they will stand when time moves on. */
  openStretch(): void {
    this.isOpen = true;
    this.hasInputs = false;
    this.beginStretch();
  }

  /** The same of its events, where the stretch was said to be open. */
  beginStretch(): void {
    this.eventIn = 0;
    this.events?.beginStretch();
  }

  /**
   * Integrates the open stretch, with the inputs as they stand at its begin, or up to the first event in it, which then waits to be
   * applied; s since the origin. A state that would be no number stays.
   */
  integrate(from: number, to: number, moment: Moment): void {
    const { events } = this;
    if (!this.isOpen || events?.waits) return;
    this.isOpen = false;
    const start = events?.leaveCut() ?? from;
    if (!this.started || this.isHeldUp() || this.isHeld(moment.micros) || this.#isMissing()) return;
    if (!this.hasInputs) this.#takeExternal(moment);
    this.hasInputs = true;
    if (!(to > start)) return;
    if (this.#isWhole) return this.#integrateWhole(start, to);
    const { memory } = this.#cells;
    const { states } = this.island;
    events?.wake(memory);
    if (this.#holdable.length > 0)
      events?.still((index) =>
        this.#holdable.some(({ member }) => member.node.index === index && member.hold !== RUNS),
      );
    this.#scratch.set(memory);
    for (let i = 0; i < states.length; i++) this.#x[i] = memory[states[i]!]!;
    const outcome = this.solver.integrate(start, to, this.#x);
    this.outcome = outcome === 'crossed' ? 'done' : outcome;
    if (outcome === 'failed') return;
    for (let i = 0; i < states.length; i++) memory[states[i]!] = this.#x[i]!;
    this.#keepRoots();
    if (outcome !== 'crossed') return;
    this.isOpen = true;
    events!.time = this.solver.end;
  }

  /** The same where nothing crosses, stands still or has to be found: its step reads memory as it is. */
  #integrateWhole(start: number, to: number): void {
    const { memory } = this.#cells;
    const { states } = this.island;
    const x = this.#x;
    for (let i = 0; i < states.length; i++) x[i] = memory[states[i]!]!;
    const outcome = this.solver.integrate(start, to, x);
    if (outcome !== 'crossed') this.outcome = outcome;
    if (outcome !== 'failed') for (let i = 0; i < states.length; i++) memory[states[i]!] = x[i]!;
  }

  /** Integrates a whole stretch at once; events in it are applied and shown to nobody. */
  integrateThrough(from: number, to: number, moment: Moment): void {
    this.integrate(from, to, moment);
    while (this.events?.waits) {
      this.applyEvents();
      this.integrate(from, to, moment);
    }
  }

  /** When its next event is due, µs since the origin; Infinity while none waits. */
  nextEvent(): number {
    return this.events?.waits ? Math.round(this.events.time * MICROS) : Infinity;
  }

  /** Lets the states jump as the events that wait say. */
  applyEvents(): void {
    const { memory } = this.#cells;
    this.#scratch.set(memory);
    this.#workOut(this.events!.time);
    this.events!.apply(this.#scratch, memory);
  }

  /** After an event, what other nodes made of it in the same instant counts at once. */
  takeAnswers({ number }: Moment): void {
    for (const { input } of this.island.external)
      if (this.#cells.stamp[input.from] === number) takeInput(input, this.#cells, number);
  }

  /** Its generated functions need ask the engine nothing: it runs, its inputs are not bad, its last step was as accurate as it had to be. */
  #judgePlain(): void {
    const isPlain =
      this.#isWhole &&
      this.anchors.length === 0 &&
      this.#started &&
      this.#badSince === Infinity &&
      this.#outcome === 'done';
    this.#cells.bytes[this.#at.isPlain] = isPlain ? 1 : 0;
  }

  #isPartlyHeld(): boolean {
    for (let i = 0; i < this.#holdable.length; i++) if (this.#holdable[i]!.member.hold !== RUNS) return true;
    return false;
  }

  /** States of members that stand still do not move. Must not allocate. */
  #holdStill(dx: Float64Array): void {
    for (let i = 0; i < this.#holdable.length; i++) {
      const { member, states } = this.#holdable[i]!;
      if (member.hold === RUNS) continue;
      for (let j = 0; j < states.length; j++) dx[states[j]!] = 0;
    }
  }

  #worstInput(): number {
    const { quality } = this.#cells;
    const { external } = this.island;
    let worst = GOOD as number;
    for (let i = 0; i < external.length; i++) {
      const { input, loopsBack } = external[i]!;
      const of = quality[input.from]!;
      if (of > worst && !(loopsBack && of === ABSENT)) worst = of;
    }
    return worst;
  }

  /** An input that hangs on the island's own outputs has never been good. */
  #isMissing(): boolean {
    const { external } = this.island;
    const { quality } = this.#cells;
    for (let i = 0; i < external.length; i++) if (quality[external[i]!.input.from] === ABSENT) return true;
    return false;
  }

  #takeExternal(moment: Moment): void {
    const { external } = this.island;
    for (let i = 0; i < external.length; i++) takeInput(external[i]!.input, this.#cells, moment.number);
  }

  /** The search for algebraic states begins where the last one ended. */
  #keepRoots(): void {
    for (const { constraints } of this.island.members) {
      for (const slot of constraints?.unknowns ?? []) this.#cells.memory[slot] = this.#scratch[slot]!;
    }
  }

  #watch({ off, crossed, directions }: IslandEvents): Watch {
    const { states, events } = this.island;
    const memory = this.#scratch;
    const isDirect = events.every(({ needsOutputs }) => !needsOutputs);
    return {
      count: events.length,
      directions,
      off,
      crossed,
      evaluate: (t, x, g) => {
        for (let i = 0; i < states.length; i++) memory[states[i]!] = x[i]!;
        memory[TIME_SLOT] = t;
        if (!isDirect) this.#workOut(t);
        for (let i = 0; i < events.length; i++) g[i] = events[i]!.when.evaluate(memory);
      },
    };
  }

  /** dx = f(t, x) on the scratch memory; NaN where the constraints have no root. Must not allocate. */
  #derive(t: number, x: Float64Array, dx: Float64Array): void {
    const memory = this.#scratch;
    const { states, derivatives } = this.island;
    for (let i = 0; i < states.length; i++) memory[states[i]!] = x[i]!;
    if (!this.#workOut(t)) return void dx.fill(Number.NaN);
    for (let i = 0; i < derivatives.length; i++) dx[i] = derivatives[i]!.evaluate(memory);
  }

  /** Works out all that follows from the states in the scratch memory; false where constraints have no root. Must not allocate. */
  #workOut(t: number): boolean {
    const memory = this.#scratch;
    const { members, lateCopies, locals } = this.island;
    memory[TIME_SLOT] = t;
    for (let i = 0; i < members.length; i++) {
      copyAll(members[i]!.copies, memory);
      if (this.#constraints[i]?.solve(memory) === false) return false;
      evaluateAll(members[i]!.outputs, memory);
    }
    copyAll(lateCopies, memory);
    evaluateAll(locals, memory);
    return true;
  }
}

function placesOf(
  place: number,
  { wanted, leaps, judged, isOpen, hasInputs, isPlain, worth }: Layout,
  base: number,
) {
  const [at, byteAt] = [base + place, 8 * base + place];
  return {
    wanted: at + wanted,
    leaps: at + leaps,
    judged: at + judged,
    isOpen: byteAt + isOpen,
    hasInputs: byteAt + hasInputs,
    isPlain: byteAt + isPlain,
    worth: byteAt + worth,
  };
}

/** Where the states of an island stand while it integrates: it holds nothing between, so that all islands of a size share it. */
function roomFor(states: number): Float64Array {
  const room = rooms[states] ?? new Float64Array(states);
  rooms[states] = room;
  return room;
}

const rooms: Float64Array[] = [];

function copyAll(copies: readonly Copy[], memory: Float64Array): void {
  for (let i = 0; i < copies.length; i++) {
    const copy = copies[i]!;
    memory[copy.to] = converted(copy, memory[copy.from]!);
  }
}

import { numberOfParam } from '../compile/lay-node.ts';
import { STEP_SLOT, type PlanNode } from '../compile/plan.ts';
import { ABSENT, BAD, GOOD, type QualityCode } from '../signal/quality.ts';
import { CalmStep } from './calm-step.ts';
import type { Cells } from './cells.ts';
import { ConstraintRun } from './constraint-run.ts';
import { evaluateAll } from './evaluate.ts';
import { MICROS, type Moment } from './moment.ts';
import { Lacks } from './lacks.ts';
import { NodeRow } from './node-row.ts';
import type { NodeTable } from './node-table.ts';
import { OwnCode } from './own-code.ts';
import type { Period } from './periods.ts';
import { RandomStream } from './random-stream.ts';
import { takeInput } from './read-input.ts';

/** What a node wants of the twin it runs in. */
export interface Surroundings {
  cells: Cells;
  moment: Moment;
  /** Its id. */
  twin: string;
  /** s since 1970 of the origin. */
  epoch: number;
  note(node: string, level: 'info' | 'warning' | 'error', says: string): void;
  send(run: NodeRun): void;
  /** What is said of a node changed. */
  statusMoved(): void;
  /** The node's own code runs; -1: that of no node does. */
  enter?(index: number): void;
}

/** One node of a running twin: what it keeps beside its memory, and how it runs in an instant. */
export class NodeRun extends NodeRow {
  readonly node: PlanNode;
  /** Params as they hold now, hand-set ones included. */
  readonly params: Record<string, unknown>;
  /** Emissions so far. */
  sequence = 0;
  error: string | undefined;
  /** Outputs that have no answer, and why: bad, though nothing is broken. Absent while none ever lacked one. */
  lacks: Lacks | undefined;
  /** What it runs by; absent for a node that runs on its inputs. */
  readonly period: Period | undefined;
  readonly #around: Surroundings;
  readonly #seed: number;
  #randomMade: RandomStream | undefined;
  #ownMade: OwnCode | undefined;
  readonly #next: Float64Array | undefined;
  readonly #constraints: ConstraintRun | undefined;
  /** Of its definition, whose shape is that of its author: asked there, each would be looked up anew at each sample. */
  readonly #steps: boolean;
  readonly #stepsOnBad: boolean;
  readonly #sends: boolean;
  #stopped: string | undefined;
  readonly #calm: CalmStep | undefined;
  #dt = 0;
  #wake = Infinity;

  constructor(
    node: PlanNode,
    seed: number,
    around: Surroundings,
    table: NodeTable,
    period: Period | undefined,
  ) {
    super(table, node.index);
    this.node = node;
    this.period = period;
    this.params = { ...node.params };
    const { step, onBad, send } = node.definition;
    this.#steps = step !== undefined && node.program === undefined;
    this.#stepsOnBad = onBad === 'step';
    this.#sends = send !== undefined;
    this.#seed = seed;
    this.#around = around;
    this.#calm = CalmStep.of(node, this.params, around);
    const constraints = node.program?.constraints;
    this.#constraints = constraints && new ConstraintRun(constraints);
    const moves = node.program?.next.length ?? 0;
    this.#next = moves > 0 ? new Float64Array(moves) : undefined;
  }

  /** Why it does not run: it went beyond its budget. Its outputs are bad, its states stand. */
  get stopped(): string | undefined {
    return this.#stopped;
  }

  set stopped(says: string | undefined) {
    this.#stopped = says;
    this.direct = undefined;
  }

  /** When it wants to run again, µs since the origin. */
  get wake(): number {
    return this.#wake;
  }

  set wake(micros: number) {
    if (micros === this.#wake) return;
    this.#wake = micros;
    const { moment } = this.#around;
    moment.nextWake = Number.NaN;
    if (micros < moment.quietUntil) moment.quietUntil = micros;
  }

  /** Made when it is first asked for: equations need none. */
  get #own(): OwnCode {
    return (this.#ownMade ??= new OwnCode(this, this.#around));
  }

  /** Its own stream of random numbers. */
  get random(): RandomStream {
    return (this.#randomMade ??= new RandomStream(this.#seed, this.node.id));
  }

  /** A non-held input got a sample in this instant. Must not allocate. */
  isTriggered(): boolean {
    const { stamp } = this.#around.cells;
    const { inputs } = this.node;
    const { number } = this.#around.moment;
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i]!;
      if (input.from >= 0 && !input.held && stamp[input.from] === number) return true;
    }
    return false;
  }

  /** Every input it needs has had a sample. Must not allocate. */
  isReady(): boolean {
    const { quality } = this.#around.cells;
    const { inputs } = this.node;
    for (let i = 0; i < inputs.length; i++) {
      const { from, awaited } = inputs[i]!;
      if (from >= 0 && awaited && quality[from] === ABSENT) return false;
    }
    return true;
  }

  /** It says something at the start whatever its inputs. */
  get beginsAlone(): boolean {
    return this.node.definition.beginsAlone?.(this.params) ?? false;
  }

  /** Nothing can ever trigger it. */
  hasNoEdge(): boolean {
    return this.node.inputs.every((input) => input.from < 0);
  }

  /** dt in s: exactly T, or n·T over missed times, for what runs by a period; 0 at the first run. Must not allocate. */
  sinceLastRun(): number {
    const { period } = this;
    if (period) return this.lastDue < 0 ? 0 : (period.last - this.lastDue) * period.seconds;
    return this.lastRun < 0 ? 0 : (this.#around.moment.micros - this.lastRun) / MICROS;
  }

  /** It stood still until now: that time does not count. */
  goOn(): void {
    if (this.lastRun >= 0) this.lastRun = this.#around.moment.micros;
    if (this.lastDue >= 0) this.lastDue = this.period?.last ?? -1;
  }

  /** Forgets its states: it begins as if it had never run. What it has sent stays counted. */
  reset(): void {
    this.started = false;
    this.direct = undefined;
    this.lastRun = -1;
    this.lastDue = -1;
    this.wake = Infinity;
    this.setError(undefined);
    this.noteMoved();
  }

  /** A sample was put on it, or its silence was noticed. */
  hear(): void {
    if (!this.started) this.#around.statusMoved();
    this.started = true;
    this.ranIn = this.#around.moment.number;
  }

  /** What is said of it may have changed. */
  noteMoved(): void {
    this.#around.statusMoved();
  }

  /** Ports it still waits for, as `input (node.port)`. */
  waitsFor(portName: (port: number) => string): string[] {
    const { quality } = this.#around.cells;
    return this.node.inputs
      .filter((input) => input.from >= 0 && input.awaited && quality[input.from] === ABSENT)
      .map((input) => `${input.name} (${portName(input.from)})`);
  }

  /** The worst quality of its inputs. Must not allocate. */
  inputQuality(): QualityCode {
    const { quality } = this.#around.cells;
    const { inputs } = this.node;
    let worst = GOOD as number;
    for (let i = 0; i < inputs.length; i++) {
      const { from, type } = inputs[i]!;
      if (from >= 0 && type !== 'event' && quality[from]! > worst) worst = quality[from]!;
    }
    return worst as QualityCode;
  }

  /** Copies what stands on its inputs into its own memory, in its own units. Must not allocate. */
  takeInputs(): void {
    const { inputs } = this.node;
    for (let i = 0; i < inputs.length; i++)
      takeInput(inputs[i]!, this.#around.cells, this.#around.moment.number);
  }

  /** The same, of what has come in this instant. Must not allocate. */
  takeFreshInputs(): void {
    const { cells, moment } = this.#around;
    const { inputs } = this.node;
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i]!;
      if (input.from >= 0 && cells.stamp[input.from] === moment.number)
        takeInput(input, cells, moment.number);
    }
  }

  /** Gives the states their first values, from params and inputs. */
  start(): void {
    const { memory } = this.#around.cells;
    for (const state of this.node.states)
      memory.fill(state.initial(memory), state.slot, state.slot + state.length);
    this.started = true;
    this.#around.statusMoved();
  }

  /** Runs once; `dt` s since it last ran. Outputs now; states of equations wait for `moveStates`. False when it did not step. */
  run(dt: number): boolean {
    const { moment } = this.#around;
    this.ranIn = moment.number;
    const worst = this.inputQuality();
    if (this.stopped !== undefined || (worst >= BAD && !this.#stepsOnBad)) {
      this.emitAllBad();
      return false;
    }
    this.takeInputs();
    if (this.#steps) this.#stepOwn(dt, worst);
    else {
      if (!this.started) this.start();
      if (this.node.program) this.emitOutputs(dt, worst);
      else this.#emitParam(this.node.definition.emits?.(this.params));
      if (this.#sends) this.#around.send(this);
      this.#ran(dt);
    }
    return true;
  }

  /** Runs its own code on inputs that stand in its memory; `worst` is the worst quality of them. Must not allocate. */
  step(worst: QualityCode): void {
    this.ranIn = this.#around.moment.number;
    if (this.stopped !== undefined) this.emitAllBad();
    else if (this.#isCalm()) this.#ran(0);
    else this.#stepOwn(this.sinceLastRun(), worst);
  }

  /** Its step would change nothing, and is taken without its code. */
  #isCalm(): boolean {
    const calm = this.#calm;
    const mayBe = calm !== undefined && this.started && this.#wake === Infinity;
    return mayBe && this.error === undefined && this.lacks === undefined && calm.take();
  }

  #stepOwn(dt: number, worst: QualityCode): void {
    const first = !this.started;
    if (first) this.start();
    const own = this.#own;
    own.step(dt, first, worst);
    if (this.#sends && !own.withholds) this.#around.send(this);
    this.#ran(dt);
    const isPlain = this.error === undefined && (this.lacks === undefined || this.lacks.isClear);
    if (isPlain) this.direct = own;
  }

  #ran(dt: number): void {
    this.#dt = dt;
    this.lastRun = this.#around.moment.micros;
    this.lastDue = this.period?.last ?? -1;
  }

  /** A listening source says what holds until its first sample, where the flow gives that. */
  begin(): void {
    const { begins } = this.node.definition;
    if (begins === undefined || this.params[begins] === undefined) return;
    this.#emitParam(begins);
    this.hear();
  }

  /** Says again what its states make of its outputs, with no step of its own. */
  emitHeld(): void {
    if (this.stopped !== undefined) return this.emitAllBad();
    const first = !this.started;
    if (first) this.start();
    this.ranIn = this.#around.moment.number;
    if (this.node.program) this.emitOutputs(this.sinceLastRun(), this.#heldQuality());
    else if (this.#steps) this.#own.step(this.sinceLastRun(), first, this.#heldQuality());
  }

  /** Its states are as good as the samples they came from; before the first they are as good as its params. */
  #heldQuality(): QualityCode {
    const worst = this.inputQuality();
    return worst === ABSENT ? GOOD : worst;
  }

  /** Works out the outputs of its equations and puts them on their ports. Must not allocate. */
  emitOutputs(dt: number, quality: QualityCode): void {
    const { cells, moment } = this.#around;
    cells.memory[STEP_SLOT] = dt;
    if (this.#constraints && !this.#solve(this.#constraints)) return;
    evaluateAll(this.node.program!.outputs, cells.memory);
    const { outputs } = this.node;
    for (let i = 0; i < outputs.length; i++) {
      const output = outputs[i]!;
      if (output.type === 'event' && !cells.memory[output.slot]) continue;
      cells.emit(output.port, quality, moment.seconds, moment.number);
    }
  }

  #solve(constraints: ConstraintRun): boolean {
    const isFound = constraints.solve(this.#around.cells.memory);
    this.setError(isFound ? undefined : 'its constraints 0 = … have no root near the last one');
    if (!isFound) this.emitAllBad();
    return isFound;
  }

  /** Moves the states of its equations, all at once, by the step it ran with; a state that would be no finite number stays. Must not allocate. */
  moveStates(): void {
    if (this.stopped !== undefined) return;
    const { memory } = this.#around.cells;
    if (!this.started) this.start();
    const isStepOfOwn = this.stepped && this.#steps;
    if (!this.stepped) this.#ran(this.sinceLastRun());
    this.takeInputs();
    // The generated function told the step its dt by itself.
    if (!this.node.program) return this.#own.update(isStepOfOwn ? this.#own.instant.dt : this.#dt);
    const { next, locals } = this.node.program;
    memory[STEP_SLOT] = this.#dt;
    evaluateAll(locals, memory);
    for (let i = 0; i < next.length; i++) this.#next![i] = next[i]!.evaluate(memory);
    for (let i = 0; i < next.length; i++) {
      if (Number.isFinite(this.#next![i])) memory[next[i]!.slot] = this.#next![i]!;
    }
  }

  /** Puts a bad sample on every output. */
  emitAllBad(): void {
    const { cells, moment } = this.#around;
    for (const output of this.node.outputs) {
      if (this.lacks?.forget(output.name)) this.#around.statusMoved();
      if (output.type !== 'event') cells.emitBad(output.port, moment.seconds, moment.number);
    }
  }

  /** Makes a param hold another value from now on. */
  setParam(name: string, value: unknown): void {
    this.params[name] = value;
    const slot = this.node.paramSlots[name];
    const number = numberOfParam(value, this.node.definition.descriptor.params[name]?.enum);
    if (slot !== undefined && number !== undefined) this.#around.cells.memory[slot] = number;
  }

  /** What its sink sends: the bytes, or undefined when its function threw. */
  encode(): Uint8Array | undefined {
    return this.#own.encode();
  }

  /** Its own code says why an output has no value. */
  sayLack(output: string, says: string): void {
    this.direct = undefined;
    (this.lacks ??= new Lacks()).say(output, says);
  }

  /** What went wrong when it ran last; undefined when nothing did. */
  setError(says: string | undefined): void {
    if (this.error === says) return;
    this.error = says;
    this.direct = undefined;
    this.#around.statusMoved();
    if (says !== undefined) this.#around.note(this.node.id, 'error', `the node failed: ${says}`);
  }

  #emitParam(name: string | undefined): void {
    if (name === undefined) return;
    const { cells, moment } = this.#around;
    const [output] = this.node.outputs;
    if (output) cells.emitValue(output.port, this.params[name], GOOD, moment.seconds, moment.number);
  }
}

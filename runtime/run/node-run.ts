import { numberOfParam } from '../compile/lay-node.ts';
import { STEP_SLOT, type PlanInput, type PlanNode } from '../compile/plan.ts';
import type { Instant, StepFunction } from '../node/definition.ts';
import { ABSENT, BAD, GOOD, type QualityCode } from '../signal/quality.ts';
import type { Cells } from './cells.ts';
import { ConstraintRun } from './constraint-run.ts';
import { evaluateAll } from './evaluate.ts';
import { RandomStream } from './random-stream.ts';
import { MICROS, type Moment } from './moment.ts';
import { Lacks } from './lacks.ts';
import { NodeRow } from './node-row.ts';
import type { NodeTable } from './node-table.ts';
import type { Period } from './periods.ts';
import { inputNamed, readInput, takeInput } from './read-input.ts';

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
  /** Why it does not run: it went beyond its budget. Its outputs are bad, its states stand. */
  stopped: string | undefined;
  /** Outputs that have no answer, and why: bad, though nothing is broken. */
  readonly lacks = new Lacks();
  /** What it runs by; absent for a node that runs on its inputs. */
  readonly period: Period | undefined;
  readonly random: RandomStream;
  readonly #around: Surroundings;
  readonly #u: Record<string, unknown> = {};
  readonly #x: Record<string, unknown> = {};
  readonly #y: Record<string, unknown> = {};
  #instantMade: Instant | undefined;
  readonly #next: Float64Array | undefined;
  readonly #constraints: ConstraintRun | undefined;
  /** Of its definition, whose shape is that of its author: asked there, each would be looked up anew at each sample. */
  readonly #ownStep: StepFunction | undefined;
  readonly #stepsOnBad: boolean;
  readonly #sends: boolean;
  #dt = 0;
  #wake = Infinity;
  #mark: QualityCode | undefined;
  #marks: Map<string, QualityCode> | undefined;
  #withholds = false;

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
    this.#ownStep = step;
    this.#stepsOnBad = onBad === 'step';
    this.#sends = send !== undefined;
    this.random = new RandomStream(seed, node.id);
    this.#around = around;
    const constraints = node.program?.constraints;
    this.#constraints = constraints && new ConstraintRun(constraints);
    const moves = node.program?.next.length ?? 0;
    this.#next = moves > 0 ? new Float64Array(moves) : undefined;
    for (const { name, slot, length, isArray } of node.states) {
      if (isArray) this.#x[name] = around.cells.memory.subarray(slot, slot + length);
    }
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

  /** What its own code is handed; equations need none. */
  get #instant(): Instant {
    return (this.#instantMade ??= this.#makeInstant());
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
    this.lastRun = -1;
    this.lastDue = -1;
    this.wake = Infinity;
    this.#setError(undefined);
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
    const first = !this.started;
    if (first) this.start();
    this.#withholds = false;
    if (this.node.program) this.emitOutputs(dt, worst);
    else if (this.#ownStep) this.#step(dt, first, worst);
    else this.#emitParam(this.node.definition.emits?.(this.params));
    if (this.#sends && !this.#withholds) this.#around.send(this);
    this.#ran(dt);
    return true;
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
    else if (this.#ownStep) this.#step(this.sinceLastRun(), first, this.#heldQuality());
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
    this.#setError(isFound ? undefined : 'its constraints 0 = … have no root near the last one');
    if (!isFound) this.emitAllBad();
    return isFound;
  }

  /** Moves the states of its equations, all at once, by the step it ran with; a state that would be no finite number stays. Must not allocate. */
  moveStates(): void {
    if (this.stopped !== undefined) return;
    const { memory } = this.#around.cells;
    if (!this.started) this.start();
    if (!this.stepped) this.#ran(this.sinceLastRun());
    this.takeInputs();
    if (!this.node.program) return this.#update();
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
      if (this.lacks.forget(output.name)) this.#around.statusMoved();
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
    this.#fillInputs();
    return this.#guard(() => this.node.definition.send!.encode(this.#u, this.params, this.#instant));
  }

  #emitParam(name: string | undefined): void {
    if (name === undefined) return;
    const { cells, moment } = this.#around;
    const [output] = this.node.outputs;
    if (output) cells.emitValue(output.port, this.params[name], GOOD, moment.seconds, moment.number);
  }

  #step(dt: number, first: boolean, worst: QualityCode): void {
    const { cells, moment } = this.#around;
    const { outputs } = this.node;
    this.#fillInputs();
    if (this.node.definition.update) this.#hideLateInputs();
    this.#fillStates();
    for (let i = 0; i < outputs.length; i++) this.#y[outputs[i]!.name] = undefined;
    this.#instant.dt = dt;
    this.#instant.first = first;
    this.#mark = undefined;
    if (this.#marks !== undefined && this.#marks.size > 0) this.#marks.clear();
    this.lacks.begin();
    if (!this.#callStep()) {
      this.emitAllBad();
      this.#withholds = true;
      return;
    }
    this.#keepStates();
    const quality = this.#mark ?? worst;
    for (let i = 0; i < outputs.length; i++) {
      const { name, port, type } = outputs[i]!;
      const value = this.#y[name];
      if (value === undefined || (type === 'event' && value === false)) continue;
      if (this.lacks.takeOver(name)) this.#around.statusMoved();
      cells.emitValue(port, value, this.#marks?.get(name) ?? quality, moment.seconds, moment.number);
    }
  }

  /** Runs the node's own code; false when it threw. Without a closure: this is the road of each sample. */
  #callStep(): boolean {
    this.#around.enter?.(this.node.index);
    try {
      this.#ownStep!(this.#y, this.#x, this.#u, this.params, this.#instant);
    } catch (error) {
      this.#setError(error instanceof Error ? error.message : String(error));
      return false;
    } finally {
      this.#around.enter?.(-1);
    }
    this.#setError(undefined);
    return true;
  }

  #update(): void {
    this.#fillInputs();
    this.#fillStates();
    this.#instant.dt = this.#dt;
    const went = this.#guard(() => {
      this.node.definition.update!(this.#x, this.#u, this.params, this.#instant);
      return true;
    });
    if (went) this.#keepStates();
  }

  #fillStates(): void {
    const { memory } = this.#around.cells;
    const { states } = this.node;
    for (let i = 0; i < states.length; i++) {
      if (!states[i]!.isArray) this.#x[states[i]!.name] = memory[states[i]!.slot];
    }
  }

  /** A state that would be no finite number stays, as it does where equations move it. */
  #keepStates(): void {
    const { memory } = this.#around.cells;
    const { states } = this.node;
    for (let i = 0; i < states.length; i++) {
      const value = states[i]!.isArray ? undefined : this.#x[states[i]!.name];
      if (Number.isFinite(value)) memory[states[i]!.slot] = value as number;
    }
  }

  /** What an output does not depend on is not there yet for every order of nodes. */
  #hideLateInputs(): void {
    for (const { name, feedthrough } of this.node.inputs) if (!feedthrough) this.#u[name] = undefined;
  }

  #fillInputs(): void {
    const { cells, moment } = this.#around;
    this.#instant.t = moment.seconds;
    this.#instant.sequence = this.sequence;
    const { inputs } = this.node;
    for (let i = 0; i < inputs.length; i++)
      this.#u[inputs[i]!.name] = readInput(inputs[i]!, cells, moment.number);
  }

  #guard<T>(work: () => T): T | undefined {
    this.#around.enter?.(this.node.index);
    try {
      const result = work();
      this.#setError(undefined);
      return result;
    } catch (error) {
      this.#setError(error instanceof Error ? error.message : String(error));
      return undefined;
    } finally {
      this.#around.enter?.(-1);
    }
  }

  #setError(says: string | undefined): void {
    if (this.error === says) return;
    this.error = says;
    this.#around.statusMoved();
    if (says !== undefined) this.#around.note(this.node.id, 'error', `the node failed: ${says}`);
  }

  #makeInstant(): Instant {
    const { cells, moment, epoch, twin, note } = this.#around;
    const { inputs } = this.node;
    const find = (name: string): PlanInput | undefined => inputNamed(inputs, name);
    return {
      t: 0,
      dt: 0,
      first: true,
      epoch,
      sequence: 0,
      twin,
      node: this.node.id,
      random: () => this.random.uniform(),
      normal: () => this.random.normal(),
      wakeAt: (t) => (this.wake = Math.max(Math.round(t * MICROS), moment.micros + 1)),
      fresh: (name) => {
        const from = find(name)?.from ?? -1;
        return from >= 0 && cells.stamp[from] === moment.number;
      },
      quality: (name) => {
        const input = find(name);
        if (!input) return ABSENT;
        return input.from >= 0
          ? (cells.quality[input.from] as QualityCode)
          : Number.isNaN(input.fallback)
            ? ABSENT
            : GOOD;
      },
      unitOf: (name) => find(name)?.unit ?? '',
      mark: (quality, output) => {
        if (output === undefined) this.#mark = quality;
        else (this.#marks ??= new Map()).set(output, quality);
      },
      lack: (output, says) => {
        this.#y[output] = Number.NaN;
        this.lacks.say(output, says);
      },
      table: this.node.table,
      note: (level, says) => note(this.node.id, level, says),
      withhold: () => (this.#withholds = true),
    };
  }
}

import type { PlanInput, PlanNode } from '../compile/plan.ts';
import { FLAG, MARK, NOTHING, NUMBER, ODD, UNMARKED } from '../emit/desk-places.ts';
import type { Called } from '../emit/ground.ts';
import type { Instant, Params, StepFunction, UpdateFunction } from '../node/definition.ts';
import { ABSENT, GOOD, type QualityCode } from '../signal/quality.ts';
import type { Cells } from './cells.ts';
import { MICROS, type Moment } from './moment.ts';
import type { NodeRun, Surroundings } from './node-run.ts';
import { ownPortsOf, ownStates, placeInput, type OwnPorts } from './own-ports.ts';
import { inputNamed } from './read-input.ts';

/** The code of a node's author: what it is handed, how it is called, and what becomes of what it says. */
export class OwnCode implements Called {
  /** Its sink sends nothing in this instant. */
  withholds = false;
  readonly #run: NodeRun;
  readonly #node: PlanNode;
  readonly #around: Surroundings;
  /** Of its definition, whose shape is that of its author: asked there, each would be looked up anew at each sample. */
  readonly call: StepFunction;
  readonly move: UpdateFunction;
  readonly y: Record<string, unknown>;
  readonly x: Record<string, unknown>;
  readonly u: Record<string, unknown>;
  readonly p: Params;
  readonly instant: Instant;
  readonly #cells: Cells;
  readonly #moment: Moment;
  readonly #ports: OwnPorts;
  #marks: Map<string, QualityCode> | undefined;

  constructor(run: NodeRun, around: Surroundings) {
    const { node } = run;
    const { cells, moment } = around;
    this.#run = run;
    this.#node = node;
    this.#around = around;
    this.call = node.definition.step ?? nothing;
    this.move = node.definition.update ?? nothing;
    this.#cells = cells;
    this.#moment = moment;
    this.#ports = ownPortsOf(node);
    this.y = this.#ports.y;
    this.x = ownStates(node, this.#ports, cells.memory);
    this.u = this.#ports.u;
    this.p = run.params;
    this.instant = this.#makeInstant();
  }

  /** Runs its step and emits what that said; bad samples where it threw. Must not allocate: this is the road of each sample. */
  step(dt: number, first: boolean, worst: QualityCode): void {
    const { kinds, said } = this.#ports.desk;
    const count = this.#node.outputs.length;
    this.withholds = false;
    this.#readInputs(this.#ports.hidesLate);
    this.#readStates();
    for (let i = 0; i < count; i++) kinds[i] = NOTHING;
    this.instant.dt = dt;
    this.instant.first = first;
    said[MARK] = UNMARKED;
    this.forgetMarks();
    this.#run.lacks?.begin();
    if (this.#callStep()) {
      this.#keepStates();
      this.emit(worst);
    } else {
      this.#run.emitAllBad();
      this.withholds = true;
    }
  }

  ready(): void {
    this.withholds = false;
    this.instant.sequence = this.#run.sequence;
  }

  send(): void {
    this.#around.send(this.#run);
  }

  take(nth: number): void {
    const { desk, inputsAt } = this.#ports;
    placeInput(this.#node.inputs[nth]!, inputsAt + nth, desk, this.#cells, this.#moment.number);
  }

  fail(error: unknown): void {
    this.failToMove(error);
    this.#run.emitAllBad();
  }

  failToMove(error: unknown): void {
    this.#run.setError(error instanceof Error ? error.message : String(error));
  }

  /** Moves its states, once all inputs of the instant are there; `dt` s are those of its step. */
  update(dt: number): void {
    this.#readInputs(false);
    this.#readStates();
    this.instant.dt = dt;
    const went = this.#guard(() => {
      this.move(this.x, this.u, this.p, this.instant);
      return true;
    });
    this.forgetMarks();
    if (went) this.#keepStates();
  }

  forgetMarks(): void {
    if (this.#marks !== undefined && this.#marks.size > 0) this.#marks.clear();
  }

  /** What its sink sends: the bytes, or undefined when its function threw. */
  encode(): Uint8Array | undefined {
    this.#readInputs(false);
    return this.#guard(() =>
      this.#node.definition.send!.encode(this.#ports.u, this.#run.params, this.instant),
    );
  }

  /** Without a closure, and the step is the last thing it does. False when that threw. */
  #callStep(): boolean {
    const { enter } = this.#around;
    enter?.(this.#node.index);
    try {
      this.call(this.y, this.x, this.u, this.p, this.instant);
    } catch (error) {
      this.#run.setError(error instanceof Error ? error.message : String(error));
      return false;
    } finally {
      enter?.(-1);
    }
    if (this.#run.error !== undefined) this.#run.setError(undefined);
    return true;
  }

  emit(worst: QualityCode): void {
    const { kinds, numbers, said } = this.#ports.desk;
    const quality = (said[MARK] === UNMARKED ? worst : said[MARK]) as QualityCode;
    const cells = this.#cells;
    const { outputs } = this.#node;
    const { number, seconds } = this.#moment;
    for (let i = 0; i < outputs.length; i++) {
      const kind = kinds[i]!;
      if (kind === NOTHING) continue;
      const { name, port, type } = outputs[i]!;
      const value = numbers[i]!;
      if (type === 'event' && kind === FLAG && value === 0) continue;
      if (this.#run.lacks?.takeOver(name)) this.#around.statusMoved();
      const marked = this.#marks?.get(name) ?? quality;
      const isPlain = kind === NUMBER ? type === 'number' : kind === FLAG && type === 'boolean';
      if (isPlain) cells.emitNumber(port, value, marked, seconds, number);
      else cells.emitValue(port, this.#ports.y[name], marked, seconds, number);
    }
    this.forgetMarks();
  }

  #readInputs(hidesLate: boolean): void {
    const moment = this.#moment;
    this.instant.t = moment.seconds;
    this.instant.sequence = this.#run.sequence;
    const { desk, inputsAt } = this.#ports;
    const { inputs } = this.#node;
    for (let i = 0; i < inputs.length; i++) {
      const place = inputsAt + i;
      // What an output does not depend on is not there yet for every order of nodes.
      if (hidesLate && !inputs[i]!.feedthrough) desk.kinds[place] = NOTHING;
      else placeInput(inputs[i]!, place, desk, this.#cells, moment.number);
    }
  }

  #readStates(): void {
    const { numbers } = this.#ports.desk;
    const { memory } = this.#cells;
    const { slots, statesAt } = this.#ports;
    for (let i = 0; i < slots.length; i++) numbers[statesAt + i] = memory[slots[i]!]!;
  }

  /** A state that would be no finite number stays, as it does where equations move it. */
  #keepStates(): void {
    const { numbers } = this.#ports.desk;
    const { memory } = this.#cells;
    const { slots, statesAt } = this.#ports;
    for (let i = 0; i < slots.length; i++) {
      const value = numbers[statesAt + i]!;
      if (value - value === 0) memory[slots[i]!] = value;
    }
  }

  #guard<T>(work: () => T): T | undefined {
    this.#around.enter?.(this.#node.index);
    try {
      const result = work();
      this.#run.setError(undefined);
      return result;
    } catch (error) {
      this.#run.setError(error instanceof Error ? error.message : String(error));
      return undefined;
    } finally {
      this.#around.enter?.(-1);
    }
  }

  #makeInstant(): Instant {
    const { cells, moment, epoch, twin, note } = this.#around;
    const run = this.#run;
    const { said } = this.#ports.desk;
    const { inputs, id, table } = this.#node;
    const find = (name: string): PlanInput | undefined => inputNamed(inputs, name);
    return {
      t: Number.NaN,
      dt: Number.NaN,
      first: true,
      epoch,
      sequence: 0,
      twin,
      node: id,
      random: () => run.random.uniform(),
      normal: () => run.random.normal(),
      wakeAt: (t) => (run.wake = Math.max(Math.round(t * MICROS), moment.micros + 1)),
      fresh: (name) => {
        const from = find(name)?.from ?? -1;
        return from >= 0 && cells.stamp[from] === moment.number;
      },
      quality: (name) => {
        const input = find(name);
        if (!input) return ABSENT;
        if (input.from >= 0) return cells.quality[input.from] as QualityCode;
        return Number.isNaN(input.fallback) ? ABSENT : GOOD;
      },
      unitOf: (name) => find(name)?.unit ?? '',
      mark: (quality, output) => {
        if (output === undefined) said[MARK] = quality;
        else {
          said[ODD] = 1;
          (this.#marks ??= new Map()).set(output, quality);
        }
      },
      lack: (output, says) => {
        said[ODD] = 1;
        this.#ports.y[output] = Number.NaN;
        run.sayLack(output, says);
      },
      table,
      note: (level, says) => note(id, level, says),
      withhold: () => (this.withholds = true),
    };
  }
}

function nothing(): void {}

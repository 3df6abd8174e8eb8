import type { PlanInput, PlanNode } from '../compile/plan.ts';
import type { Instant, StepFunction } from '../node/definition.ts';
import { ABSENT, GOOD, type QualityCode } from '../signal/quality.ts';
import type { Cells } from './cells.ts';
import { MICROS, type Moment } from './moment.ts';
import type { NodeRun, Surroundings } from './node-run.ts';
import {
  type Desk,
  FLAG,
  isReadOnce,
  NOTHING,
  NUMBER,
  OwnInputs,
  OwnOutputs,
  OwnStates,
} from './own-ports.ts';
import { inputNamed, readInput } from './read-input.ts';

/** The code of a node's author: what it is handed, how it is called, and what becomes of what it says. */
export class OwnCode {
  /** Its sink sends nothing in this instant. */
  withholds = false;
  readonly #run: NodeRun;
  readonly #node: PlanNode;
  readonly #around: Surroundings;
  /** Of its definition, whose shape is that of its author: asked there, each would be looked up anew at each sample. */
  readonly #step: StepFunction | undefined;
  readonly #cells: Cells;
  readonly #moment: Moment;
  readonly #desk: Desk;
  readonly #places: Places;
  readonly #kept: unknown[];
  readonly #u: Record<string, unknown>;
  readonly #x: Record<string, unknown>;
  readonly #y: Record<string, unknown>;
  readonly #instant: Instant;
  #mark: QualityCode | -1 = -1;
  #marks: Map<string, QualityCode> | undefined;

  constructor(run: NodeRun, around: Surroundings) {
    const { node } = run;
    const { cells, moment, desk } = around;
    const { inputs, outputs, states, definition } = node;
    this.#run = run;
    this.#node = node;
    this.#around = around;
    this.#step = definition.step;
    this.#cells = cells;
    this.#moment = moment;
    this.#desk = desk;
    this.#places = placesOf(node);
    this.#kept = new Array<unknown>(this.#places.kept.length > 0 ? inputs.length : 0).fill(undefined);
    const isLate = ({ feedthrough }: PlanInput): boolean => this.#places.hidesLate && !feedthrough;
    this.#u = new OwnInputs(inputs, isLate, cells, moment, this.#kept) as never;
    this.#x = new OwnStates(desk, states, outputs.length, cells.memory) as never;
    this.#y = new OwnOutputs(desk, outputs) as never;
    this.#instant = this.#makeInstant();
  }

  /** Runs its step and emits what that said; bad samples where it threw. Must not allocate: this is the road of each sample. */
  step(dt: number, first: boolean, worst: QualityCode): void {
    const { kinds } = this.#desk;
    const count = this.#node.outputs.length;
    this.withholds = false;
    this.#readInputs(this.#places.hidesLate);
    this.#readStates();
    for (let i = 0; i < count; i++) kinds[i] = NOTHING;
    this.#instant.dt = dt;
    this.#instant.first = first;
    this.#mark = -1;
    if (this.#marks !== undefined && this.#marks.size > 0) this.#marks.clear();
    this.#run.lacks?.begin();
    if (this.#callStep()) {
      this.#keepStates();
      this.#emit(this.#mark < 0 ? worst : (this.#mark as QualityCode));
    } else {
      this.#run.emitAllBad();
      this.withholds = true;
    }
  }

  /** Moves its states, once all inputs of the instant are there; `dt` s are those of its step. */
  update(dt: number): void {
    this.#readInputs(false);
    this.#readStates();
    this.#instant.dt = dt;
    const went = this.#guard(() => {
      this.#node.definition.update!(this.#x, this.#u, this.#run.params, this.#instant);
      return true;
    });
    if (went) this.#keepStates();
  }

  /** What its sink sends: the bytes, or undefined when its function threw. */
  encode(): Uint8Array | undefined {
    this.#readInputs(false);
    return this.#guard(() => this.#node.definition.send!.encode(this.#u, this.#run.params, this.#instant));
  }

  /** Without a closure, and the step is the last thing it does. False when that threw. */
  #callStep(): boolean {
    const { enter } = this.#around;
    enter?.(this.#node.index);
    try {
      this.#step!(this.#y, this.#x, this.#u, this.#run.params, this.#instant);
    } catch (error) {
      this.#run.setError(error instanceof Error ? error.message : String(error));
      return false;
    } finally {
      enter?.(-1);
    }
    if (this.#run.error !== undefined) this.#run.setError(undefined);
    return true;
  }

  #emit(quality: QualityCode): void {
    const { kinds, numbers } = this.#desk;
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
      else cells.emitValue(port, this.#y[name], marked, seconds, number);
    }
  }

  #readInputs(hidesLate: boolean): void {
    const moment = this.#moment;
    this.#instant.t = moment.seconds;
    this.#instant.sequence = this.#run.sequence;
    const { kept } = this.#places;
    for (let i = 0; i < kept.length; i++) {
      const place = kept[i]!;
      const input = this.#node.inputs[place]!;
      // What an output does not depend on is not there yet for every order of nodes.
      const isHidden = hidesLate && !input.feedthrough;
      this.#kept[place] = isHidden ? undefined : readInput(input, this.#cells, moment.number);
    }
  }

  #readStates(): void {
    const { numbers } = this.#desk;
    const { memory } = this.#cells;
    const { slots, behind } = this.#places;
    for (let i = 0; i < slots.length; i++) numbers[behind + i] = memory[slots[i]!]!;
  }

  /** A state that would be no finite number stays, as it does where equations move it. */
  #keepStates(): void {
    const { numbers } = this.#desk;
    const { memory } = this.#cells;
    const { slots, behind } = this.#places;
    for (let i = 0; i < slots.length; i++) {
      const value = numbers[behind + i]!;
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
        if (output === undefined) this.#mark = quality;
        else (this.#marks ??= new Map()).set(output, quality);
      },
      lack: (output, says) => {
        this.#y[output] = Number.NaN;
        run.sayLack(output, says);
      },
      table,
      note: (level, says) => note(id, level, says),
      withhold: () => (this.withholds = true),
    };
  }
}

/** What has to be read and written at each call; one for all twins of a plan. */
interface Places {
  /** Memory slots of the states that are one number, in the order in which they stand on the desk. */
  slots: readonly number[];
  /** Where they begin there. */
  behind: number;
  /** Places of the inputs that are read once an instant. */
  kept: readonly number[];
  /** Its step does not see what comes late. */
  hidesLate: boolean;
}

const known = new WeakMap<PlanNode, Places>();

function placesOf(node: PlanNode): Places {
  const { inputs, outputs, states, definition } = node;
  const places = known.get(node) ?? {
    slots: states.filter(({ isArray }) => !isArray).map(({ slot }) => slot),
    behind: outputs.length,
    kept: inputs.flatMap((input, place) =>
      isReadOnce(input) || (definition.update && !input.feedthrough) ? [place] : [],
    ),
    hidesLate: definition.update !== undefined,
  };
  known.set(node, places);
  return places;
}

/** How much room the node that needs most has on the desk. */
export function deskSize(nodes: readonly PlanNode[]): number {
  const sizes = nodes.map(({ outputs, states }) => outputs.length + states.filter((s) => !s.isArray).length);
  return Math.max(0, ...sizes);
}

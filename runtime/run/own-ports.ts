import type { PlanInput, PlanOutput, PlanState } from '../compile/plan.ts';
import { BAD } from '../signal/quality.ts';
import type { Cells } from './cells.ts';
import type { Moment } from './moment.ts';
import { readInput } from './read-input.ts';

/* What a node's own code reads and writes by name. Each property is a pair of functions of its place alone, so that V8 gives all nodes of a definition one hidden class and inlines them. */

/** What an output of own code was given: nothing, a number, a boolean, anything else. */
export const [NOTHING, NUMBER, FLAG, OBJECT] = [0, 1, 2, 3] as const;

/** Where the node that runs has its outputs, and behind them its states that are one number: one for all nodes of a twin, of which never two run at once. */
export class Desk {
  readonly numbers: Float64Array;
  /** What each output was given. */
  readonly kinds: Uint8Array;
  /** Outputs that are no numbers. */
  readonly objects: unknown[];

  constructor(size: number) {
    this.numbers = new Float64Array(size);
    this.kinds = new Uint8Array(size);
    this.objects = new Array<unknown>(size).fill(undefined);
  }
}

/** Outputs as own code writes them. */
export class OwnOutputs {
  readonly #numbers: Float64Array;
  readonly #kinds: Uint8Array;
  readonly #objects: unknown[];

  constructor({ numbers, kinds, objects }: Desk, outputs: readonly PlanOutput[]) {
    this.#numbers = numbers;
    this.#kinds = kinds;
    this.#objects = objects;
    outputs.forEach(({ name }, place) => Object.defineProperty(this, name, OwnOutputs.#at(place)));
  }

  static readonly #at = byPlace((place) => ({
    get(this: OwnOutputs) {
      const kind = this.#kinds[place];
      if (kind === NUMBER) return this.#numbers[place];
      if (kind === FLAG) return this.#numbers[place] !== 0;
      return kind === OBJECT ? this.#objects[place] : undefined;
    },
    set(this: OwnOutputs, value: unknown) {
      if (typeof value === 'number') {
        this.#kinds[place] = NUMBER;
        this.#numbers[place] = value;
      } else if (typeof value === 'boolean') {
        this.#kinds[place] = FLAG;
        this.#numbers[place] = value ? 1 : 0;
      } else {
        this.#kinds[place] = value === undefined ? NOTHING : OBJECT;
        this.#objects[place] = value;
      }
    },
  }));
}

/** States as own code reads and writes them: arrays as they stand in memory, single numbers on the desk, behind the outputs. */
export class OwnStates {
  readonly #numbers: Float64Array;

  constructor({ numbers }: Desk, states: readonly PlanState[], behind: number, memory: Float64Array) {
    this.#numbers = numbers;
    let place = behind;
    for (const { name, slot, length, isArray } of states) {
      const value = isArray && memory.subarray(slot, slot + length);
      Object.defineProperty(
        this,
        name,
        value ? { value, enumerable: true, writable: true, configurable: true } : OwnStates.#at(place++),
      );
    }
  }

  static readonly #at = byPlace((place) => ({
    get(this: OwnStates) {
      return this.#numbers[place];
    },
    set(this: OwnStates, value: unknown) {
      this.#numbers[place] = typeof value === 'number' ? value : Number.NaN;
    },
  }));
}

/** Inputs as own code reads them, in their own unit: NaN or undefined where there is nothing good. Numbers, booleans and events are read where they stand, the others once an instant. */
export class OwnInputs {
  readonly #inputs: readonly PlanInput[];
  readonly #cells: Cells;
  readonly #memory: Float64Array;
  readonly #quality: Uint8Array;
  readonly #moment: Moment;
  /** By place, of what is read once an instant. */
  readonly #kept: unknown[];

  /** `isLate`: the step must not see it, though what moves the states does. */
  constructor(
    inputs: readonly PlanInput[],
    isLate: (input: PlanInput) => boolean,
    cells: Cells,
    moment: Moment,
    kept: unknown[],
  ) {
    this.#inputs = inputs;
    this.#cells = cells;
    this.#memory = cells.memory;
    this.#quality = cells.quality;
    this.#moment = moment;
    this.#kept = kept;
    inputs.forEach((input, place) => {
      const at = isLate(input) || isReadOnce(input) ? OwnInputs.#keptAt : OwnInputs.#readAt(input);
      Object.defineProperty(this, input.name, at(place));
    });
  }

  static #readAt({ type }: PlanInput): (place: number) => PropertyDescriptor {
    return type === 'number' ? OwnInputs.#numberAt : OwnInputs.#flagAt;
  }

  static readonly #numberAt = byPlace((place) => ({
    get(this: OwnInputs) {
      const { from, slot } = this.#inputs[place]!;
      return from < 0 || this.#quality[from]! < BAD ? this.#memory[slot]! : Number.NaN;
    },
  }));

  static readonly #flagAt = byPlace((place) => ({
    get(this: OwnInputs) {
      return readInput(this.#inputs[place]!, this.#cells, this.#moment.number);
    },
  }));

  static readonly #keptAt = byPlace((place) => ({
    get(this: OwnInputs) {
      return this.#kept[place];
    },
  }));
}

/** What a vector, a text or a record is read into costs an object. */
export function isReadOnce({ type }: PlanInput): boolean {
  return type !== 'number' && type !== 'boolean' && type !== 'event';
}

/** One property per place for all nodes there are: objects share a hidden class only where their properties are the very same functions. */
function byPlace(
  make: (place: number) => Pick<PropertyDescriptor, 'get' | 'set'>,
): (place: number) => PropertyDescriptor {
  const made: PropertyDescriptor[] = [];
  return (place) => (made[place] ??= { ...make(place), enumerable: true, configurable: true });
}

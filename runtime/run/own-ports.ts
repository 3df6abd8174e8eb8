import type { PlanInput, PlanNode } from '../compile/plan.ts';
import { FLAG, NOTHING, NUMBER, OBJECT, PLACES, placesOf } from '../emit/desk-places.ts';
import { BAD } from '../signal/quality.ts';
import type { NodeDefinition } from '../node/definition.ts';
import type { Cells } from './cells.ts';
import { readInput } from './read-input.ts';

type Property = Pick<PropertyDescriptor, 'get' | 'set'>;

/**
 * Where the node whose code runs has its outputs, its states that are one number, and its inputs. The properties it reads and writes them by
 * are functions of a place alone, so that V8 gives all nodes of a definition one hidden class, and makes of each property one access to an array.
 */
class Desk {
  readonly numbers: Float64Array;
  readonly kinds: Uint8Array;
  /** What a step says of itself. */
  readonly said = new Uint8Array(2);
  /** What is neither a number nor a boolean. */
  readonly objects: unknown[];
  /** What is whatever it is. */
  readonly any: (place: number) => PropertyDescriptor;
  /** What is always a number. */
  readonly number: (place: number) => PropertyDescriptor;

  constructor(size: number) {
    const numbers = new Float64Array(size);
    const kinds = new Uint8Array(size);
    const objects = new Array<unknown>(size).fill(undefined);
    this.numbers = numbers;
    this.kinds = kinds;
    this.objects = objects;
    this.any = byPlace((place) => anyAt(place, numbers, kinds, objects));
    this.number = byPlace((place) => ({
      get: () => numbers[place],
      set: (value: unknown) => {
        numbers[place] = typeof value === 'number' ? value : Number.NaN;
      },
    }));
  }
}

export type { Desk };

function anyAt(place: number, numbers: Float64Array, kinds: Uint8Array, objects: unknown[]): Property {
  return {
    get: () => {
      const kind = kinds[place];
      if (kind === NUMBER) return numbers[place];
      if (kind === FLAG) return numbers[place] !== 0;
      return kind === OBJECT ? objects[place] : undefined;
    },
    set: (value: unknown) => {
      if (typeof value === 'number') {
        kinds[place] = NUMBER;
        numbers[place] = value;
      } else if (typeof value === 'boolean') {
        kinds[place] = FLAG;
        numbers[place] = value ? 1 : 0;
      } else {
        kinds[place] = value === undefined ? NOTHING : OBJECT;
        objects[place] = value;
      }
    },
  };
}

/** Made once for each place: hidden classes are the same only where properties are the very same functions. */
function byPlace(make: (place: number) => Property): (place: number) => PropertyDescriptor {
  const made: PropertyDescriptor[] = [];
  return (place) => (made[place] ??= { ...make(place), enumerable: true, configurable: true });
}

/** The one desk that all nodes share: of two twins in one thread no two nodes run at once. */
export const sharedDesk = new Desk(PLACES);

/** What the code of a node reads and writes by name, and where on the desk that stands; one for all twins of a plan. */
export interface OwnPorts {
  desk: Desk;
  /** Outputs come first, from place 0 on, then states. */
  y: Record<string, unknown>;
  /** Memory slots of the states that are one number, and the place of the first. */
  slots: readonly number[];
  statesAt: number;
  u: Record<string, unknown>;
  inputsAt: number;
  /** Its step does not see what comes late. */
  hidesLate: boolean;
  kinds: Kinds;
}

/** What its objects are made by. */
type Kinds = Readonly<Record<'y' | 'x' | 'u', new () => object>>;

const known = new WeakMap<PlanNode, OwnPorts>();

/**
 * A name that stands at one place in one node and at another in the next would take both out of V8's fast hidden classes: each definition
 * has classes of its own, and where its names follow from params, each list of names.
 */
const kindsOf = new WeakMap<NodeDefinition, Map<string, Kinds>>();

/** Those of a node. */
export function ownPortsOf(node: PlanNode): OwnPorts {
  const made = known.get(node) ?? layPorts(node);
  known.set(node, made);
  return made;
}

const MOST_KEPT = 100;

function kindsFor({ inputs, outputs, states, definition }: PlanNode): Kinds {
  const all = kindsOf.get(definition) ?? new Map<string, Kinds>();
  kindsOf.set(definition, all);
  const names = JSON.stringify([
    outputs.map(({ name }) => name),
    states.map(({ name, isArray }) => [name, isArray]),
    inputs.map(({ name, type }) => [name, type]),
  ]);
  const kinds = all.get(names) ?? { y: class {}, x: class {}, u: class {} };
  if (all.size >= MOST_KEPT) all.delete(all.keys().next().value!);
  all.set(names, kinds);
  return kinds;
}

function layPorts(node: PlanNode): OwnPorts {
  const { inputs, outputs, states, definition } = node;
  const slots = states.filter(({ isArray }) => !isArray).map(({ slot }) => slot);
  const { statesAt, inputsAt, size } = placesOf(node);
  // A node with more than anybody has drawn yet has a desk of its own.
  const desk = size <= PLACES ? sharedDesk : new Desk(size);
  const hidesLate = definition.update !== undefined;
  const isNumber = ({ type }: PlanInput): boolean => type === 'number' && !hidesLate;
  const kinds = kindsFor(node);
  return {
    desk,
    kinds,
    slots,
    statesAt,
    inputsAt,
    hidesLate,
    y: named(kinds.y, outputs, (_, i) => desk.any(i)),
    u: named(kinds.u, inputs, (input, i) => (isNumber(input) ? desk.number : desk.any)(inputsAt + i)),
  };
}

/** States as own code reads and writes them: arrays where they stand in memory, single numbers on the desk. */
export function ownStates(
  { states }: PlanNode,
  { desk, kinds, statesAt }: OwnPorts,
  memory: Float64Array,
): Names {
  let place = statesAt;
  return named(kinds.x, states, ({ slot, length, isArray }) =>
    isArray
      ? { value: memory.subarray(slot, slot + length), enumerable: true, writable: true, configurable: true }
      : desk.number(place++),
  );
}

type Names = Record<string, unknown>;

function named<T extends { name: string }>(
  Kind: new () => object,
  things: readonly T[],
  property: (thing: T, i: number) => PropertyDescriptor,
): Names {
  const object = new Kind() as Names;
  things.forEach((thing, i) => Object.defineProperty(object, thing.name, property(thing, i)));
  return object;
}

/** Puts an input on the desk, in its own unit: NaN or nothing where there is nothing good. Must not allocate where it is a number. */
export function placeInput(input: PlanInput, place: number, desk: Desk, cells: Cells, instant: number): void {
  if (input.type === 'number') {
    const { from, slot } = input;
    desk.kinds[place] = NUMBER;
    desk.numbers[place] = from < 0 || cells.quality[from]! < BAD ? cells.memory[slot]! : Number.NaN;
  } else desk.any(place).set!(readInput(input, cells, instant));
}

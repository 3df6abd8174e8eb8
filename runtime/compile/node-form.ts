import type { EventSpec, NodeDefinition, Params, StateSpec } from '../node/definition.ts';
import { exactText } from './exact-text.ts';
import { numberOfParam } from './lay-node.ts';
import { pickShaping } from './shaping-params.ts';

/** A state as its node declares it, and how many numbers it is. */
export interface FormState {
  name: string;
  spec: Omit<StateSpec, 'length'>;
  /** The node's functions see it as an array. */
  isArray: boolean;
  length: number;
}

/** What the compiler knows of a node: all that its definition makes of its params, but for the values of numbers. Nodes of one form are checked and laid out alike. */
export interface NodeForm {
  definition: NodeDefinition;
  equations: readonly string[];
  events: readonly EventSpec[];
  states: readonly FormState[];
  constants: readonly { name: string; unit: string }[];
  /** Params that stand in memory, in their order. */
  numbers: readonly string[];
  /** Params that make ports, or say what these carry. */
  shaping: Params;
  /** Expressions that the node works out itself. */
  expressions: readonly { param: string; text: string }[];
  /** s from one run to the next, where a param says so. */
  every: number | undefined;
  beginsAlone: boolean;
}

/** The form of a node, and the numbers that are not part of it. */
export interface FormedNode {
  form: NodeForm;
  /** Nodes of one form have one text, and no others have it. */
  text: string;
  /** Of the form's numbers, then of its constants. */
  values: readonly number[];
}

/** Asks a definition what it makes of params; the parts of the compiler that work with forms see none. */
export function formOf(definition: NodeDefinition, params: Params): FormedNode {
  const facts = factsOf(definition);
  const equations = facts.equations.of(definition.equations(params));
  const events = facts.events.of(definition.events(params));
  const states = facts.states.of(definition.states(params));
  const constants = facts.constants.of(definition.constants(params));
  const { numbers, values } = numbersOf(facts.params, params);
  for (const value of constants.made.values) values.push(value);
  const form: NodeForm = {
    definition,
    equations: equations.made,
    events: events.made,
    states: states.made.map(({ lengthOf, ...state }) => ({ ...state, length: lengthOf?.(params) ?? 1 })),
    constants: constants.made.units,
    numbers,
    shaping: pickShaping(definition.descriptor, params),
    expressions: definition.expressions?.(params) ?? NONE,
    every: everyOf(definition, params),
    beginsAlone: definition.beginsAlone?.(params) ?? false,
  };
  const fixed = `${facts.number} ${equations.text}${events.text}${states.text}${constants.text}`;
  return { form, text: fixed + textOfRest(form), values };
}

/** All of a form that is not asked for by itself. */
function textOfRest({ states, numbers, shaping, expressions, every, beginsAlone }: NodeForm): string {
  let text = beginsAlone ? 'alone' : '';
  if (every !== undefined) text += ` every ${every}`;
  for (const { length } of states) text += ` ${length}`;
  for (const name of numbers) text += JSON.stringify(name);
  return `${text};${exactText(shaping)}${expressions.length > 0 ? exactText(expressions) : ''}`;
}

const NONE: NodeForm['expressions'] = [];

function everyOf({ rate }: NodeDefinition, params: Params): number | undefined {
  const seconds = typeof rate === 'object' ? params[rate.every] : undefined;
  return typeof seconds === 'number' && seconds > 0 ? seconds : undefined;
}

function numbersOf(all: Facts['params'], params: Params): { numbers: string[]; values: number[] } {
  const numbers: string[] = [];
  const values: number[] = [];
  for (const [name, options] of all) {
    const value = numberOfParam(params[name], options);
    if (value === undefined) continue;
    numbers.push(name);
    values.push(value);
  }
  return { numbers, values };
}

/** What a definition says, made ready; where it says the very same thing each time, that is done once. */
class Said<T extends object, M> {
  readonly #read: (said: T) => { made: M; text: string };
  #first: T | undefined;
  #made: { made: M; text: string } | undefined;
  #varies = false;

  constructor(read: (said: T) => { made: M; text: string }) {
    this.#read = read;
  }

  of(said: T): { made: M; text: string } {
    if (this.#varies) return this.#read(said);
    this.#first ??= said;
    if (said === this.#first) return (this.#made ??= this.#read(said));
    this.#varies = true;
    this.#first = undefined;
    this.#made = undefined;
    return this.#read(said);
  }
}

/** What is known of a definition. */
interface Facts {
  /** It has no other definition's. */
  number: number;
  /** Names with their options. */
  params: readonly (readonly [string, readonly unknown[] | undefined])[];
  equations: Said<readonly string[], readonly string[]>;
  events: Said<readonly EventSpec[], readonly EventSpec[]>;
  states: Said<Record<string, StateSpec>, readonly DeclaredState[]>;
  constants: Said<Record<string, { value: number; unit: string }>, Constants>;
}

type DeclaredState = Omit<FormState, 'length'> & { lengthOf: StateSpec['length'] };
type Constants = { units: NodeForm['constants']; values: readonly number[] };

const known = new WeakMap<NodeDefinition, Facts>();
let definitions = 0;

function factsOf(definition: NodeDefinition): Facts {
  const facts = known.get(definition) ?? {
    number: definitions++,
    params: Object.entries(definition.descriptor.params).map(
      ([name, schema]) => [name, schema.enum] as const,
    ),
    equations: new Said((made) => ({ made, text: exactText(made) })),
    events: new Said((made) => ({ made, text: exactText(made) })),
    states: new Said(readStates),
    constants: new Said(readConstants),
  };
  known.set(definition, facts);
  return facts;
}

function readStates(states: Record<string, StateSpec>): { made: DeclaredState[]; text: string } {
  const made = Object.entries(states).map(([name, { length, ...spec }]) => ({
    name,
    spec,
    isArray: length !== undefined,
    lengthOf: length,
  }));
  return { made, text: exactText(made.map(({ name, spec, isArray }) => [name, spec, isArray])) };
}

function readConstants(constants: Record<string, { value: number; unit: string }>): {
  made: Constants;
  text: string;
} {
  const all = Object.entries(constants);
  const units = all.map(([name, { unit }]) => ({ name, unit }));
  return { made: { units, values: all.map(([, { value }]) => value) }, text: exactText(units) };
}

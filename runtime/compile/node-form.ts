import type { EventSpec, NodeDefinition, Params, StateSpec } from '../node/definition.ts';
import { exactText } from './exact-text.ts';
import { numberOfParam } from './lay-node.ts';
import { pickShaping, shapingParams } from './shaping-params.ts';

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
  const said: Answers = {
    equations: definition.equations(params),
    events: definition.events(params),
    states: definition.states(params),
    constants: definition.constants(params),
  };
  const { mask, values } = numbersOf(facts.params, params);
  const isSame = facts.isPlain && isSaidBefore(facts, said);
  const known = isSame ? facts.forms.get(mask) : undefined;
  const { form, text, constants } = known ?? makeForm(definition, facts, said, mask, params);
  const isToKeep = isSame && !known && form.states.every(({ isArray }) => !isArray);
  if (isToKeep && facts.forms.size < MOST_FORMS) facts.forms.set(mask, { form, text, constants });
  for (const value of constants) values.push(value);
  return { form, text, values };
}

/** Of a definition that says the same each time: one by which of its params are given is the rule. */
const MOST_FORMS = 50;

interface Answers {
  equations: readonly string[];
  events: readonly EventSpec[];
  states: Record<string, StateSpec>;
  constants: Record<string, { value: number; unit: string }>;
}

/** A form with the values of its constants. */
interface Made {
  form: NodeForm;
  text: string;
  constants: readonly number[];
}

function isSaidBefore({ equations, events, states, constants }: Facts, said: Answers): boolean {
  return (
    equations.isKnown(said.equations) &&
    events.isKnown(said.events) &&
    states.isKnown(said.states) &&
    constants.isKnown(said.constants)
  );
}

function makeForm(
  definition: NodeDefinition,
  facts: Facts,
  said: Answers,
  mask: string,
  params: Params,
): Made {
  const equations = facts.equations.of(said.equations);
  const events = facts.events.of(said.events);
  const states = facts.states.of(said.states);
  const constants = facts.constants.of(said.constants);
  const form: NodeForm = {
    definition,
    equations: equations.made,
    events: events.made,
    states: states.made.map(({ lengthOf, ...state }) => ({ ...state, length: lengthOf?.(params) ?? 1 })),
    constants: constants.made.units,
    numbers: facts.params.flatMap(([name], i) => (mask[i] === '1' ? [name] : [])),
    shaping: pickShaping(definition.descriptor, params),
    expressions: definition.expressions?.(params) ?? [],
    every: everyOf(definition, params),
    beginsAlone: definition.beginsAlone?.(params) ?? false,
  };
  const fixed = `${facts.number} ${mask}${equations.text}${events.text}${states.text}${constants.text}`;
  return { form, text: fixed + textOfRest(form), constants: constants.made.values };
}

/** All of a form that is not asked for by itself. */
function textOfRest({ states, shaping, expressions, every, beginsAlone }: NodeForm): string {
  let text = beginsAlone ? 'alone' : '';
  if (every !== undefined) text += ` every ${every}`;
  for (const { length } of states) text += ` ${length}`;
  return `${text};${exactText(shaping)}${expressions.length > 0 ? exactText(expressions) : ''}`;
}

function everyOf({ rate }: NodeDefinition, params: Params): number | undefined {
  const seconds = typeof rate === 'object' ? params[rate.every] : undefined;
  return typeof seconds === 'number' && seconds > 0 ? seconds : undefined;
}

/** Which params are numbers, a digit for each, and what they are. */
function numbersOf(all: Facts['params'], params: Params): { mask: string; values: number[] } {
  let mask = '';
  const values: number[] = [];
  for (const [name, options] of all) {
    const value = numberOfParam(params[name], options);
    mask += value === undefined ? '0' : '1';
    if (value !== undefined) values.push(value);
  }
  return { mask, values };
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

  /** It is what is said each time. */
  isKnown(said: T): boolean {
    return said === this.#first && this.#made !== undefined;
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
  /** Its form follows from what it says below, and from which of its params are numbers. */
  isPlain: boolean;
  /** Forms of what it says each time, by which of its params are numbers. */
  forms: Map<string, Made>;
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
    isPlain: isPlain(definition),
    forms: new Map<string, Made>(),
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

/** No param shapes it, and nothing else that it says of params is part of its form. */
function isPlain({ descriptor, expressions, beginsAlone, rate }: NodeDefinition): boolean {
  const asked = expressions ?? beginsAlone;
  return asked === undefined && typeof rate !== 'object' && shapingParams(descriptor).length === 0;
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

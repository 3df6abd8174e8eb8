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
  /** No node of another form has this text. */
  text: string;
  /** Of the form's numbers, then of its constants. */
  values: readonly number[];
}

/** Asks a definition what it makes of params; the parts of the compiler that work with forms see none. */
export function formOf(definition: NodeDefinition, params: Params): FormedNode {
  const facts = factsOf(definition);
  const said: Said = {
    equations: facts.equations.of(definition.equations(params)),
    events: facts.events.of(definition.events(params)),
    states: facts.states.of(definition.states(params)),
    constants: facts.constants.of(definition.constants(params)),
  };
  const { mask, values } = numbersOf(facts.params, params);
  for (const value of said.constants.made.values) values.push(value);
  const { form, text } = isSteady(facts, said)
    ? steadyForm(definition, facts, said, mask, params)
    : makeForm(definition, facts, said, mask, params);
  return { form, text, values };
}

interface Made {
  form: NodeForm;
  text: string;
}

/** Of a definition that always says the same: one by which of its params are given is the rule. */
const MOST_FORMS = 50;
let keptForms = 0;

/** The definition said what it always says, and its form follows from that and from which of its params are numbers. */
function isSteady({ isPlain }: Facts, { equations, events, states, constants }: Said): boolean {
  return (
    isPlain &&
    equations.isSteady &&
    events.isSteady &&
    states.isSteady &&
    constants.isSteady &&
    states.made.every(({ lengthOf }) => lengthOf === undefined)
  );
}

/** It is made once, and has a short text that no other form ever had. */
function steadyForm(
  definition: NodeDefinition,
  facts: Facts,
  said: Said,
  mask: string,
  params: Params,
): Made {
  const kept = facts.forms.get(mask);
  if (kept) return kept;
  const made = makeForm(definition, facts, said, mask, params);
  if (facts.forms.size >= MOST_FORMS) return made;
  const short = { form: made.form, text: `form ${keptForms++}` };
  facts.forms.set(mask, short);
  return short;
}

function makeForm(definition: NodeDefinition, facts: Facts, said: Said, mask: string, params: Params): Made {
  const { equations, events, states, constants } = said;
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
  const texts = equations.text + events.text + states.text + constants.text;
  return { form, text: `${facts.number} ${mask}${texts}${textOfRest(form)}` };
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

/** Something that a definition said of params, made ready, and its text. */
interface Answer<M> {
  made: M;
  text: string;
  /** It says the very same thing again and again. */
  isSteady: boolean;
}

/** Makes ready what a definition says; what it says again is made ready once. */
class Question<T extends object, M> {
  readonly #read: (said: T) => M;
  readonly #textOf: (made: M) => string;
  #asked = 0;
  /** What it said at first, unless it said something else then. */
  #first: T | undefined;
  #steady: Answer<M> | undefined;

  constructor(read: (said: T) => M, textOf: (made: M) => string) {
    this.#read = read;
    this.#textOf = textOf;
  }

  of(said: T): Answer<M> {
    if (this.#steady && said === this.#first) return this.#steady;
    const made = this.#read(said);
    const answer = { made, text: this.#textOf(made), isSteady: false };
    this.#asked++;
    if (this.#asked === 1) this.#first = said;
    if (this.#asked !== 2) return answer;
    if (said !== this.#first) this.#first = undefined;
    else this.#steady = { ...answer, isSteady: true };
    return this.#steady ?? answer;
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
  equations: Question<readonly string[], readonly string[]>;
  events: Question<readonly EventSpec[], readonly EventSpec[]>;
  states: Question<Record<string, StateSpec>, readonly DeclaredState[]>;
  constants: Question<Record<string, { value: number; unit: string }>, Constants>;
}

/** What it answered. */
type Said = {
  [Q in 'equations' | 'events' | 'states' | 'constants']: ReturnType<Facts[Q]['of']>;
};

type DeclaredState = Omit<FormState, 'length'> & { lengthOf: StateSpec['length'] };
type Constants = { units: NodeForm['constants']; values: readonly number[] };

const known = new WeakMap<NodeDefinition, Facts>();
let definitions = 0;

function factsOf(definition: NodeDefinition): Facts {
  const facts: Facts = known.get(definition) ?? {
    number: definitions++,
    isPlain: isPlain(definition),
    forms: new Map<string, Made>(),
    params: Object.entries(definition.descriptor.params).map(
      ([name, schema]) => [name, schema.enum] as const,
    ),
    equations: new Question((made) => made, exactText),
    events: new Question((made) => made, exactText),
    states: new Question(readStates, (all) =>
      exactText(all.map(({ name, spec, isArray }) => [name, spec, isArray])),
    ),
    constants: new Question(readConstants, ({ units }) => exactText(units)),
  };
  known.set(definition, facts);
  return facts;
}

/** No param shapes it, and nothing else that it says of params is part of its form. */
function isPlain({ descriptor, expressions, beginsAlone, rate }: NodeDefinition): boolean {
  const asked = expressions ?? beginsAlone;
  return asked === undefined && typeof rate !== 'object' && shapingParams(descriptor).length === 0;
}

function readStates(states: Record<string, StateSpec>): readonly DeclaredState[] {
  return Object.entries(states).map(([name, { length, ...spec }]) => ({
    name,
    spec,
    isArray: length !== undefined,
    lengthOf: length,
  }));
}

function readConstants(constants: Record<string, { value: number; unit: string }>): Constants {
  const all = Object.entries(constants);
  return {
    units: all.map(([name, { unit }]) => ({ name, unit })),
    values: all.map(([, { value }]) => value),
  };
}

import type { EventSpec, NodeDefinition, Params, StateSpec } from '../node/definition.ts';
import { factsOf, type Facts, type Said } from './definition-facts.ts';
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

/** A form, and what it is found by. */
export interface MadeForm {
  form: NodeForm;
  /** No node of another form has this text; made when somebody asks, for most flows are the only ones of their kind. */
  text(): string;
}

/** The form of a node, and the numbers that are not part of it. */
export interface FormedNode extends MadeForm {
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
): MadeForm {
  const kept = facts.forms.get(mask);
  if (kept) return kept;
  const made = makeForm(definition, facts, said, mask, params);
  if (facts.forms.size >= MOST_FORMS) return made;
  const text = `form ${keptForms++}`;
  const short = { form: made.form, text: () => text };
  facts.forms.set(mask, short);
  return short;
}

function makeForm(
  definition: NodeDefinition,
  facts: Facts,
  said: Said,
  mask: string,
  params: Params,
): MadeForm {
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
  const text = (): string => {
    const texts = equations.text() + events.text() + states.text() + constants.text();
    return `${facts.number} ${mask}${texts}${textOfRest(form)}`;
  };
  return { form, text };
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

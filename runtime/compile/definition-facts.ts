import type { EventSpec, NodeDefinition, StateSpec } from '../node/definition.ts';
import { exactText } from './exact-text.ts';
import type { FormState, MadeForm, NodeForm } from './node-form.ts';
import { Question } from './question.ts';
import { shapingParams } from './shaping-params.ts';

/** What is known of a definition. */
export interface Facts {
  /** It has no other definition's. */
  number: number;
  /** Its form follows from what it says below, and from which of its params are numbers. */
  isPlain: boolean;
  /** Forms of what it says each time, by which of its params are numbers. */
  forms: Map<string, MadeForm>;
  /** Names with their options. */
  params: readonly (readonly [string, readonly unknown[] | undefined])[];
  equations: Question<readonly string[], readonly string[]>;
  events: Question<readonly EventSpec[], readonly EventSpec[]>;
  states: Question<Record<string, StateSpec>, readonly DeclaredState[]>;
  constants: Question<Record<string, { value: number; unit: string }>, Constants>;
}

/** What it answered. */
export type Said = {
  [Q in 'equations' | 'events' | 'states' | 'constants']: ReturnType<Facts[Q]['of']>;
};

/** A state whose length may follow from params. */
export type DeclaredState = Omit<FormState, 'length'> & { lengthOf: StateSpec['length'] };
type Constants = { units: NodeForm['constants']; values: readonly number[] };

const known = new WeakMap<NodeDefinition, Facts>();
let definitions = 0;

/** Those of a definition; asked for once. */
export function factsOf(definition: NodeDefinition): Facts {
  const facts: Facts = known.get(definition) ?? {
    number: definitions++,
    isPlain: isPlain(definition),
    forms: new Map<string, MadeForm>(),
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

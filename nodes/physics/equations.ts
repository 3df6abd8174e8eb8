import { z } from 'zod';
import { functions, namedNumbers } from '@twinloom/runtime/expression/functions';
import { parseEquation } from '@twinloom/runtime/expression/parse';
import type { StateSpec } from '@twinloom/runtime/node/definition';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { names } from '@twinloom/runtime/node/params';

const NAME = /^[A-Za-z_]\w*$/;
const RESERVED = ['t', 'dt', 'time', 'der', 'next', 'and', 'or', 'not'];
const TAKEN = new Set([...RESERVED, ...functions.keys(), ...namedNumbers.keys()]);
const MOST = 1_000;

const unitText = z.string().max(100).optional();
const states = z.record(
  z.string(),
  z.union([z.number(), z.strictObject({ initial: z.number(), unit: unitText })]),
);
const constants = z.record(
  z.string(),
  z.union([z.number(), z.strictObject({ value: z.number(), unit: unitText })]),
);
const outputs = z.record(
  z.string(),
  z.union([z.string(), z.strictObject({ equation: z.string(), unit: unitText })]),
);

/**
 * Ordinary differential equations dx/dt = f(t, x, u) as they are written: every state has an equation der(x) = …, further names may be defined by
 * equations of their own, in any order, and outputs by an equation each. States, outputs, inputs and constants with units are checked.
 * Integrated together with all it depends on. t in s.
 */
export const equations = defineNode({
  type: 'physics/equations',
  version: 1,
  title: 'Equations',
  icon: 'square-function',
  keywords: ['model', 'differential equation', 'ODE', 'state', 'der', 'Modelica', 'own'],
  docs: 'A model of your own by its equations: der(h) = (inflow - outflow)/area. For whoever has a model and no node for it.',
  doesNotModel: 'Events, algebraic constraints 0 = …, partial differential equations.',
  source: 'The equations you write',
  kind: 'continuous',
  params: z
    .object({
      inputs: names()
        .default({})
        .describe('Inputs by name, such as { "u": { "default": 0, "unit": "m/s2" } }'),
      constants: constants
        .default({})
        .describe('Constants by name, such as { "g": { "value": 9.81, "unit": "m/s2" }, "e": 0.7 }'),
      states: states
        .default({})
        .meta({ resets: true })
        .describe('States by name, such as { "h": { "initial": 1, "unit": "m" } }; each is an output'),
      equations: z
        .array(z.string().min(1).max(10_000))
        .max(MOST)
        .default([])
        .describe(
          'One equation for each state, der(h) = v, and for each name between, such as [ "der(h) = v", "der(v) = -g + u" ]',
        ),
      outputs: outputs
        .default({})
        .describe('Further outputs, such as { "energy": { "equation": "g*h + v^2/2", "unit": "m2/s2" } }'),
    })
    .superRefine((p, context) => {
      for (const [param, message] of problemsOf(p))
        context.addIssue({ code: 'custom', path: [param], message });
    }),
  inputs: {},
  inputsFrom: 'inputs',
  outputs: {},
  outputsFrom: ['states', 'outputs'],
  constants: (p) =>
    Object.fromEntries(
      Object.entries(p.constants).map(([name, about]) => [
        name,
        typeof about === 'number'
          ? { value: about, unit: '' }
          : { value: about.value, unit: about.unit ?? '' },
      ]),
    ),
  states: (p) =>
    Object.fromEntries(
      Object.entries(p.states).map(([name, about]): [string, StateSpec] => [
        name,
        typeof about === 'number'
          ? { initial: about, unit: '' }
          : { initial: about.initial, unit: about.unit ?? '' },
      ]),
    ),
  equations: (p) => [
    ...p.equations,
    ...Object.entries(p.outputs).map(
      ([name, about]) => `${name} = ${typeof about === 'string' ? about : about.equation}`,
    ),
  ],
});

interface Written {
  inputs: readonly string[] | Readonly<Record<string, unknown>>;
  constants: Readonly<Record<string, unknown>>;
  states: Readonly<Record<string, unknown>>;
  equations: readonly string[];
  outputs: Readonly<Record<string, unknown>>;
}

/** What is wrong beside the expressions themselves: names, and states without an equation. */
function problemsOf({
  inputs,
  constants: fixed,
  states: moving,
  equations: written,
  outputs: shown,
}: Written): [string, string][] {
  const problems: [string, string][] = [];
  const seen = new Set<string>();
  const declared: Record<string, readonly string[]> = {
    inputs: Array.isArray(inputs) ? inputs : Object.keys(inputs),
    constants: Object.keys(fixed),
    states: Object.keys(moving),
    outputs: Object.keys(shown),
  };
  for (const [param, list] of Object.entries(declared)) {
    for (const name of list) {
      if (TAKEN.has(name)) problems.push([param, `"${name}" has a meaning of its own; take another name`]);
      else if (!NAME.test(name))
        problems.push([param, `"${name}" cannot stand in an equation; use letters, digits and _`]);
      else if (seen.has(name)) problems.push([param, `"${name}" is declared twice`]);
      seen.add(name);
    }
  }
  const targets = written.flatMap((text) => {
    const parsed = parseEquation(text);
    return 'target' in parsed && parsed.target.kind === 'der' ? [parsed.target.name] : [];
  });
  const isReadable = written.every((text) => 'target' in parseEquation(text));
  for (const name of declared.states ?? []) {
    if (isReadable && !targets.includes(name))
      problems.push(['equations', `the state "${name}" has no equation der(${name}) = …`]);
  }
  for (const name of targets) {
    if (!Object.hasOwn(moving, name))
      problems.push(['equations', `der(${name}): "${name}" is not declared as a state`]);
  }
  return problems;
}

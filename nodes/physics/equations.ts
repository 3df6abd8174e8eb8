import { z } from 'zod';
import { parseEquation } from '@twinloom/runtime/expression/parse';
import type { StateSpec } from '@twinloom/runtime/node/definition';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { names } from '@twinloom/runtime/node/params';
import { nameProblem } from './declared-names.ts';

const MOST = 1_000;

const unitText = z.string().max(100).optional();
const states = z.record(
  z.string(),
  z.union([
    z.number(),
    z.strictObject({
      initial: z.number(),
      unit: unitText,
      algebraic: z.boolean().optional(),
      initialFrom: z.string().max(200).optional(),
    }),
  ]),
);
const events = z.array(
  z.strictObject({
    when: z.string().min(1).max(10_000),
    direction: z.enum(['rising', 'falling', 'both']).optional(),
    set: z.record(z.string(), z.string().min(1).max(10_000)),
  }),
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
 * Differential equations dx/dt = f(t, x, z, u) with constraints 0 = g(t, x, z, u) as they are written: every state has an equation
 * der(x) = …, or is algebraic and there is a constraint for it (a semi-explicit system of index 1, solved by Newton's method). Further
 * names may be defined by equations of their own, in any order, and outputs by an equation each. An event sets states where its
 * `when` goes through zero. States, outputs, inputs and constants with units are checked. Integrated together with all it depends on. t in s.
 */
export const equations = defineNode({
  type: 'physics/equations',
  version: 1,
  title: 'Equations',
  icon: 'square-function',
  keywords: ['model', 'differential equation', 'ODE', 'state', 'der', 'Modelica', 'own'],
  docs: 'A model of your own by its equations: der(h) = (inflow - outflow)/area. For whoever has a model and no node for it.',
  doesNotModel: 'Partial differential equations, constraints of a higher index, delays.',
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
        .describe(
          'States by name, such as { "h": { "initial": 1, "unit": "m" } }; each is an output. With "initialFrom": "gauge.value" it starts at the first good sample of that port',
        ),
      equations: z
        .array(z.string().min(1).max(10_000))
        .max(MOST)
        .default([])
        .describe(
          'One equation for each state, der(h) = v, or 0 = … for an algebraic one, and for each name between, such as [ "der(h) = v", "der(v) = -g + u" ]',
        ),
      events: events
        .max(MOST)
        .default([])
        .describe(
          'What happens where something goes through zero, such as [ { "when": "h", "direction": "falling", "set": { "h": "0", "v": "-e*v" } } ]',
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
          : {
              initial: about.initial,
              unit: about.unit ?? '',
              ...(about.algebraic === true && { algebraic: true }),
              ...(about.initialFrom !== undefined && { initialFrom: about.initialFrom }),
            },
      ]),
    ),
  events: (p) => p.events,
  equations: (p) => [
    ...p.equations,
    ...Object.entries(p.outputs).map(
      ([name, about]) => `${name} = ${typeof about === 'string' ? about : about.equation}`,
    ),
  ],
  example: {
    shows: 'A ball that falls from 1 m and loses 30 % of its speed each time it bounces.',
    params: {
      constants: { g: { value: 9.80665, unit: 'm/s2' }, e: 0.7 },
      states: { h: { initial: 1, unit: 'm' }, v: { initial: 0, unit: 'm/s' } },
      equations: ['der(h) = v', 'der(v) = -g'],
      events: [{ when: 'h', direction: 'falling', set: { h: '0', v: '-e*v' } }],
    },
    seconds: 2,
  },
});

interface Written {
  inputs: readonly string[] | Readonly<Record<string, unknown>>;
  constants: Readonly<Record<string, unknown>>;
  states: Readonly<
    Record<string, number | { algebraic?: boolean | undefined; initialFrom?: string | undefined }>
  >;
  equations: readonly string[];
  events: readonly { set: Readonly<Record<string, string>> }[];
  outputs: Readonly<Record<string, unknown>>;
}

/** What is wrong beside the expressions themselves: names, and states without an equation. */
function problemsOf({
  inputs,
  constants: fixed,
  states: moving,
  equations: written,
  events: jumps,
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
      const problem = nameProblem(name) ?? (seen.has(name) ? `"${name}" is declared twice` : undefined);
      if (problem) problems.push([param, problem]);
      seen.add(name);
    }
  }
  const parsed = written.map((text) => parseEquation(text));
  if (parsed.some((one) => 'problem' in one)) return problems;
  const targets = parsed.flatMap((one) => ('target' in one ? [one.target] : []));
  const moved = targets.flatMap((target) => (target.kind === 'der' ? [target.name] : []));
  const isAlgebraic = (name: string): boolean => {
    const about = moving[name];
    return typeof about === 'object' && about.algebraic === true;
  };
  const algebraic = (declared.states ?? []).filter(isAlgebraic);
  for (const name of algebraic) {
    const about = moving[name];
    if (typeof about === 'object' && about.initialFrom !== undefined)
      problems.push(['states', `"${name}" is algebraic: its constraint says where it starts, not a port`]);
  }
  const constraints = targets.filter(({ kind }) => kind === 'constraint').length;
  for (const name of declared.states ?? []) {
    if (isAlgebraic(name) && moved.includes(name))
      problems.push([
        'equations',
        `"${name}" is algebraic and has an equation der(${name}) = …; take away one of the two`,
      ]);
    if (!isAlgebraic(name) && !moved.includes(name))
      problems.push(['equations', `the state "${name}" has no equation der(${name}) = …`]);
  }
  if (constraints !== algebraic.length)
    problems.push([
      'equations',
      `there are ${constraints} constraints 0 = … for ${algebraic.length} algebraic states (${algebraic.join(', ') || 'none'}); as many of one as of the other are needed`,
    ]);
  for (const name of moved) {
    if (!Object.hasOwn(moving, name))
      problems.push(['equations', `der(${name}): "${name}" is not declared as a state`]);
  }
  for (const name of jumps.flatMap(({ set }) => Object.keys(set))) {
    if (!moved.includes(name))
      problems.push([
        'events',
        `an event sets "${name}", which is no state with an equation der(${name}) = …`,
      ]);
  }
  return problems;
}

import { z } from 'zod';
import { compileExpression } from '@twinloom/runtime/expression/compile';
import { namesIn } from '@twinloom/runtime/expression/expr';
import { parseExpression } from '@twinloom/runtime/expression/parse';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { HALF_MICROSECOND } from '@twinloom/runtime/node/half-microsecond';
import { fields, names } from '@twinloom/runtime/node/params';
import { number, text } from '@twinloom/runtime/node/ports';
import { parseDuration } from '@twinloom/runtime/signal/quantity';
import { fieldsOf } from './record-fields.ts';

const ANY = '*';

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const stateName = z.string().regex(NAME, 'a state is named by a letter, then letters, digits, - and _');

const transition = z.strictObject({
  from: z
    .union([stateName, z.literal(ANY)])
    .describe(
      'State it leaves; * = any, and while its condition holds nothing below it in the table is taken',
    ),
  when: z.string().min(1).max(10_000).optional().describe('Condition over the inputs; empty = always'),
  after: z
    .union([z.number().nonnegative(), z.string()])
    .optional()
    .describe('Time the state has to last first, such as 5 s'),
  to: stateName.describe('State it enters'),
});

type Row = Readonly<{ name: string } & Record<string, unknown>>;
type Inputs = Readonly<Record<string, unknown>>;

/** What has to hold for a transition, and the inputs it reads. */
interface Condition {
  holds: (u: Inputs) => boolean;
  reads: string[];
}

interface Transition extends Condition {
  from: string;
  to: string;
  when?: string | undefined;
  /** s */
  after: number;
}

/**
 * A Moore machine: one state holds at a time, and what it puts out depends on the state alone. A transition is taken when its state has
 * lasted for `after` and its condition holds; the first of the list wins. Several may follow each other in an instant, each state being
 * entered once in it at most; only the last is seen. It runs with each sample and exactly when a time is over. While an input is bad it
 * stands where it is, its outputs are bad, and times run on.
 */
export const stateMachine = defineNode({
  type: 'transforms/state-machine',
  version: 1,
  title: 'State machine',
  icon: 'workflow',
  keywords: ['sequence', 'state', 'step', 'SFC', 'GRAFCET', 'mode', 'batch', 'table', 'transition'],
  docs: 'A sequence as a table: which states there are, what each puts out, and from which to which it goes on which condition or after which time. For batches, modes, interlocks, start-ups.',
  doesNotModel: 'States that hold at the same time, or inside of each other: wire one machine to another.',
  source: 'Moore machine (E. F. Moore, Gedanken-experiments on sequential machines, 1956)',
  params: z
    .object({
      inputs: names()
        .default(['start', 'stop'])
        .describe('Names of the inputs that the conditions read, with a unit where it matters'),
      outputs: fields()
        .default([])
        .describe(
          'Further outputs: what each state puts on them stands in its row; true and false for a boolean',
        ),
      states: z
        .array(z.object({ name: stateName }).catchall(z.union([z.number(), z.boolean(), z.string()])))
        .min(1)
        .max(1_000)
        .default([{ name: 'off' }, { name: 'on' }])
        .meta({ columnsFrom: 'outputs', resets: true })
        .describe(
          'The states, the one it begins with first, and what each puts out; a boolean left out is false',
        ),
      transitions: z
        .array(transition)
        .max(1_000)
        .default([
          { from: '*', when: 'stop', to: 'off' },
          { from: 'off', when: 'start', to: 'on' },
        ])
        .describe(
          'What leads from where to where, when a condition such as level > 2 holds, or after a time such as 30 s; the first that holds is taken',
        )
        .transform((written, context) =>
          written.map((one, i): Transition => {
            const condition = conditionOf(one.when);
            const after = secondsOf(one.after);
            for (const [name, found] of [
              ['when', condition],
              ['after', after],
            ] as const) {
              if (typeof found === 'string')
                context.addIssue({ code: 'custom', path: [i, name], message: `row ${i + 1}: ${found}` });
            }
            return {
              ...one,
              ...(typeof condition === 'string' ? ALWAYS : condition),
              after: typeof after === 'string' ? 0 : after,
            };
          }),
        ),
    })
    .superRefine((p, context) => {
      for (const [param, message] of problemsOf(p))
        context.addIssue({ code: 'custom', path: [param], message });
    }),
  inputs: {},
  inputsFrom: 'inputs',
  outputsFrom: ['outputs'],
  outputs: {
    state: text({ doc: 'The state it is in' }),
    elapsed: number('s', { doc: 'For how long it has been in it' }),
  },
  states: {
    index: { initial: 0 },
    // s since the origin: when the state was entered.
    since: { unit: 's', initial: 0 },
  },
  expressions: ({ transitions }) =>
    transitions.flatMap(({ when }) => (when === undefined ? [] : [{ param: 'transitions', text: when }])),
  step: (y, x, u, { states, transitions, outputs }, { t, first, wakeAt }) => {
    if (first) x.since = t;
    let entered: Set<number> | undefined;
    for (;;) {
      const { name } = states[x.index]!;
      const taken = transitions.find(
        (one) => keeps(one, name, u) || (leaves(one, name) && isDue(x.since + one.after, t) && one.holds(u)),
      );
      if (!taken || keeps(taken, name, u)) break;
      const to = states.findIndex((state) => state.name === taken.to);
      if (entered?.has(to)) break;
      (entered ??= new Set()).add(to);
      x.index = to;
      x.since = t;
    }
    const { name, ...given } = states[x.index]!;
    y.state = name;
    y.elapsed = t - x.since;
    for (const output of fieldsOf(outputs))
      (y as Record<string, unknown>)[output.name] = given[output.name] ?? false;
    let due = Infinity;
    for (const one of transitions) {
      const at = x.since + one.after;
      if (leaves(one, name) && !isDue(at, t)) due = Math.min(due, at);
    }
    wakeAt(due);
  },
  example: {
    shows:
      'A vessel is filled until its level passes 2 m, rests for 30 s, and is drained until the level is below 0.5 m: the state goes round, and each has its valve.',
    params: {
      inputs: { level: 'm' },
      outputs: { inlet: { type: 'boolean' }, outlet: { type: 'boolean' } },
      states: [{ name: 'filling', inlet: true }, { name: 'resting' }, { name: 'draining', outlet: true }],
      transitions: [
        { from: 'filling', when: 'level > 2', to: 'resting' },
        { from: 'resting', after: '30 s', to: 'draining' },
        { from: 'draining', when: 'level < 0.5', to: 'filling' },
      ],
    },
    inputs: {
      level: {
        params: {
          shape: 'triangle',
          amplitude: '1 m',
          offset: '1.2 m',
          period: '4 min',
          every: '1 s',
          unit: 'm',
        },
      },
    },
    seconds: 480,
  },
  card: { port: 'state', look: 'value' },
});

function leaves({ from, to }: Transition, state: string): boolean {
  return from === state || (from === ANY && to !== state);
}

/** A condition that leads here from any state wins over those after it also while the state holds, as the reset of a reset-dominant flip-flop does. */
function keeps({ from, to, when, holds }: Transition, state: string, u: Inputs): boolean {
  return from === ANY && to === state && when !== undefined && holds(u);
}

function isDue(at: number, t: number): boolean {
  return t >= at - HALF_MICROSECOND;
}

const ALWAYS: Condition = { holds: () => true, reads: [] };

/** The condition as a function of the inputs, or what is wrong with it. */
function conditionOf(text: string | undefined): Condition | string {
  if (text === undefined) return ALWAYS;
  const parsed = parseExpression(text);
  if ('problem' in parsed) return `"${text}": ${parsed.problem.says}`;
  const reads = [...namesIn(parsed.expr)];
  const memory = new Float64Array(reads.length);
  const evaluate = compileExpression(parsed.expr, (name) => reads.indexOf(name));
  const holds = (u: Inputs): boolean => {
    for (let i = 0; i < reads.length; i++) memory[i] = Number(u[reads[i]!]);
    const result = evaluate(memory);
    return result !== 0 && !Number.isNaN(result);
  };
  return { holds, reads };
}

function secondsOf(written: number | string | undefined): number | string {
  const parsed = parseDuration(written ?? 0);
  return 'seconds' in parsed ? parsed.seconds : parsed.problem;
}

interface Written {
  inputs: readonly string[] | Readonly<Record<string, unknown>>;
  outputs: Parameters<typeof fieldsOf>[0];
  states: readonly Row[];
  /** Without what was read of their conditions, where one cannot be read. */
  transitions: readonly (Omit<Transition, 'reads'> & Partial<Pick<Transition, 'reads'>>)[];
}

/** What is wrong between the parts: states named twice or not at all, outputs that a state says nothing or something unfit of. */
function problemsOf({ inputs, outputs, states, transitions }: Written): [param: string, message: string][] {
  const problems: [string, string][] = [];
  const known = states.map(({ name }) => name);
  const declared = fieldsOf(outputs);
  for (const name of new Set(known.filter((one, i) => known.indexOf(one) < i)))
    problems.push(['states', `the state ${name} stands twice`]);
  for (const { name } of declared) {
    if (['name', 'state', 'elapsed'].includes(name))
      problems.push(['outputs', `"${name}" has a meaning of its own; give the output another name`]);
  }
  for (const { name, ...given } of states) {
    for (const output of declared) {
      const value = given[output.name];
      if (value === undefined ? output.type !== 'boolean' : typeof value !== output.type)
        problems.push([
          'states',
          `${name} has to say what ${output.name} is: a ${output.type}${value === undefined ? '' : `, not ${JSON.stringify(value)}`}`,
        ]);
    }
    const strange = Object.keys(given).find((key) => !declared.some((output) => output.name === key));
    if (strange !== undefined)
      problems.push(['states', `${name} puts something on ${strange}, which is no output`]);
  }
  const readable: readonly string[] = Array.isArray(inputs) ? inputs : Object.keys(inputs);
  for (const [i, { from, to, reads = [] }] of transitions.entries()) {
    const stranger = reads.find((name) => !readable.includes(name));
    if (stranger !== undefined)
      problems.push([
        'transitions',
        `row ${i + 1}: there is no input ${stranger}; there are ${readable.join(', ') || 'none'}`,
      ]);
    for (const name of [from, to]) {
      if (name !== ANY && !known.includes(name))
        problems.push([
          'transitions',
          `row ${i + 1}: there is no state ${name}; there are ${known.join(', ')}`,
        ]);
    }
  }
  return problems;
}

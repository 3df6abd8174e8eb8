import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import type { StateSpec } from '@twinloom/runtime/node/definition';
import { names } from '@twinloom/runtime/node/params';
import { nameProblem } from './declared-names.ts';

/** Rows, states, inputs or outputs; the equations grow with the square. */
const MOST = 30;
/** Names that the equations give to states and coefficients. */
const OURS = /^(x\d+|[ABCD]_\d+_\d+)$/;

type Matrix = readonly (readonly number[])[];

const matrix = () => z.array(z.array(z.number()).max(MOST)).max(MOST).meta({ resets: true });

/**
 * A linear system with states x, inputs u and outputs y: dx/dt = A·x + B·u, y = C·x + D·u. A matrix is a list of its rows. An output follows an
 * input at once only where D is not 0. Numbers are taken as they stand in the units of the ports, a temperature in °C too; t in s.
 */
export const stateSpace = defineNode({
  type: 'physics/state-space',
  version: 1,
  title: 'State space',
  icon: 'brackets',
  keywords: ['linear', 'matrix', 'MIMO', 'multivariable', 'ABCD', 'dynamics', 'identified model'],
  docs: 'A linear dynamic system with several inputs and outputs by its matrices A, B, C, D, as linearization and identification give them.',
  doesNotModel:
    'Dead time, limits, matrices that change while it runs, discrete-time matrices (those of a sampled model are others: convert them first).',
  source: 'State-space form of linear systems: Åström and Murray, Feedback Systems, chapter 6',
  kind: 'continuous',
  params: z
    .object({
      A: matrix()
        .default([[-1]])
        .describe(
          'How the states move each other: a row and a column for each state, such as [[0, 1], [-4, -1]]',
        ),
      B: matrix()
        .default([[1]])
        .describe('How the inputs move the states: a row for each state, a column for each input'),
      C: matrix()
        .default([[1]])
        .describe('What of the states is seen: a row for each output, a column for each state'),
      D: matrix()
        .default([])
        .describe(
          'What of the inputs is seen at once: a row for each output, a column for each input; empty = nothing',
        ),
      initial: z
        .array(z.number())
        .max(MOST)
        .default([])
        .meta({ resets: true })
        .describe('States at the start, a number for each; empty = 0'),
      initialFrom: z
        .array(z.string().max(200))
        .max(MOST)
        .default([])
        .meta({ resets: true, title: 'Start at' })
        .describe(
          'Ports at whose first good sample the states start, such as [ "gauge.value", "" ], taken as they stand; "" = by the number above',
        ),
      inputs: names()
        .default(['in'])
        .describe('Inputs by name, in the order of the columns of B, such as [ "heating", "outdoor" ]'),
      outputs: z
        .record(z.string(), z.strictObject({ unit: z.string().max(100).optional() }))
        .default({ out: {} })
        .describe('Outputs by name, in the order of the rows of C, such as { "room": { "unit": "Cel" } }'),
    })
    .superRefine((p, context) => {
      for (const [param, message] of problemsOf(p))
        context.addIssue({ code: 'custom', path: [param], message });
    }),
  inputs: {},
  inputsFrom: 'inputs',
  outputs: {},
  outputsFrom: ['outputs'],
  constants: ({ A, B, C, D }) =>
    Object.fromEntries(
      Object.entries({ A, B, C, D }).flatMap(([name, rows]) =>
        rows.flatMap((row, i) => row.map((value, j) => [`${name}_${i + 1}_${j + 1}`, { value, unit: '' }])),
      ),
    ),
  states: ({ A, initial, initialFrom }) =>
    Object.fromEntries(
      A.map((_, i): [string, StateSpec] => [
        `x${i + 1}`,
        { initial: initial[i] ?? 0, unit: '', ...(initialFrom[i] && { initialFrom: initialFrom[i] }) },
      ]),
    ),
  equations: ({ A, B, C, D, inputs, outputs }) => {
    const states = A.map((_, i) => `x${i + 1}`);
    // Less 0: what a product may take of a temperature in °C is its difference from a number.
    const given = namesOf(inputs).map((name) => `(${name} - 0)`);
    const moving = states.map(
      (name, i) => `der(${name}) = ${sum(...row('A', A, i, states), ...row('B', B, i, given))}`,
    );
    const seen = Object.keys(outputs).map(
      (name, i) => `${name} = ${sum(...row('C', C, i, states), ...row('D', D, i, given))}`,
    );
    return [...moving, ...seen];
  },
  example: {
    shows:
      'A mass on a spring with a damper is pushed on and off: its place swings about the new balance and comes to rest.',
    params: {
      A: [
        [0, 1],
        [-4, -0.8],
      ],
      B: [[0], [4]],
      C: [[1, 0]],
    },
    inputs: { in: { params: { shape: 'square', amplitude: 0.5, offset: 0.5, period: '20 s', unit: '1' } } },
    seconds: 40,
  },
  card: { look: 'sparkline' },
});

/** The products of row i that are not 0. */
function row(name: string, rows: Matrix, i: number, factors: readonly string[]): string[] {
  return factors.flatMap((factor, j) => (rows[i]?.[j] ? [`${name}_${i + 1}_${j + 1}*${factor}`] : []));
}

function sum(...terms: readonly string[]): string {
  return terms.length === 0 ? '0' : terms.join(' + ');
}

function namesOf(declared: readonly string[] | Readonly<Record<string, unknown>>): readonly string[] {
  return Array.isArray(declared) ? declared : Object.keys(declared);
}

interface Written {
  A: Matrix;
  B: Matrix;
  C: Matrix;
  D: Matrix;
  initial: readonly number[];
  initialFrom: readonly string[];
  inputs: readonly string[] | Readonly<Record<string, unknown>>;
  outputs: Readonly<Record<string, unknown>>;
}

/** What does not fit together, by param. */
function problemsOf({ A, B, C, D, initial, initialFrom, inputs, outputs }: Written): [string, string][] {
  const states = A.length;
  const given = namesOf(inputs);
  const seen = Object.keys(outputs);
  const problems: [string, string | undefined][] = [
    ['A', shapeProblem(A, states, states, 'state', 'state')],
    ['B', shapeProblem(B, states, given.length, 'state', 'input')],
    ['C', shapeProblem(C, seen.length, states, 'output', 'state')],
    ['D', D.length === 0 ? undefined : shapeProblem(D, seen.length, given.length, 'output', 'input')],
  ];
  if (initial.length > 0 && initial.length !== states)
    problems.push([
      'initial',
      `it has ${initial.length} numbers, but A has ${states} states: give one for each, or leave it empty`,
    ]);
  if (initialFrom.length > 0 && initialFrom.length !== states)
    problems.push([
      'initialFrom',
      `it has ${initialFrom.length} ports, but A has ${states} states: give one for each ("" = none), or leave it empty`,
    ]);
  const all = [...given, ...seen];
  for (const [k, name] of all.entries()) {
    const param = k < given.length ? 'inputs' : 'outputs';
    problems.push([param, nameProblem(name)]);
    if (OURS.test(name))
      problems.push([param, `"${name}" is a name of a state or a coefficient; take another name`]);
    if (all.indexOf(name) < k) problems.push([param, `"${name}" is declared twice`]);
  }
  return problems.filter((problem): problem is [string, string] => problem[1] !== undefined);
}

function shapeProblem(
  rows: Matrix,
  high: number,
  wide: number,
  ofRow: string,
  ofColumn: string,
): string | undefined {
  if (rows.length !== high)
    return `it has ${rows.length} rows, but there are ${high} ${ofRow}s: give one row for each ${ofRow}`;
  const wrong = rows.findIndex((one) => one.length !== wide);
  if (wrong < 0) return undefined;
  return `row ${wrong + 1} has ${rows[wrong]!.length} numbers, but there are ${wide} ${ofColumn}s: give one number for each ${ofColumn}`;
}

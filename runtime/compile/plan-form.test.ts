import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Flow, FlowNode } from '../graph/flow.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { duration, expression, names } from '../node/params.ts';
import { anyUnit, boolean, number, typeFrom, unitFrom, unitOf, unitOfExpression } from '../node/ports.ts';
import { compileFlow } from './compile.ts';
import type { Plan } from './plan.ts';

const about = { version: 1, docs: 'For the test.', icon: 'dot' };

const tag = defineNode({
  ...about,
  type: 'trial/tag',
  title: 'Tag',
  params: z.object({
    topic: z.string(),
    unit: z.string().default('').meta({ widget: 'unit' }),
    type: z.enum(['number', 'boolean']).default('number'),
    staleAfter: duration().default(10),
  }),
  inputs: {},
  outputs: { value: typeFrom('type', unitFrom('unit')) },
  listen: {
    address: ({ topic }) => ({ protocol: 'mqtt', connection: 'c', topic, qos: 0 }),
    decode: (bytes, { topic }) => ({ value: bytes.length, problem: topic }),
  },
});

const gain = defineNode({
  ...about,
  type: 'trial/gain',
  title: 'Gain',
  params: z.object({
    gain: z.number().default(1),
    mode: z.enum(['plain', 'twice']).default('plain'),
    most: z.number().optional(),
    every: duration().optional(),
  }),
  inputs: { in: number(anyUnit), more: number(unitOf('in'), { default: 0 }) },
  outputs: { out: number(unitOf('in')) },
  constants: ({ gain: by }) => ({ half: { value: by / 2, unit: '1' } }),
  rate: { every: 'every', otherwise: 'inherit' },
  equations: ({ most }) => [
    'y = (in + more)*half*if(mode == "twice", 4, 2)',
    most === undefined ? 'out = y' : 'out = min(y, most)',
  ],
});

const kept = defineNode({
  ...about,
  type: 'trial/kept',
  title: 'Kept',
  params: z.object({
    many: z.number().default(1),
    from: z.number().default(0),
    early: z.boolean().default(false),
    spare: z.number().optional(),
  }),
  inputs: { in: number(anyUnit) },
  outputs: { out: number('1') },
  states: ({ from }) => ({
    first: { initial: from },
    all: { length: (p: Readonly<Record<string, unknown>>) => Number(p.many) },
  }),
  beginsAlone: ({ early }) => early,
  step: (y, x) => {
    y.out = x.first ?? 0;
  },
});

const formula = defineNode({
  ...about,
  type: 'trial/formula',
  title: 'Formula',
  params: z.object({
    inputs: names().default(['a']),
    expression: expression(),
    unit: z.string().default('').meta({ widget: 'unit' }),
  }),
  inputs: {},
  inputsFrom: 'inputs',
  outputs: { out: number(unitOfExpression('expression', 'unit')) },
  equations: (p) => [`out = ${p.expression}`],
});

const tank = defineNode({
  ...about,
  type: 'trial/tank',
  title: 'Tank',
  params: z.object({ area: z.number().default(1) }),
  inputs: { inflow: number('m3/s', { default: 0 }) },
  outputs: { level: number('m') },
  states: { level: { unit: 'm', initial: 0 } },
  anchor: 'level',
  equations: ['der(level) = inflow/area'],
});

const on = defineNode({
  ...about,
  type: 'trial/on',
  title: 'On',
  params: z.object({ value: z.boolean().default(true) }),
  inputs: {},
  outputs: { value: boolean() },
  emits: 'value',
});

const either = z.enum(['one', 'other']).default('one');

/** What it is follows from options, which are numbers of one name to its equations. */
const choosy = defineNode({
  ...about,
  type: 'trial/choosy',
  title: 'Choosy',
  kind: 'continuous',
  params: z.object({
    equation: either,
    event: either,
    constant: either,
    text: either,
    every: duration().default(1),
  }),
  inputs: {},
  outputs: { out: number('1') },
  rate: { every: 'every', otherwise: 'inherit' },
  constants: ({ constant }) => ({ c: { value: 1, unit: constant === 'one' ? 'm' : 's' } }),
  states: { x: { initial: 0 } },
  equations: ({ equation }) => ['der(x) = c', equation === 'one' ? 'out = x' : 'out = 2*x'],
  events: ({ event }) => (event === 'one' ? [] : [{ when: 'x - 1', set: { x: '0' } }]),
  expressions: ({ text }) => [{ param: 'text', text: text === 'one' ? '1' : '2' }],
});

const catalog = catalogOf([tag, gain, kept, formula, tank, on, choosy]);

const base: Flow = {
  twinloom: 1,
  name: 'First',
  clock: { tick: '1 s' },
  parameters: { size: { value: 2, unit: '1' }, line: { value: 'L1' } },
  nodes: {
    tag: { type: 'trial/tag', params: { topic: 'plant/1/{twin}', unit: 'm' } },
    gain: { type: 'trial/gain', params: { gain: 3, most: 100 } },
    kept: { type: 'trial/kept', params: { many: 3 } },
    formula: { type: 'trial/formula', params: { expression: '2*a' } },
    tank: { type: 'trial/tank', params: { area: '=size' } },
    on: { type: 'trial/on' },
    choosy: { type: 'trial/choosy' },
  },
  edges: ['tag.value -> gain.in', 'gain.out -> kept.in', 'gain.out -> formula.a'],
  groups: { some: { members: ['kept'], enable: 'on.value' } },
};

/** The flow with other params or other things about nodes. */
function withNodes(nodes: Record<string, Partial<FlowNode>>, flow = base): Flow {
  const changed = Object.entries(flow.nodes).map(([id, node]) => {
    const { params, ...rest } = nodes[id] ?? {};
    return [id, { ...node, ...rest, params: { ...node.params, ...params } }];
  });
  return { ...flow, nodes: Object.fromEntries(changed) as Flow['nodes'] };
}

const params = (id: string, given: Record<string, unknown>): Flow => withNodes({ [id]: { params: given } });

function planOf(flow: Flow, binding = {}): Plan {
  const { plan, diagnostics } = compileFlow(flow, catalog, binding);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan!;
}

/** A form is kept from the second flow of it on. */
function keptPlanOf(flow: Flow, binding = {}): Plan {
  planOf(flow, binding);
  return planOf(flow, binding);
}

const first = keptPlanOf(base, { twin: 't1' });

describe('plans of flows', () => {
  it.each<[string, Flow, object?]>([
    ['a number', params('gain', { gain: 4 })],
    ['the sign of zero', params('gain', { gain: -0 })],
    ['a number that its node may be without', params('gain', { most: 50 })],
    ['an option', params('gain', { mode: 'twice' })],
    ['a topic', params('tag', { topic: 'plant/2/{twin}' })],
    ['how long a source may be silent', params('tag', { staleAfter: '5 s' })],
    ['a boolean', params('on', { value: false })],
    ['the twin', base, { twin: 't2' }],
    ['a parameter', base, { parameters: { size: 5 } }],
    [
      'name, layout and titles',
      { ...withNodes({ gain: { title: 'G' } }), name: 'Second', layout: { tag: [1, 2] } },
    ],
  ])('have one form where they differ in %s', (_, flow, binding) => {
    expect(planOf(flow, binding).form).toBe(first.form);
  });

  const flows = {
    'the id of a node': JSON.parse(
      JSON.stringify(base)
        .replaceAll('gain', 'grow')
        .replaceAll('trial/grow', 'trial/gain')
        .replaceAll('"grow":3', '"gain":3'),
    ) as Flow,
    'the order of nodes': { ...base, nodes: Object.fromEntries(Object.entries(base.nodes).toReversed()) },
    'the type of a node': withNodes({ kept: { type: 'trial/gain', params: { many: undefined } } }),
    'an edge': {
      ...base,
      edges: [...base.edges!, 'gain.out -> tank.inflow']
        .filter((text) => !text.includes('tank'))
        .concat('tag.value -> gain.more'),
    },
    'the order of edges': { ...base, edges: base.edges!.toReversed() },
    'the unit of a port': params('tag', { unit: 'cm' }),
    'the type of a port': params('tag', { type: 'boolean', unit: undefined }),
    'the inputs of a node': params('formula', { inputs: { a: null, b: { default: 0 } }, expression: '2*a' }),
    'the unit of an input': params('formula', { inputs: { a: 'm' } }),
    'the default of an input': params('formula', { inputs: { a: { default: 1 } } }),
    'an equation': params('formula', { expression: '3*a' }),
    'a stated unit': params('formula', { unit: 'm' }),
    'a number that is left out': params('gain', { most: undefined }),
    'a number that no equation reads, and is given': params('kept', { spare: 1 }),
    'the length of a state': params('kept', { many: 4 }),
    'where a state begins': params('kept', { from: 1 }),
    'where a state begins, by the sign of zero': params('kept', { from: -0 }),
    'the port at which a state begins': params('tank', { initialFrom: 'tag.value' }),
    'whether a node begins alone': params('kept', { early: true }),
    'how often a node runs': params('gain', { every: '2 s' }),
    'how often it runs, by one number': params('choosy', { every: 2 }),
    'what an option makes of its equations': params('choosy', { equation: 'other' }),
    'what an option makes of its events': params('choosy', { event: 'other' }),
    'what an option makes of its constants': params('choosy', { constant: 'other' }),
    'what an option makes of its expressions': params('choosy', { text: 'other' }),
    'the tick': { ...base, clock: { tick: '2 s' } },
    'the solver': { ...base, clock: { tick: '1 s', solver: { method: 'rk4' } } },
    'the tolerance of the solver': { ...base, clock: { tick: '1 s', solver: { rtol: 1e-3 } } },
    'the members of a group': {
      ...base,
      groups: { some: { members: ['kept', 'gain'], enable: 'on.value' } },
    },
    'what enables a group': { ...base, groups: { some: { members: ['kept'] } } },
    'the asset of a node': withNodes({ kept: { asset: 'pump' } }),
  } satisfies Record<string, Flow>;

  it.each(Object.entries(flows))('have forms of their own where they differ in %s', (_, flow) => {
    const plan = keptPlanOf(flow as Flow);
    expect(plan.form).not.toBe(first.form);
    expect(planOf(structuredClone(flow) as Flow).form).toBe(plan.form);
  });

  it('have forms of their own where their catalogs differ', () => {
    const another = catalogOf([...catalog.values()]);
    const forms = Array.from({ length: 3 }, () => compileFlow(base, another).plan!.form);
    expect(forms[2]).toBe(forms[1]);
    expect(forms).not.toContain(first.form);
  });
});

describe('plans of one form', () => {
  it('have params, memory and sources of their own', () => {
    const other = planOf(
      withNodes({ gain: { params: { gain: 5 } }, tag: { params: { topic: 'x/{twin}' } } }),
      {
        twin: 't2',
        parameters: { size: 7 },
      },
    );
    expect(other.form).toBe(first.form);
    const paramsOf = ({ nodes }: Plan) => Object.fromEntries(nodes.map(({ id, params: own }) => [id, own]));
    expect(paramsOf(first)).toMatchObject({
      gain: { gain: 3 },
      tag: { topic: 'plant/1/t1' },
      tank: { area: 2 },
    });
    expect(paramsOf(other)).toMatchObject({ gain: { gain: 5 }, tag: { topic: 'x/t2' }, tank: { area: 7 } });
    expect(other.sources.map(({ address }) => address)).toMatchObject([{ topic: 'x/t2' }]);
    expect(other.sources[0]!.decode(new Uint8Array(2))).toEqual({ value: 2, problem: 'x/t2' });
    expect(other.flow.nodes.gain!.params).toMatchObject({ gain: 5 });
    expect(first.nodes.find(({ id }) => id === 'tag')!.staleAfter).toBe(10);
    expect(planOf(params('tag', { staleAfter: 3 })).nodes.find(({ id }) => id === 'tag')!.staleAfter).toBe(3);
  });

  it('say the same doubts, and each what is wrong with its own params', () => {
    const doubtful = {
      ...base,
      nodes: {
        ...base.nodes,
        loose: { type: 'trial/formula', params: { expression: '1', inputs: { z: { default: 0 } } } },
      },
    };
    const says = (flow: Flow) =>
      compileFlow(flow, catalog).diagnostics.map(({ code, at }) => [code, at[0]?.node]);
    const doubts = says(doubtful);
    expect(doubts.length).toBeGreaterThan(0);
    expect(says(structuredClone(doubtful))).toEqual(doubts);
    expect(says(withNodes({ gain: { params: { gain: 'x' } } }, doubtful))).toEqual([
      ...doubts,
      ['bad-param', 'gain'],
    ]);
    expect(says(withNodes({ gain: { params: { odd: 1 } } }, doubtful))).toEqual([
      ...doubts,
      ['unknown-param', 'gain'],
    ]);
    expect(says(doubtful)).toEqual(doubts);
  });

  it('are checked each for what they are asked for', () => {
    const kpis = { share: { expression: 'mean(gain.out)/size' } };
    const says = (size: number) =>
      compileFlow({ ...base, kpis }, catalog, { parameters: { size } }).diagnostics.map(({ code }) => code);
    const doubts = ['not-connected'];
    expect([says(1), says(0), says(2)]).toEqual([doubts, [...doubts, 'bad-kpi'], doubts]);
  });
});

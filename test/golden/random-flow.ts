import { compileFlow } from '@twinloom/runtime/compile/compile';
import { declaredInputs, declaredOutputs } from '@twinloom/runtime/node/declared-ports';
import type { PortDescriptor } from '@twinloom/runtime/node/descriptor';
import type { Plan } from '@twinloom/runtime/compile/plan';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { Catalog } from '@twinloom/runtime/node/catalog';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import type { Input } from '@twinloom/runtime/run/inbox';
import { BAD, GOOD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import type { Table, Tables } from '@twinloom/runtime/table/table';

/** A flow that compiles, and what is put into it. */
export interface RandomFlow {
  flow: Flow;
  plan: Plan;
  deliveries: readonly { at: number; inputs: Input[] }[];
}

/** Params that a node needs, besides those every flow gives. */
export type ParamsOf = (type: string, pick: Pick) => Record<string, unknown>;

/** Draws from the stream of one random flow. */
export interface Pick {
  below(n: number): number;
  of<T>(list: readonly T[]): T;
  number(): number;
}

const MOST_NODES = 14;
const FORMULAS = [
  'a + b',
  'a*b - 1/(b - 0.25)',
  'if(a > b, a, -b)',
  'min(a, b, 1) + max(a, b)^2',
  'clamp(a, -1, 1)/(1 + abs(b))',
  'a^-2 + exp(-b) + sqrt(a)',
  'mod(a, 3) - b^0.5',
  'if(a >= 0 and not (b < 0), hypot(a, b), atan2(a, b))',
  'a == b or a != a',
  'sin(a) + ln(b) + sign(b)*floor(a)',
  'pow(a, 3) - tanh(b)',
];

/**
 * The k-th flow of this catalog: nodes at random, wired at random wherever the check allows it, cycles included; undefined where what was wired
 * early leaves nothing for an input that comes later.
 */
export function randomFlow(k: number, catalog: Catalog, paramsOf: ParamsOf): RandomFlow | undefined {
  const pick = picker(new RandomStream(k, 'random flow'));
  const types = [...catalog.keys()].filter((type) => type !== 'sources/mqtt');
  const tick = pick.of(['100ms', '50ms', '1 s']);
  const method = k % 3 === 0 ? 'rk4' : 'auto';
  let flow: Flow = { twinloom: 1, clock: { tick, solver: { method } }, nodes: {}, edges: [] };
  const count = 2 + pick.below(MOST_NODES - 1);
  for (let i = 0; i < count; i++) {
    const type = pick.of(types);
    flow.nodes[`n${i}`] = { type, params: paramsOf(type, pick) };
  }
  for (let i = 0; i < count; i++) flow = wireNode(flow, `n${i}`, catalog, pick);
  for (let i = 0; i < count; i++) flow = anchorNode(flow, `n${i}`, catalog, pick);
  flow = groupNodes(nameAssets(flow, pick), catalog, pick);
  const { plan } = compileFlow(flow, catalog, {}, tablesFor(flow, catalog));
  return plan && { flow, plan, deliveries: deliveriesFor(flow, pick) };
}

/** A formula over `a` and `b`, as params of an expression. */
export function randomFormula(pick: Pick): Record<string, unknown> {
  const [left, right] = [pick.of(FORMULAS), pick.of(FORMULAS)];
  const expression = pick.below(2) === 0 ? left : `(${left})*0.5 - (${right})`;
  return { inputs: { a: '1', b: '1' }, expression, unit: '1' };
}

/** What is drawn from a stream. */
export function picker(stream: RandomStream): Pick {
  const below = (n: number): number => Math.floor(stream.uniform() * n);
  return {
    below,
    of: (list) => list[below(list.length)]!,
    number: () => pickNumber(below(12), stream),
  };
}

function pickNumber(kind: number, stream: RandomStream): number {
  if (kind === 0) return 0;
  if (kind === 1) return -0;
  if (kind === 2) return 1e29 * stream.normal();
  return kind < 6 ? Math.round(4 * stream.normal()) : 3 * stream.normal();
}

function wireNode(flow: Flow, id: string, catalog: Catalog, pick: Pick): Flow {
  const definition = catalog.get(flow.nodes[id]!.type)!;
  const declared = declaredInputs(flow.nodes[id]!, definition.descriptor);
  let wired = flow;
  for (const [input, port] of Object.entries({ ...definition.inputs, ...declared })) {
    const isOptional = port.default !== undefined || port.optional;
    if (isOptional && pick.below(3) === 0) continue;
    wired = wireInput(wired, `${id}.${input}`, catalog, pick) ?? fed(wired, id, input, port, catalog, pick);
  }
  return wired;
}

/** Names that half of the nodes give as their asset. */
export const ASSETS = ['pump', 'bearing'] as const;

function nameAssets(flow: Flow, pick: Pick): Flow {
  const nodes = Object.entries(flow.nodes).map(([id, node]) => [
    id,
    pick.below(2) === 0 ? node : { ...node, asset: pick.of(ASSETS) },
  ]);
  return { ...flow, nodes: Object.fromEntries(nodes) as Flow['nodes'] };
}

/** Two groups that a boolean enables, where the flow has one. */
function groupNodes(flow: Flow, catalog: Catalog, pick: Pick): Flow {
  const ids = Object.keys(flow.nodes);
  const booleans = ids.flatMap((id) => booleansOf(flow, id, catalog));
  if (booleans.length === 0) return flow;
  const groups = ['left', 'right'].map((name) => {
    const enable = pick.of(booleans);
    const members = ids.filter((id) => id !== enable.split('.')[0] && pick.below(3) === 0);
    return [name, { members, enable }];
  });
  return { ...flow, groups: Object.fromEntries(groups) as Flow['groups'] & {} };
}

function booleansOf(flow: Flow, id: string, catalog: Catalog): string[] {
  const node = flow.nodes[id]!;
  const { outputs } = catalog.get(node.type)!;
  const isHeard = node.type === 'sources/mqtt' && node.params?.['type'] === 'boolean';
  return Object.keys(outputs)
    .filter((name) => isHeard || outputs[name]!.type === 'boolean')
    .map((name) => `${id}.${name}`);
}

/** Some models start at what a port says, where it fits. */
function anchorNode(flow: Flow, id: string, catalog: Catalog, pick: Pick): Flow {
  const node = flow.nodes[id]!;
  if (catalog.get(node.type)!.descriptor.params.initialFrom?.widget !== 'flow-port') return flow;
  const ports = Object.keys(flow.nodes).flatMap((from) =>
    settledOutputs(flow, from, catalog).map((output) => `${from}.${output}`),
  );
  if (ports.length === 0) return flow;
  for (let attempt = 0; attempt < 3; attempt++) {
    const params = { ...node.params, initialFrom: pick.of(ports) };
    const tried = { ...flow, nodes: { ...flow.nodes, [id]: { ...node, params } } };
    if (mayStand(tried, catalog)) return tried;
  }
  return flow;
}

/** The flow with an edge from some output that may go there; undefined when three tries found none. */
function wireInput(flow: Flow, target: string, catalog: Catalog, pick: Pick): Flow | undefined {
  const ids = Object.keys(flow.nodes);
  for (let attempt = 0; attempt < 3; attempt++) {
    const from = pick.of(ids);
    if (from === target.split('.')[0]) continue;
    const outputs = settledOutputs(flow, from, catalog);
    if (outputs.length === 0) continue;
    const tried = { ...flow, edges: [...(flow.edges ?? []), `${from}.${pick.of(outputs)} -> ${target}`] };
    if (mayStand(tried, catalog)) return tried;
  }
  return undefined;
}

/** Outputs whose unit is known by now: what follows an input that is not wired yet could become two things. */
function settledOutputs(flow: Flow, id: string, catalog: Catalog): string[] {
  const { inputs, outputs: fixed, descriptor } = catalog.get(flow.nodes[id]!.type)!;
  const outputs = { ...fixed, ...declaredOutputs(flow.nodes[id]!, descriptor) };
  const isWired = Object.keys(inputs).every((input) =>
    flow.edges?.some((edge) => edge.endsWith(`${id}.${input}`)),
  );
  return Object.keys(outputs).filter((output) => isWired || outputs[output]!.unit.kind !== 'like');
}

/** What stands in the files its nodes read: a row that is bad, one that is doubtful, two at one time. */
export function tablesFor(flow: Flow, catalog: Catalog): Tables {
  const reading = Object.entries(flow.nodes).filter(([, { type }]) => catalog.get(type)?.descriptor.reads);
  const table: Table = {
    times: Float64Array.of(0, 0.35, 1, 1, 2.5),
    columns: {
      value: {
        type: 'number',
        values: Float64Array.of(1, 0, -2.5, 4, 0.125),
        quality: Uint8Array.of(GOOD, BAD, UNCERTAIN, GOOD, GOOD),
        texts: [],
      },
    },
  };
  return Object.fromEntries(reading.map(([id]) => [id, table]));
}

function mayStand(flow: Flow, catalog: Catalog): boolean {
  return compileFlow(flow, catalog, {}, tablesFor(flow, catalog)).diagnostics.every(
    ({ severity, code }) => severity !== 'error' || code === 'missing-input',
  );
}

const UNITS = ['1', 'm', 'm3/s', '1/s', 'N', 'Cel'];

/** The flow with a listening source for one input, in whatever unit may go there. */
function fed(
  flow: Flow,
  id: string,
  input: string,
  port: PortDescriptor,
  catalog: Catalog,
  pick: Pick,
): Flow {
  if (port.type === 'event') return flow;
  const source = `s-${id}-${input}`;
  const type =
    port.type === 'boolean' || port.type === 'vector' || port.type === 'record' ? port.type : 'number';
  const isMeasure = type === 'number' || type === 'vector';
  const staleAfter = pick.of(['never', '2 s']);
  const candidates = UNITS.map((unit): Flow => {
    const params = { topic: source, type, staleAfter, ...(isMeasure && { unit }) };
    return {
      ...flow,
      nodes: { ...flow.nodes, [source]: { type: 'sources/mqtt', params } },
      edges: [...(flow.edges ?? []), `${source}.value -> ${id}.${input}`],
    };
  });
  return candidates.find((candidate) => mayStand(candidate, catalog)) ?? flow;
}

function deliveriesFor(flow: Flow, pick: Pick): RandomFlow['deliveries'] {
  const sources = Object.keys(flow.nodes).filter((id) => flow.nodes[id]!.type === 'sources/mqtt');
  if (sources.length === 0) return [];
  let at = 0;
  return Array.from({ length: 40 }, () => {
    at += pick.of([0, 0.013, 0.1, 0.1, 0.27, 0.5, 2.5]);
    const heard = sources.filter(() => pick.below(2) === 0);
    return { at, inputs: heard.map((node) => sampleFor(flow, node, pick)) };
  });
}

function sampleFor(flow: Flow, node: string, pick: Pick): Input {
  if (pick.below(12) === 0) return { node, problem: 'no number' };
  const value = valueOf(flow.nodes[node]!.params?.type, pick);
  return { node, value, quality: pick.of([GOOD, GOOD, GOOD, UNCERTAIN, BAD]) };
}

function valueOf(type: unknown, pick: Pick): unknown {
  if (type === 'boolean') return pick.below(3) > 0;
  if (type === 'record')
    return { a: pick.number(), ...(pick.below(3) > 0 && { b: pick.of([1, 'x', null, -0]) }) };
  if (type === 'vector') {
    const values = Array.from({ length: pick.of([3, 12, 16]) }, () => pick.number());
    return pick.below(4) === 0 ? values : { values, spacing: 0.1 };
  }
  return pick.below(30) === 0 ? Number.NaN : pick.number();
}

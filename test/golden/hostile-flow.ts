import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Plan } from '@twinloom/runtime/compile/plan';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { declaredInputs, declaredOutputs } from '@twinloom/runtime/node/declared-ports';
import type { Catalog } from '@twinloom/runtime/node/catalog';
import type { PortDescriptor } from '@twinloom/runtime/node/descriptor';
import type { RandomStream } from '@twinloom/runtime/run/random-stream';
import type { Table, Tables } from '@twinloom/runtime/table/table';
import { driven } from './driven-node.ts';

/** A flow of nodes of many kinds behind sources that listen. */
export interface HostileFlow {
  flow: Flow;
  plan: Plan;
  topics: readonly string[];
}

const MOST_NODES = 6;
const TOPICS = ['plant/a', 'plant/b', 'plant/c'];

const table: Table = {
  times: Float64Array.of(0, 1, 3),
  columns: {
    a: { type: 'number', values: Float64Array.of(1, 4, 2), quality: Uint8Array.of(0, 1, 0), texts: [] },
  },
};

/** Some nodes of this catalog, the `first` among them, each input wired to an MQTT source of its own or to a node before; units as the ports declare them. */
export function hostileFlow(first: string, catalog: Catalog, chance: RandomStream): HostileFlow {
  const below = (n: number): number => Math.floor(chance.uniform() * n);
  const types = [...catalog.keys()].filter((type) => type !== 'sources/mqtt');
  const sinks = ['sinks/alarm', 'sinks/mqtt-publish', 'transforms/moving-average', 'transforms/integral'];
  const wanted = [first, ...Array.from({ length: below(MOST_NODES) }, () => types[below(types.length)]!)];
  let flow: Flow = { twinloom: 1, clock: { tick: ['100ms', '50ms', '1 s'][below(3)] }, nodes: {}, edges: [] };
  for (const [i, type] of [...wanted, sinks[below(sinks.length)]!].entries()) {
    flow = added(flow, `n${i}`, type, catalog, below);
  }
  const plan = planOf(flow, catalog);
  if (!plan) throw new Error(`a flow of ${wanted.join(', ')} does not compile`);
  return { flow, plan, topics: TOPICS };
}

/** The plan of such a flow; undefined where it does not compile. */
export function planOf(flow: Flow, catalog: Catalog): Plan | undefined {
  const reading = Object.entries(flow.nodes).filter(([, { type }]) => catalog.get(type)?.descriptor.reads);
  const tables: Tables = Object.fromEntries(reading.map(([id]) => [id, table]));
  return compileFlow(flow, catalog, {}, tables).plan;
}

function added(flow: Flow, id: string, type: string, catalog: Catalog, below: (n: number) => number): Flow {
  const definition = catalog.get(type)!;
  const node = { type, params: { ...driven(definition).params } };
  let wired: Flow = { ...flow, nodes: { ...flow.nodes, [id]: node } };
  const ports = { ...definition.inputs, ...declaredInputs(node, definition.descriptor) };
  for (const [input, port] of Object.entries(ports)) {
    const isOptional = port.default !== undefined || port.optional === true;
    if (isOptional && below(2) === 0) continue;
    const near = below(3) === 0 ? fromBefore(wired, `${id}.${input}`, catalog, below) : undefined;
    wired = near ?? fromSource(wired, id, input, port, catalog, below) ?? wired;
  }
  return wired;
}

/** The input wired to some output that may go there. */
function fromBefore(
  flow: Flow,
  target: string,
  catalog: Catalog,
  below: (n: number) => number,
): Flow | undefined {
  const ids = Object.keys(flow.nodes).filter((id) => id !== target.split('.')[0]);
  if (ids.length === 0) return undefined;
  const from = ids[below(ids.length)]!;
  const { outputs, descriptor } = catalog.get(flow.nodes[from]!.type)!;
  const names = Object.keys({ ...outputs, ...declaredOutputs(flow.nodes[from]!, descriptor) });
  if (names.length === 0) return undefined;
  return tried(
    { ...flow, edges: [...(flow.edges ?? []), `${from}.${names[below(names.length)]!} -> ${target}`] },
    catalog,
  );
}

function fromSource(
  flow: Flow,
  id: string,
  input: string,
  port: PortDescriptor,
  catalog: Catalog,
  below: (n: number) => number,
): Flow | undefined {
  if (port.type === 'event') return fromEdge(flow, id, input, catalog, below);
  const type = typeof port.type === 'string' && port.type !== 'any' ? port.type : 'number';
  const source = `${id}_${input}`;
  const params = {
    topic: TOPICS[below(TOPICS.length)]!,
    path: 'v',
    timePath: 't',
    sequence: 'n',
    type,
    staleAfter: 5,
    ...(below(4) === 0 && type === 'number' && { initial: 1 }),
    ...(below(6) === 0 && { late: 'accept' }),
  };
  const units = port.unit.kind === 'code' ? [port.unit.code] : ['1', undefined];
  for (const unit of type === 'number' ? units : [undefined]) {
    const node = { type: 'sources/mqtt', params: { ...params, ...(unit !== undefined && { unit }) } };
    const edges = [...(flow.edges ?? []), `${source}.value -> ${id}.${input}`];
    const wired = tried({ ...flow, nodes: { ...flow.nodes, [source]: node }, edges }, catalog);
    if (wired) return wired;
  }
  return undefined;
}

/** An event input hears the edges of a boolean. */
function fromEdge(
  flow: Flow,
  id: string,
  input: string,
  catalog: Catalog,
  below: (n: number) => number,
): Flow | undefined {
  const edge = `${id}_${input}_edge`;
  const nodes = { ...flow.nodes, [edge]: { type: 'transforms/edge' } };
  const wired = { ...flow, nodes, edges: [...(flow.edges ?? []), `${edge}.out -> ${id}.${input}`] };
  const { in: boolean } = catalog.get('transforms/edge')!.inputs;
  return fromSource(wired, edge, 'in', boolean!, catalog, below);
}

/** The flow, unless it says of what is wired so far that it may not be. */
function tried(flow: Flow, catalog: Catalog): Flow | undefined {
  const { diagnostics } = compileFlow(flow, catalog, {}, {});
  const isRefused = diagnostics.some(
    ({ code, severity }) => severity === 'error' && code !== 'missing-input' && code !== 'missing-file',
  );
  return isRefused ? undefined : flow;
}

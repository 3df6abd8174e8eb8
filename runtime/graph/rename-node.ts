import { bendKey } from './bends.ts';
import {
  edgeTexts,
  idPattern,
  parseEdge,
  formatEdge,
  type Flow,
  type FlowNode,
  type PortRef,
} from './flow.ts';
import type { Maintenance } from './maintenance.ts';
import type { FlowScenario } from './scenario.ts';

/** Gives a node another id and keeps all that names it: edges, place, groups, controls, scope, KPIs, scenarios, `initialFrom`. The same flow where the id is taken or is none. */
export function renameNode(flow: Flow, from: string, to: string): Flow {
  if (!Object.hasOwn(flow.nodes, from) || Object.hasOwn(flow.nodes, to) || !idPattern.test(to)) return flow;
  return withIds(flow, new Map([[from, to]]));
}

/** The flow with other ids for some of its nodes, everywhere at once. */
export function withIds(flow: Flow, ids: ReadonlyMap<string, string>): Flow {
  const id = (old: string): string => ids.get(old) ?? old;
  const end = ({ node, port }: PortRef): PortRef => ({ node: id(node), port });
  const port = (text: string): string => {
    const dot = text.indexOf('.');
    return dot < 0 ? id(text) : id(text.slice(0, dot)) + text.slice(dot);
  };
  const place = (key: string): string => {
    const bend = bendKey(key);
    if (!bend) return id(key);
    return `${formatEdge({ from: end(bend.edge.from), to: end(bend.edge.to) })} @${bend.number}`;
  };
  const { edges, layout, groups, controls, scope, kpis, scenarios } = flow;
  return {
    ...flow,
    nodes: mapValues(withKeys(flow.nodes, id), (node) => startingAt(node, port)),
    ...(edges && {
      edges: edgeTexts(flow).map((text) => {
        const edge = parseEdge(text);
        return edge ? formatEdge({ from: end(edge.from), to: end(edge.to) }) : text;
      }),
    }),
    ...(layout && { layout: withKeys(layout, place) }),
    ...(groups && {
      groups: mapValues(groups, (group) => ({
        ...group,
        members: group.members.map(id),
        ...(group.enable !== undefined && { enable: port(group.enable) }),
      })),
    }),
    ...(controls && {
      controls: controls.map((control) => ({
        ...control,
        port: port(control.port),
        ...(control.state !== undefined && { state: port(control.state) }),
      })),
    }),
    ...(kpis && {
      kpis: mapValues(kpis, (kpi) => ({
        ...kpi,
        expression: kpi.expression.replace(PORT_IN_EXPRESSION, port),
      })),
    }),
    ...(scenarios && { scenarios: mapValues(scenarios, (scenario) => renamedQuestion(scenario, port)) }),
    ...(scope && { scope: { ...scope, ...(scope.ports && { ports: scope.ports.map(port) }) } }),
  };
}

/** A port inside an expression, such as `tank.level`; what follows another dot is no node. */
const PORT_IN_EXPRESSION = /(?<![\w.-])[A-Za-z][\w-]*\.[A-Za-z]/g;

const NAMES_PORTS = /"(?:initialFrom|forecasts|sizes)"/;

/** Params that name ports of the flow: where a model starts (`initialFrom`, also of a state among others), what runs ahead and how. */
function startingAt(node: FlowNode, port: (text: string) => string): FlowNode {
  if (!node.params || !NAMES_PORTS.test(JSON.stringify(node.params))) return node;
  const renamed = (value: unknown, key: string): unknown => {
    if (key === 'initialFrom' && typeof value === 'string') return port(value);
    if ((key === 'forecasts' || key === 'sizes') && node.type === 'predictors/run-ahead')
      return Object.fromEntries(
        Object.entries(value ?? {}).map(([input, by]: [string, unknown]) => [
          port(input),
          key === 'forecasts' && typeof by === 'string' ? port(by) : by,
        ]),
      );
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, renamed(inner, name)]));
  };
  return { ...node, params: renamed(node.params, '') as Record<string, unknown> };
}

function renamedQuestion(scenario: FlowScenario, port: (text: string) => string): FlowScenario {
  const { inputs, record, variants, maintenance } = scenario;
  return {
    ...scenario,
    ...(maintenance && { maintenance: renamedMaintenance(maintenance, port) }),
    ...(inputs && { inputs: renamedInputs(inputs, port) }),
    ...(record && { record: record.map(port) }),
    ...(variants && {
      variants: mapValues(variants, (variant) => ({
        ...variant,
        ...(variant.values && { values: withKeys(variant.values, port) }),
        ...(variant.maintenance && { maintenance: renamedMaintenance(variant.maintenance, port) }),
        ...(variant.inputs && { inputs: renamedInputs(variant.inputs, port) }),
        ...(variant.faults && {
          faults: variant.faults.map((fault) => ({ ...fault, input: port(fault.input) })),
        }),
      })),
    }),
  };
}

type Inputs = NonNullable<FlowScenario['inputs']>;

function renamedInputs(inputs: Inputs, port: (text: string) => string): Inputs {
  return mapValues(withKeys(inputs, port), (policy) =>
    policy.policy === 'forecast' ? { ...policy, by: port(policy.by) } : policy,
  );
}

/** Its conditions are expressions over ports. */
function renamedMaintenance(maintenance: Maintenance, port: (text: string) => string): Maintenance {
  const { fails, when, values } = maintenance;
  return {
    ...maintenance,
    ...(fails !== undefined && { fails: fails.replace(PORT_IN_EXPRESSION, port) }),
    ...(when !== undefined && { when: when.replace(PORT_IN_EXPRESSION, port) }),
    ...(values && { values: withKeys(values, port) }),
  };
}

function withKeys<T>(record: Readonly<Record<string, T>>, key: (old: string) => string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([old, value]) => [key(old), value]));
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

import type { ResolvedFlow, ResolvedNode } from '@twinloom/runtime/compile/resolve-ports';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { InputFault } from '@twinloom/runtime/graph/scenario';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import type { PortType } from '@twinloom/runtime/signal/port-type';
import { paramUnit } from './param-unit.ts';

/** Something of a flow that can fail while it runs. */
export interface FaultTarget {
  /** `node.port`, `node.param` or `node.state`. */
  name: string;
  label: string;
  kind: 'input' | 'port' | 'param' | 'state';
  type: PortType;
  /** UCUM code, '' where none. */
  unit: string;
  /** An input that can be forecast: the predictor's ports that look ahead of it. */
  forecasts: readonly string[];
}

/** What goes wrong. */
export type FaultKind = InputFault['kind'];

const ALL: readonly FaultKind[] = ['bias', 'drift', 'noise', 'step', 'stuck', 'dropout'];
const OF_PARAMS: readonly FaultKind[] = ['step', 'bias', 'drift', 'noise'];
const OF_STATES: readonly FaultKind[] = ['step', 'bias'];

/** Everything that can fail in a flow: its inputs first, then what other nodes say, params that can be set while it runs, and states. */
export function faultTargets(
  flow: Flow,
  byType: ReadonlyMap<string, NodeDescriptor>,
  ports: ResolvedFlow,
): FaultTarget[] {
  const all = Object.entries(flow.nodes).flatMap(([id, node]) => {
    const descriptor = byType.get(node.type);
    return descriptor ? ofNode(id, node, descriptor, ports) : [];
  });
  const forecasts = forecastsIn(flow, byType, ports);
  const order: readonly FaultTarget['kind'][] = ['input', 'port', 'param', 'state'];
  return order.flatMap((kind) =>
    all
      .filter((one) => one.kind === kind)
      .map((one) =>
        kind === 'input' && one.type === 'number' ? { ...one, forecasts: forecasts(one.unit) } : one,
      ),
  );
}

/** Finds what a name means; a source may be named without its output. */
export function targetOf(name: string, targets: readonly FaultTarget[]): FaultTarget | undefined {
  const typed = name.trim();
  if (typed === '') return undefined;
  const found = targets.find((one) => one.name === typed);
  return found ?? targets.find((one) => one.kind === 'input' && one.name.startsWith(`${typed}.`));
}

/** What may go wrong with it; with what is not known anything may. */
export function kindsOf(target: Pick<FaultTarget, 'kind' | 'type'> | undefined): readonly FaultKind[] {
  if (!target) return ALL;
  if (target.kind === 'param') return OF_PARAMS;
  if (target.kind === 'state') return OF_STATES;
  return target.type === 'number' ? ALL : ['stuck', 'dropout'];
}

function ofNode(
  id: string,
  node: Flow['nodes'][string],
  descriptor: NodeDescriptor,
  resolved: ResolvedFlow,
): FaultTarget[] {
  const ports = resolved.node(id);
  const title = node.title ?? descriptor.title;
  const isInput = descriptor.kind === 'source' && descriptor.params.staleAfter !== undefined;
  const outputs = [...(ports?.outputs.values() ?? [])]
    // An event that is said again each second would happen again; of what a node says only numbers can be wrong.
    .filter(({ type }) => type !== 'event' && (isInput || type === 'number'))
    .map(({ name, type, unit }): FaultTarget => {
      const label = ports?.outputs.size === 1 ? title : `${title}: ${name}`;
      return { name: `${id}.${name}`, label, kind: isInput ? 'input' : 'port', type, unit, forecasts: [] };
    });
  const others = [...paramsThatFail(node, descriptor, ports), ...statesThatFail(descriptor)]
    // A port of that name goes before.
    .filter(({ name }) => !ports?.outputs.has(name))
    .map(({ name, says, kind, unit }): FaultTarget => {
      const label = `${title}: ${says}`;
      return { name: `${id}.${name}`, label, kind, type: 'number', unit, forecasts: [] };
    });
  return [...outputs, ...others];
}

type Inside = Pick<FaultTarget, 'name' | 'kind' | 'unit'> & { says: string };

function paramsThatFail(
  { params = {} }: Flow['nodes'][string],
  descriptor: NodeDescriptor,
  ports: ResolvedNode | undefined,
): Inside[] {
  return Object.entries(descriptor.params)
    .filter(([, { tunable, type }]) => tunable === true && type === 'number')
    .map(([name, schema]) => ({
      name,
      says: schema.title ?? name,
      kind: 'param',
      unit: paramUnit(schema, params, ports),
    }));
}

/** What alarms and predictors keep account of is offered to nobody; who knows its name may type it. */
function statesThatFail({ kind, learns, states = {}, params }: NodeDescriptor): Inside[] {
  if ((kind !== 'continuous' && kind !== 'discrete') || learns) return [];
  return Object.entries(states)
    .filter(([name]) => !params[name]?.tunable)
    .map(([name, unit]) => ({ name, says: name, kind: 'state', unit: unit.includes(':') ? '' : unit }));
}

/** Ports of predictors that look ahead, by their unit. */
function forecastsIn(
  flow: Flow,
  byType: ReadonlyMap<string, NodeDescriptor>,
  ports: ResolvedFlow,
): (unit: string) => string[] {
  const all = Object.entries(flow.nodes).flatMap(([id, { type }]) => {
    const looksAhead = Object.values(byType.get(type)?.params ?? {}).some(({ ahead }) => ahead === true);
    if (!looksAhead) return [];
    return [...(ports.node(id)?.outputs.values() ?? [])]
      .filter((port) => port.type === 'number')
      .map(({ name, unit }) => ({ name: `${id}.${name}`, unit }));
  });
  return (unit) => all.filter((one) => one.unit === unit).map(({ name }) => name);
}

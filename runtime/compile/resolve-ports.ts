import { parseExpression } from '../expression/parse.ts';
import { multiplyUnits } from '../expression/combine-units.ts';
import { unitOfExpression } from '../expression/units.ts';
import { edgesOf, type Edge, type Flow, type FlowNode } from '../graph/flow.ts';
import { declaredInputs, declaredOutputs } from '../node/declared-ports.ts';
import type { NodeDescriptor, PortDescriptor, TypeSpec, UnitSpec } from '../node/descriptor.ts';
import { differenceUnit } from '../signal/convert.ts';
import { portTypes, type PortType } from '../signal/port-type.ts';
import { parseUnit, type Unit } from '../signal/unit.ts';

/** A port as it stands in one flow: its type and unit known as far as the flow tells. */
export interface ResolvedPort {
  name: string;
  type: PortType;
  /** UCUM code; '' while no unit is known or the type carries none. */
  unit: string;
  /** It takes the unit of what is wired to it. */
  anyUnit: boolean;
  /** An input that must have an edge. */
  required: boolean;
  /** The node runs only once it has had a sample. */
  awaited: boolean;
  /** The unit was taken from the port it is wired to; shown as `? m3/h`. */
  assumed?: boolean;
  /** Fixed ports this unit could have been taken from, where they disagree. */
  disagree?: string[];
  doc?: string;
}

/** The ports of one node by name. */
export interface ResolvedNode {
  inputs: Map<string, ResolvedPort>;
  outputs: Map<string, ResolvedPort>;
}

/** The ports of every known node of a flow. */
export interface ResolvedFlow {
  node(id: string): ResolvedNode | undefined;
}

/**
 * Works out every port's type and unit from the descriptors, the params and the edges: fixed units first, then forward along the
 * edges, then sources without a unit from the ports they are wired to, then forward again.
 */
export function resolvePorts(
  flow: Pick<Flow, 'nodes' | 'edges'>,
  descriptors: ReadonlyMap<string, NodeDescriptor>,
): ResolvedFlow {
  const work = new Map<string, NodeWork>();
  for (const [id, node] of Object.entries(flow.nodes)) {
    const descriptor = descriptors.get(node.type);
    if (descriptor) work.set(id, startNode(node, descriptor));
  }
  const edges = edgesOf(flow);
  propagate(edges, work);
  if (assumeSourceUnits(edges, work)) propagate(edges, work);
  const ports = new Map([...work].map(([id, node]) => [id, node.ports]));
  return { node: (id) => ports.get(id) };
}

interface NodeWork {
  node: FlowNode;
  inputs: Record<string, PortDescriptor>;
  outputs: Record<string, PortDescriptor>;
  ports: ResolvedNode;
  /** Its expressions by their texts. */
  parsed?: Map<string, ReturnType<typeof parseExpression>>;
}

function startNode(node: FlowNode, descriptor: NodeDescriptor): NodeWork {
  const inputs = { ...descriptor.inputs, ...declaredInputs(node, descriptor) };
  const outputs = { ...descriptor.outputs, ...declaredOutputs(node, descriptor) };
  const toPorts = (specs: Record<string, PortDescriptor>, isInput: boolean): Map<string, ResolvedPort> =>
    new Map(
      Object.entries(specs).map(([name, spec]) => [name, startPort(name, spec, node, descriptor, isInput)]),
    );
  return {
    node,
    inputs,
    outputs,
    ports: { inputs: toPorts(inputs, true), outputs: toPorts(outputs, false) },
  };
}

function startPort(
  name: string,
  spec: PortDescriptor,
  node: FlowNode,
  descriptor: NodeDescriptor,
  isInput: boolean,
): ResolvedPort {
  const type = typeof spec.type === 'string' ? spec.type : chosenType(spec.type, node, descriptor);
  const unit =
    spec.unit.kind === 'code'
      ? spec.unit.code
      : spec.unit.kind === 'param'
        ? textParam(node, spec.unit.param)
        : '';
  return {
    name,
    type,
    unit: type === 'number' || type === 'vector' || type === 'forecast' ? unit : '',
    anyUnit: spec.unit.kind === 'any',
    required: isInput && spec.default === undefined && !spec.optional,
    awaited: spec.awaited !== false,
    ...(spec.doc && { doc: spec.doc }),
  };
}

function chosenType(
  { param, types }: Exclude<TypeSpec, string>,
  node: FlowNode,
  descriptor: NodeDescriptor,
): PortType {
  const chosen = node.params?.[param] ?? descriptor.params[param]?.default;
  const word = typeof chosen === 'object' ? '' : String(chosen);
  if (types && Object.hasOwn(types, word)) return types[word] ?? 'number';
  return portTypes.find((type) => type === chosen) ?? 'number';
}

function textParam(node: FlowNode, param: string): string {
  const text = node.params?.[param];
  return typeof text === 'string' ? text : '';
}

function propagate(edges: readonly Edge[], work: Map<string, NodeWork>): void {
  for (let round = 0; round <= work.size; round++) {
    let changed = false;
    for (const edge of edges) {
      const from = work.get(edge.from.node)?.ports.outputs.get(edge.from.port);
      const to = work.get(edge.to.node)?.ports.inputs.get(edge.to.port);
      if (!from || !to) continue;
      if (to.anyUnit && to.unit !== from.unit) {
        to.unit = from.unit;
        changed = true;
      }
      if (to.type === 'any' && from.type !== 'any') {
        to.type = from.type;
        changed = true;
      }
    }
    for (const node of work.values()) changed = followInputs(node) || changed;
    if (!changed) return;
  }
}

function followInputs(work: NodeWork): boolean {
  let changed = false;
  for (const [specs, ports] of [
    [work.inputs, work.ports.inputs],
    [work.outputs, work.ports.outputs],
  ] as const) {
    for (const [name, spec] of Object.entries(specs)) {
      const port = ports.get(name);
      if (!port) continue;
      const found = unitFollowing(spec.unit, work);
      if (found === undefined) continue;
      if (found === 'boolean') {
        changed = changed || port.type !== 'boolean';
        port.type = 'boolean';
        port.unit = '';
      } else if (found !== port.unit) {
        port.unit = found;
        changed = true;
      }
    }
  }
  return changed;
}

function unitFollowing(spec: UnitSpec, work: NodeWork): string | 'boolean' | undefined {
  if (spec.kind === 'like') {
    const other = work.ports.inputs.get(spec.port) ?? work.ports.outputs.get(spec.port);
    if (!other || other.unit === '') return undefined;
    return spec.difference ? differenceCode(other.unit, spec.seconds) : other.unit;
  }
  if (spec.kind === 'param' && spec.otherwise !== undefined && textParam(work.node, spec.param) === '') {
    return work.ports.inputs.get(spec.otherwise)?.unit || undefined;
  }
  if (spec.kind !== 'expression') return undefined;
  const parsed = parsedOnce(textParam(work.node, spec.param), work);
  if (!('expr' in parsed)) return undefined;
  const result = unitOfExpression(parsed.expr, (name) => unitOfInput(work, name));
  if ('problem' in result) return textParam(work.node, spec.unitParam) || undefined;
  if (result.unit === 'boolean') return 'boolean';
  const stated = textParam(work.node, spec.unitParam);
  if (stated !== '') return stated;
  return result.unit === 'unknown' ? undefined : result.unit.code;
}

/** A node is asked again with each round. */
function parsedOnce(text: string, work: NodeWork): ReturnType<typeof parseExpression> {
  work.parsed ??= new Map();
  const known = work.parsed.get(text) ?? parseExpression(text);
  work.parsed.set(text, known);
  return known;
}

/** The code of a difference of values in this unit, times s to a power. */
function differenceCode(code: string, seconds: 1 | -1 | undefined): string | undefined {
  const parsed = parseUnit(code);
  const second = secondUnit();
  if (!('unit' in parsed) || second === 'unknown') return undefined;
  const difference = differenceUnit(parsed.unit);
  return seconds === undefined ? difference.code : multiplyUnits(difference, second, seconds)?.code;
}

function unitOfInput(work: NodeWork, name: string): Unit | 'unknown' | 'boolean' | undefined {
  const port = work.ports.inputs.get(name);
  if (!port) return name === 't' || name === 'dt' ? secondUnit() : undefined;
  if (port.type === 'boolean') return 'boolean';
  if (port.unit === '') return 'unknown';
  const parsed = parseUnit(port.unit);
  return 'unit' in parsed ? parsed.unit : 'unknown';
}

function secondUnit(): Unit | 'unknown' {
  const parsed = parseUnit('s');
  return 'unit' in parsed ? parsed.unit : 'unknown';
}

function assumeSourceUnits(edges: readonly Edge[], work: Map<string, NodeWork>): boolean {
  const leaving = Map.groupBy(edges, ({ from }) => `${from.node}.${from.port}`);
  let assumed = false;
  for (const [id, node] of work) {
    for (const [name, spec] of Object.entries(node.outputs)) {
      const port = node.ports.outputs.get(name);
      if (
        spec.unit.kind !== 'param' ||
        (port?.type !== 'number' && port?.type !== 'vector') ||
        port.unit !== ''
      )
        continue;
      const wanted = new Set<string>();
      for (const { to } of leaving.get(`${id}.${name}`) ?? []) {
        const target = work.get(to.node)?.ports.inputs.get(to.port);
        if (target && !target.anyUnit && target.unit !== '') wanted.add(target.unit);
      }
      if (wanted.size === 1) {
        port.unit = [...wanted][0] ?? '';
        port.assumed = true;
        assumed = true;
      } else if (wanted.size > 1) {
        port.disagree = [...wanted];
      }
    }
  }
  return assumed;
}

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
  /** Ports that follow something of the node itself. */
  following: { unit: UnitSpec; port: ResolvedPort }[];
  /** Number of the change that a port of it got last. */
  changedAt: number;
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
  const ports = { inputs: toPorts(inputs, true), outputs: toPorts(outputs, false) };
  const following = [...followingIn(inputs, ports.inputs), ...followingIn(outputs, ports.outputs)];
  return { node, inputs, outputs, ports, following, changedAt: 0 };
}

function followingIn(
  specs: Record<string, PortDescriptor>,
  ports: ReadonlyMap<string, ResolvedPort>,
): NodeWork['following'] {
  return Object.entries(specs).flatMap(([name, { unit }]) => {
    const isElsewhere = unit.kind === 'param' && unit.otherwise !== undefined;
    const mayFollow = unit.kind === 'like' || isElsewhere || unit.kind === 'expression';
    return mayFollow ? [{ unit, port: ports.get(name)! }] : [];
  });
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

/** Goes over edges and nodes until nothing changes; what has heard of no change since it was gone over last is left out. */
function propagate(edges: readonly Edge[], work: Map<string, NodeWork>): void {
  const joints = edges.flatMap((edge) => jointOf(edge, work));
  const nodes = [...work.values()].filter(({ following }) => following.length > 0);
  const seen = {
    joints: new Float64Array(joints.length).fill(-1),
    nodes: new Float64Array(nodes.length).fill(-1),
  };
  const changes: Changes = { count: 0 };
  for (const node of work.values()) node.changedAt = 0;
  for (let round = 0; round <= work.size; round++) {
    let changed = false;
    for (let i = 0; i < joints.length; i++) {
      const joint = joints[i]!;
      if (Math.max(joint.from.changedAt, joint.to.changedAt) <= seen.joints[i]!) continue;
      changed = followEdge(joint, changes) || changed;
      seen.joints[i] = changes.count;
    }
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i]!;
      if (node.changedAt <= seen.nodes[i]!) continue;
      // What comes first among its ports may follow what comes later: it is gone over until it stays.
      seen.nodes[i] = changes.count;
      changed = followInputs(node, changes) || changed;
    }
    if (!changed) return;
  }
}

/** Counts what is written to ports. */
interface Changes {
  count: number;
}

/** An edge whose both ends exist. */
interface Joint {
  from: NodeWork;
  to: NodeWork;
  output: ResolvedPort;
  input: ResolvedPort;
}

function jointOf({ from, to }: Edge, work: ReadonlyMap<string, NodeWork>): Joint[] {
  const [fromNode, toNode] = [work.get(from.node), work.get(to.node)];
  const output = fromNode?.ports.outputs.get(from.port);
  const input = toNode?.ports.inputs.get(to.port);
  return output && input ? [{ from: fromNode!, to: toNode!, output, input }] : [];
}

function followEdge({ to, output, input }: Joint, changes: Changes): boolean {
  let changed = false;
  if (input.anyUnit && input.unit !== output.unit) {
    input.unit = output.unit;
    changed = true;
  }
  if (input.type === 'any' && output.type !== 'any') {
    input.type = output.type;
    changed = true;
  }
  if (changed) to.changedAt = ++changes.count;
  return changed;
}

function followInputs(work: NodeWork, changes: Changes): boolean {
  let changed = false;
  for (const { unit, port } of work.following) {
    const found = unitFollowing(unit, work);
    if (found === undefined) continue;
    const { type, unit: before } = port;
    if (found === 'boolean') {
      changed = changed || type !== 'boolean';
      port.type = 'boolean';
      port.unit = '';
    } else if (found !== before) {
      port.unit = found;
      changed = true;
    }
    if (port.type !== type || port.unit !== before) work.changedAt = ++changes.count;
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

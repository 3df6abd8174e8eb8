import { hasErrors, type Diagnostic } from '../graph/diagnostic.ts';
import { edgesOf, parseEdge, type Edge, type Flow } from '../graph/flow.ts';
import { descriptorsOf, type Catalog } from '../node/catalog.ts';
import type { NodeDescriptor } from '../node/descriptor.ts';
import { parseUnit } from '../signal/unit.ts';
import { checkEdge } from './check-edge.ts';
import * as says from './diagnostics.ts';
import { exactText } from './exact-text.ts';
import { nearNames } from './near-names.ts';
import { Recent } from './recent.ts';
import { resolvePorts, type ResolvedFlow } from './resolve-ports.ts';
import { pickShaping, shapingParams } from './shaping-params.ts';
import { Shelf } from './shelf.ts';

/** The ports of a flow and the edges between them, checked. */
export interface Wiring {
  ports: ResolvedFlow;
  /** Those whose both ends exist and may meet. */
  edges: readonly Edge[];
  diagnostics: readonly Diagnostic[];
  /** Nothing in it is an error. */
  isSound: boolean;
  /** It is kept for the next flow that is wired alike, under a number of its own; -1: it is the first of its kind, and made for one flow alone. */
  number: number;
}

/** All of a flow that its wiring follows from: of the params only those that make ports, or say what these carry. */
type Wired = Pick<Flow, 'nodes' | 'edges'>;

const MOST_RECENT = 5_000;

/** What is known of the flows of one catalog. */
class Wirings {
  readonly descriptors: ReadonlyMap<string, NodeDescriptor>;
  readonly shelf = new Shelf<Wiring>();
  readonly recent = new Recent(MOST_RECENT);

  constructor(catalog: Catalog) {
    this.descriptors = descriptorsOf(catalog);
  }
}

const known = new WeakMap<Catalog, Wirings>();
let numbers = 0;

/**
 * Works out ports and edges of a flow. For flows that are wired alike it is done once, from the second of them on and as long as one of them is in
 * use: what is made for one flow alone costs no more than that.
 */
export function wireFlow(flow: Flow, catalog: Catalog): Wiring {
  const wirings = known.get(catalog) ?? new Wirings(catalog);
  known.set(catalog, wirings);
  const text = textOf(flow, catalog);
  const kept = wirings.shelf.find(text);
  if (kept) return kept;
  const wiring = workOut(wiredOf(flow, catalog), catalog, wirings.descriptors);
  return wirings.recent.isAgain(text) ? wirings.shelf.put(text, { ...wiring, number: numbers++ }) : wiring;
}

function wiredOf({ nodes, edges }: Flow, catalog: Catalog): Wired {
  const wired = Object.entries(nodes).map(([id, { type, params }]) => {
    const definition = catalog.get(type);
    return [id, { type, ...(definition && { params: pickShaping(definition.descriptor, params) }) }] as const;
  });
  return { nodes: Object.fromEntries(wired), ...(edges && { edges }) };
}

/** What `wiredOf` makes, as text: of each node id and type, then so many params as its type has. */
function textOf({ nodes, edges }: Flow, catalog: Catalog): string {
  const parts: string[] = [];
  for (const id of Object.keys(nodes)) {
    const { type, params } = nodes[id]!;
    parts.push(id, type);
    const definition = catalog.get(type);
    if (!definition) continue;
    for (const name of shapingParams(definition.descriptor))
      parts.push(params && Object.hasOwn(params, name) ? exactText(params[name]) : '');
  }
  return JSON.stringify([parts, edges]);
}

function workOut(flow: Wired, catalog: Catalog, descriptors: ReadonlyMap<string, NodeDescriptor>): Wiring {
  const diagnostics: Diagnostic[] = [];
  const ids = Object.keys(flow.nodes);
  if (ids.length === 0) diagnostics.push(says.emptyFlow());
  for (const id of ids) {
    const { type } = flow.nodes[id]!;
    if (!catalog.has(type))
      diagnostics.push(says.unknownNode(id, type, nearNames(type, [...catalog.keys()])));
  }
  const ports = resolvePorts(flow, descriptors);
  const edges = checkEdges(flow, ports, diagnostics);
  checkUnits(flow, ports, catalog, diagnostics);
  checkInputs(flow, ports, diagnostics);
  return { ports, edges, diagnostics, isSound: !hasErrors(diagnostics), number: -1 };
}

/** Edges whose both ends exist and may meet; the rest are diagnostics. */
function checkEdges(flow: Wired, ports: ResolvedFlow, diagnostics: Diagnostic[]): Edge[] {
  const good: Edge[] = [];
  const into = new Map<string, Edge>();
  const seen = new Set<string>();
  for (const text of flow.edges ?? []) {
    const edge = parseEdge(text);
    if (!edge) {
      diagnostics.push(says.badEdgeText(text));
      continue;
    }
    const key = `${edge.from.node}.${edge.from.port}>${edge.to.node}.${edge.to.port}`;
    if (seen.has(key)) {
      diagnostics.push(says.duplicateEdge(edge));
      continue;
    }
    seen.add(key);
    const missing = [edge.from.node, edge.to.node].filter((id) => !Object.hasOwn(flow.nodes, id));
    for (const id of missing) diagnostics.push(says.edgeToNowhere(edge, id));
    if (missing.length > 0) continue;
    const target = `${edge.to.node}.${edge.to.port}`;
    const other = into.get(target);
    if (other) {
      diagnostics.push(says.inputTaken(edge, other));
      continue;
    }
    into.set(target, edge);
    if (checkEnds(edge, ports, diagnostics)) good.push(edge);
  }
  return good;
}

function checkEnds(edge: Edge, ports: ResolvedFlow, diagnostics: Diagnostic[]): boolean {
  const fromNode = ports.node(edge.from.node);
  const toNode = ports.node(edge.to.node);
  const from = fromNode?.outputs.get(edge.from.port);
  const to = toNode?.inputs.get(edge.to.port);
  if (fromNode && !from)
    diagnostics.push(says.noSuchPort(edge.from.node, edge.from.port, 'output', [...fromNode.outputs.keys()]));
  if (toNode && !to)
    diagnostics.push(says.noSuchPort(edge.to.node, edge.to.port, 'input', [...toNode.inputs.keys()]));
  if (!from || !to) return false;
  const verdict = checkEdge(from, to);
  if (!verdict.ok) diagnostics.push(says.edgeRefused(edge, verdict.code, verdict.says, verdict.remedy));
  else if (verdict.doubt) diagnostics.push(says.turnsAsAngle(edge, verdict.says, verdict.doubt.remedy));
  return verdict.ok;
}

function checkUnits(flow: Wired, ports: ResolvedFlow, catalog: Catalog, diagnostics: Diagnostic[]): void {
  for (const [id, node] of Object.entries(flow.nodes)) {
    const schemas = catalog.get(node.type)?.descriptor.params ?? {};
    for (const [param, schema] of Object.entries(schemas)) {
      const code = node.params?.[param];
      if (schema.widget !== 'unit' || typeof code !== 'string' || code === '') continue;
      const parsed = parseUnit(code);
      if ('problem' in parsed) diagnostics.push(says.badUnit({ node: id, param }, code, parsed.problem));
    }
    for (const port of ports.node(id)?.outputs.values() ?? []) {
      if (port.assumed) diagnostics.push(says.unitAssumed(id, port.name, port.unit));
      if (port.disagree) diagnostics.push(says.unitDisagree(id, port.name, port.disagree));
      const declared = catalog.get(node.type)?.descriptor;
      if (!declared?.outputsFrom || declared.kind !== 'source' || port.unit === '') continue;
      const parsed = parseUnit(port.unit);
      if ('problem' in parsed)
        diagnostics.push(says.badUnit({ node: id, port: port.name }, port.unit, parsed.problem));
    }
  }
}

function checkInputs(flow: Wired, ports: ResolvedFlow, diagnostics: Diagnostic[]): void {
  const edges = edgesOf(flow);
  const wired = new Set(edges.map((edge) => `${edge.to.node}.${edge.to.port}`));
  const touched = new Set(edges.flatMap((edge) => [edge.from.node, edge.to.node]));
  for (const id of Object.keys(flow.nodes)) {
    const node = ports.node(id);
    if (!node) continue;
    for (const port of node.inputs.values()) {
      if (port.required && !wired.has(`${id}.${port.name}`)) {
        diagnostics.push(
          says.missingInput(id, port.name, [port.type, port.unit, port.doc].filter(Boolean).join(', ')),
        );
      }
    }
    if (!touched.has(id) && Object.keys(flow.nodes).length > 1 && node.inputs.size > 0)
      diagnostics.push(says.notConnected(id));
  }
}

import { edgesOf, parseEdge, type Edge, type Flow } from '../graph/flow.ts';
import { descriptorsOf, type Catalog } from '../node/catalog.ts';
import type { NodeDefinition } from '../node/definition.ts';
import { parseDuration } from '../signal/quantity.ts';
import { parseUnit } from '../signal/unit.ts';
import { checkAnchors, findAnchors } from './anchors.ts';
import { checkUserEquation, checkUserEquations } from './check-equations.ts';
import { checkEdge } from './check-edge.ts';
import { hasErrors, type Diagnostic } from '../graph/diagnostic.ts';
import * as says from './diagnostics.ts';
import { findIslands } from './islands.ts';
import { findGroups } from './groups.ts';
import { compileKpis, kpiParameters } from './kpi.ts';
import { layNode } from './lay-node.ts';
import { waitingLoops } from './waiting-loops.ts';
import { nearNames } from './near-names.ts';
import type { ProgramProblem } from './node-program.ts';
import { orderByFeedthrough } from './order.ts';
import { StateBudget } from './state-budget.ts';
import { sourcesOf, STEP_SLOT, type Plan, type PlanNode, type PlanPort } from './plan.ts';
import { resolveParameters, resolveParams, type Binding } from './resolve-params.ts';
import { resolvePorts, type ResolvedFlow } from './resolve-ports.ts';
import type { Table, Tables } from '../table/table.ts';
import type { NodeDescriptor } from '../node/descriptor.ts';

export interface Compiled {
  /** Absent when any diagnostic is an error. */
  plan?: Plan;
  diagnostics: Diagnostic[];
}

const DEFAULT_TICK = 0.1;

/**
 * Checks a flow and makes its plan for one twin; every problem at once, in the order of the file. Exactly what deploy accepts. `tables` holds what
 * stands in the files its nodes read (`tablesWanted` says which): nothing is opened here.
 */
export function compileFlow(
  flow: Flow,
  catalog: Catalog,
  binding: Binding = {},
  tables: Tables = {},
): Compiled {
  const diagnostics: Diagnostic[] = [];
  const ids = Object.keys(flow.nodes);
  if (ids.length === 0) diagnostics.push(says.emptyFlow());
  for (const id of ids) {
    const { type } = flow.nodes[id]!;
    if (!catalog.has(type))
      diagnostics.push(says.unknownNode(id, type, nearNames(type, [...catalog.keys()])));
  }
  const ports = resolvePorts(flow, descriptorsOf(catalog));
  const edges = checkEdges(flow, ports, diagnostics);
  checkUnits(flow, ports, catalog, diagnostics);
  checkInputs(flow, ports, diagnostics);

  const parameters = resolveParameters(flow, binding, diagnostics);
  const layout = { next: STEP_SLOT + 1, values: new Map<number, number>() };
  const planPorts: PlanPort[] = [];
  const nodes: PlanNode[] = [];
  const budget = new StateBudget();
  for (const id of ids) {
    const definition = catalog.get(flow.nodes[id]!.type);
    const resolved = ports.node(id);
    if (!definition || !resolved) continue;
    const params = resolveParams(
      id,
      flow.nodes[id]!.params ?? {},
      definition,
      resolved,
      parameters,
      diagnostics,
    );
    if (!params) continue;
    checkUserEquation(id, definition, params, resolved, diagnostics);
    checkUserEquations(id, definition, params, resolved, diagnostics);
    if (!budget.take(id, definition, params, diagnostics)) continue;
    const table = findTable(id, definition.descriptor, params, tables, diagnostics);
    const laid = layNode(id, definition, params, resolved, layout, planPorts);
    if ('problem' in laid) {
      if (!diagnostics.some((other) => other.code === 'bad-expression' && other.at[0]?.node === id))
        diagnostics.push(sayProgramProblem(id, definition, laid.problem));
    } else nodes.push(table ? { ...laid.node, table } : laid.node);
  }

  budget.checkAll(diagnostics);
  wire(nodes, edges, planPorts, ports);
  findAnchors(nodes, planPorts, ports, diagnostics);
  const ordered = putInOrder(nodes, planPorts, diagnostics);
  // With a node missing, a port of it would be missed as well.
  if (nodes.length === ids.length)
    compileKpis(flow.kpis, planPorts, kpiParameters(flow, parameters), diagnostics);
  const clock = readClock(flow, diagnostics);
  if (hasErrors(diagnostics) || !ordered) return { diagnostics };

  const nodeOfPort = portOwners(ordered, planPorts);
  const islands = findIslands(ordered, nodeOfPort);
  const groups = findGroups(flow, ordered, planPorts, diagnostics);
  checkAnchors(ordered, islands, nodeOfPort, diagnostics);
  if (hasErrors(diagnostics)) return { diagnostics };
  for (const node of ordered) if (node.island >= 0) node.rate = { kind: 'tick' };
  const periods = findPeriods(ordered, clock.tick);
  findRoots(ordered, nodeOfPort);
  for (const loop of waitingLoops(ordered, islands, nodeOfPort)) diagnostics.push(says.neverBegins(loop));
  const initialMemory = new Float64Array(layout.next);
  for (const [slot, value] of layout.values) initialMemory[slot] = value;
  const plan: Plan = {
    flow,
    ...clock,
    nodes: ordered,
    islands,
    groups,
    periods,
    ports: planPorts,
    sources: sourcesOf(ordered),
    memorySize: layout.next,
    initialMemory,
  };
  return { plan, diagnostics };
}

/** An equation is quoted, unless it is the one expression of a param. */
function sayProgramProblem(
  id: string,
  { descriptor }: NodeDefinition,
  { says: what, column, remedy, equation, param }: ProgramProblem,
): Diagnostic {
  const own = Object.entries(descriptor.params).find(([, { widget }]) => widget === 'expression')?.[0];
  const where = param ?? own ?? 'equations';
  const isQuoted = equation !== undefined && where !== own;
  return says.badExpression(id, where, isQuoted ? `${equation}: ${what}` : what, column, remedy);
}

function findTable(
  id: string,
  { reads }: NodeDescriptor,
  params: Readonly<Record<string, unknown>>,
  tables: Tables,
  diagnostics: Diagnostic[],
): Table | undefined {
  if (!reads) return undefined;
  const file = shownFile(String(params[reads.file]));
  const found = Object.hasOwn(tables, id) ? tables[id] : undefined;
  if (found && 'times' in found) return found;
  diagnostics.push(
    found ? says.badTable(id, reads.file, file, found.problem) : says.missingTable(id, reads.file, file),
  );
  return undefined;
}

/** A hash as much of it as a person compares. */
function shownFile(file: string): string {
  return file.startsWith('sha256:') ? file.slice(0, 'sha256:'.length + 12) : file;
}

/** Edges whose both ends exist and may meet; the rest are diagnostics. */
function checkEdges(flow: Flow, ports: ResolvedFlow, diagnostics: Diagnostic[]): Edge[] {
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

function checkUnits(flow: Flow, ports: ResolvedFlow, catalog: Catalog, diagnostics: Diagnostic[]): void {
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

function checkInputs(flow: Flow, ports: ResolvedFlow, diagnostics: Diagnostic[]): void {
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

function wire(
  nodes: readonly PlanNode[],
  edges: readonly Edge[],
  planPorts: readonly PlanPort[],
  ports: ResolvedFlow,
): void {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const slots = new Map(planPorts.map((port, slot) => [port.port, slot]));
  for (const edge of edges) {
    const input = byId.get(edge.to.node)?.inputs.find((one) => one.name === edge.to.port);
    const slot = slots.get(`${edge.from.node}.${edge.from.port}`);
    const from = ports.node(edge.from.node)?.outputs.get(edge.from.port);
    const to = ports.node(edge.to.node)?.inputs.get(edge.to.port);
    if (!input || slot === undefined || !from || !to) continue;
    const verdict = checkEdge(from, to);
    input.from = slot;
    input.required = true;
    if (verdict.ok && verdict.conversion) {
      input.factor = verdict.conversion.factor;
      input.offset = verdict.conversion.offset;
    }
  }
}

function portOwners(
  nodes: readonly PlanNode[],
  planPorts: readonly PlanPort[],
): (port: number) => PlanNode | undefined {
  const owners = new Array<PlanNode | undefined>(planPorts.length);
  for (const node of nodes) for (const output of node.outputs) owners[output.port] = node;
  return (port) => owners[port];
}

function putInOrder(
  nodes: PlanNode[],
  planPorts: readonly PlanPort[],
  diagnostics: Diagnostic[],
): PlanNode[] | undefined {
  nodes.forEach((node, index) => (node.index = index));
  const owner = portOwners(nodes, planPorts);
  const after: number[][] = nodes.map(() => []);
  const hearing: number[][] = nodes.map(() => []);
  for (const node of nodes) {
    for (const input of node.inputs) {
      const from = owner(input.from);
      if (from) (input.feedthrough ? after : hearing)[from.index]!.push(node.index);
    }
    for (const { anchor } of node.states) {
      const from = anchor && owner(anchor.from);
      if (from && from !== node) hearing[from.index]!.push(node.index);
    }
  }
  const { order, loops } = orderByFeedthrough(nodes.length, after, hearing);
  for (const loop of loops) diagnostics.push(says.algebraicLoop(loop.map((index) => nodes[index]!.id)));
  if (loops.length > 0) return undefined;
  const ordered = order.map((index) => nodes[index]!);
  ordered.forEach((node, index) => (node.index = index));
  return ordered;
}

/** A node that runs on its inputs but whose outputs do not need them within the instant is emitted with whatever reaches it. */
function findRoots(nodes: readonly PlanNode[], nodeOfPort: (port: number) => PlanNode | undefined): void {
  for (const node of nodes) {
    const inputs = node.inputs.filter((input) => input.from >= 0);
    if (node.rate.kind !== 'inherit' || inputs.length === 0 || inputs.some((input) => input.feedthrough))
      continue;
    const open = [node];
    const seen = new Set([node.index]);
    for (let at = open.pop(); at; at = open.pop()) {
      if (at.rate.kind !== 'inherit' || at.inputs.every((input) => input.from < 0)) node.roots.push(at.index);
      if (at.rate.kind !== 'inherit') continue;
      for (const input of at.inputs) {
        const from = nodeOfPort(input.from);
        if (!from || seen.has(from.index)) continue;
        seen.add(from.index);
        open.push(from);
      }
    }
  }
}

/** Everything that runs at equal distances shares a period; the tick is the first. */
function findPeriods(nodes: readonly PlanNode[], tick: number): number[] {
  const periods = [tick];
  for (const node of nodes) {
    const { rate } = node;
    if (rate.kind === 'inherit') continue;
    const seconds = rate.kind === 'every' ? rate.seconds : tick;
    node.period = periods.indexOf(seconds);
    if (node.period < 0) node.period = periods.push(seconds) - 1;
  }
  return periods;
}

function readClock(flow: Flow, diagnostics: Diagnostic[]): Pick<Plan, 'tick' | 'solver'> {
  const { tick = DEFAULT_TICK, solver } = flow.clock ?? {};
  const parsed = parseDuration(tick);
  if ('problem' in parsed) diagnostics.push(says.badClock('tick', parsed.problem));
  else if (parsed.seconds < 0.001 || parsed.seconds > 3600)
    diagnostics.push(says.badClock('tick', `${parsed.seconds} s is out of range`));
  return {
    tick: 'seconds' in parsed ? parsed.seconds : DEFAULT_TICK,
    solver: { method: solver?.method ?? 'auto', rtol: solver?.rtol ?? 1e-6, atol: solver?.atol ?? 1e-9 },
  };
}

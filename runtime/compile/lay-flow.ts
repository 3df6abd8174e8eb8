import { hasErrors, type Diagnostic } from '../graph/diagnostic.ts';
import type { Edge, Flow } from '../graph/flow.ts';
import type { NodeDefinition } from '../node/definition.ts';
import { parseDuration } from '../signal/quantity.ts';
import { checkAnchors, findAnchors } from './anchors.ts';
import { checkEdge } from './check-edge.ts';
import { checkUserEquation, checkUserEquations } from './check-equations.ts';
import * as says from './diagnostics.ts';
import { exactText } from './exact-text.ts';
import { findGroups, type Grouped } from './groups.ts';
import { findIslands } from './islands.ts';
import { layNode, type MemoryLayout } from './lay-node.ts';
import type { FormedNode, NodeForm } from './node-form.ts';
import type { ProgramProblem } from './node-program.ts';
import { orderByFeedthrough } from './order.ts';
import { STEP_SLOT, type LaidNode, type Plan, type PlanPort } from './plan.ts';
import type { ResolvedFlow } from './resolve-ports.ts';
import { Shelf } from './shelf.ts';
import { StateBudget } from './state-budget.ts';
import { waitingLoops } from './waiting-loops.ts';
import type { Wiring } from './wire-flow.ts';

/** What plans share that differ in values of params alone: everything but those. */
export interface PlanForm extends Pick<
  Plan,
  'tick' | 'solver' | 'islands' | 'groups' | 'periods' | 'memorySize'
> {
  nodes: readonly LaidNode[];
  /** The place of each node in the file. */
  fileOrder: readonly number[];
  /** Memory without values of params and constants. */
  memory: Float64Array;
  /** Where those stand, node after node in the order of the file. */
  places: readonly number[];
}

/** A flow laid into memory and put in order, as far as it is sound. */
export interface Layout {
  /** Where it is kept for the next flow of its form: as long as that is so, its wiring is. */
  wiring?: Wiring;
  ports: PlanPort[];
  /** Every node of the flow has its ports in there. */
  isWhole: boolean;
  /** By node. */
  diagnosticsOf: ReadonlyMap<string, readonly Diagnostic[]>;
  diagnostics: readonly Diagnostic[];
  /** Absent where something is an error. */
  form?: PlanForm;
}

/** What nodes were made into, by their ids in the order of the file; undefined where their params are no good. */
export type FormedNodes = ReadonlyMap<string, FormedNode | undefined>;

/** All of a flow, beside its wiring and the forms of its nodes, that its layout follows from. */
type Ground = Grouped & Pick<Flow, 'clock'>;

const layouts = new Shelf<Layout>();

/** Lays a flow out; for flows of one form it is done once, as long as one of them is in use. */
export function layFlow(flow: Flow, formed: FormedNodes, wiring: Wiring): Layout {
  const isKept = wiring.number >= 0;
  const text = isKept ? `${wiring.number} ${textOf(flow, formed)}` : '';
  const kept = isKept ? layouts.find(text) : undefined;
  if (kept) return kept;
  const forms = [...formed].flatMap(([id, node]) => (node ? [[id, node.form] as const] : []));
  const layout = workOut(groundOf(flow), new Map(forms), wiring);
  return isKept ? layouts.put(text, { ...layout, wiring }) : layout;
}

function groundOf({ nodes, clock, groups }: Flow): Ground {
  const assets = Object.entries(nodes).map(
    ([id, { asset }]) => [id, asset === undefined ? {} : { asset }] as const,
  );
  return { nodes: Object.fromEntries(assets), ...(clock && { clock }), ...(groups && { groups }) };
}

/** What `groundOf` makes, as text, and those of the nodes; their ids are part of the wiring. None of these texts has a second line. */
function textOf({ nodes, clock, groups }: Flow, formed: FormedNodes): string {
  const assets: string[] = [];
  for (const [id, { asset }] of Object.entries(nodes)) if (asset !== undefined) assets.push(id, asset);
  let text = exactText([assets, clock, groups]);
  for (const node of formed.values()) text += `\n${node?.text() ?? ''}`;
  return text;
}

function workOut(ground: Ground, forms: ReadonlyMap<string, NodeForm>, wiring: Wiring): Layout {
  const { nodes, ports, memory, diagnosticsOf, diagnostics } = layNodes(forms, wiring);
  wire(nodes, wiring.edges, ports, wiring.ports);
  findAnchors(nodes, forms, ports, wiring.ports, diagnostics);
  const ids = Object.keys(ground.nodes);
  const ordered = putInOrder(nodes, ports, diagnostics);
  const isWhole = nodes.length === ids.length;
  const clock = readClock(ground.clock ?? {}, diagnostics);
  const layout: Layout = { ports, isWhole, diagnosticsOf, diagnostics };
  const isSound = wiring.isSound && isWhole && ![...diagnosticsOf.values(), diagnostics].some(hasErrors);
  if (!isSound || !ordered) return layout;

  const nodeOfPort = portOwners(ordered, ports);
  const islands = findIslands(ordered, nodeOfPort);
  const groups = findGroups(ground, ordered, ports, diagnostics);
  checkAnchors(ordered, islands, nodeOfPort, diagnostics);
  if (hasErrors(diagnostics)) return layout;
  for (const node of ordered) if (node.island >= 0) node.rate = { kind: 'tick' };
  const periods = findPeriods(ordered, clock.tick);
  findRoots(ordered, nodeOfPort);
  const beginsAlone = ({ id }: LaidNode): boolean => forms.get(id)!.beginsAlone;
  for (const loop of waitingLoops(ordered, islands, nodeOfPort, beginsAlone))
    diagnostics.push(says.neverBegins(loop));
  const places = new Map(ids.map((id, i) => [id, i]));
  layout.form = {
    ...clock,
    nodes: ordered,
    fileOrder: ordered.map(({ id }) => places.get(id)!),
    islands,
    groups,
    periods,
    memorySize: memory.next,
    memory: memoryOf(memory),
    places: memory.places,
  };
  return layout;
}

function memoryOf({ next, fixed }: MemoryLayout): Float64Array {
  const memory = new Float64Array(next);
  for (const [slot, value] of fixed) memory[slot] = value;
  return memory;
}

interface LaidNodes {
  nodes: LaidNode[];
  ports: PlanPort[];
  memory: MemoryLayout;
  diagnosticsOf: Map<string, Diagnostic[]>;
  diagnostics: Diagnostic[];
}

function layNodes(forms: ReadonlyMap<string, NodeForm>, wiring: Wiring): LaidNodes {
  const memory: MemoryLayout = { next: STEP_SLOT + 1, fixed: new Map(), places: [] };
  const laid: LaidNodes = { nodes: [], ports: [], memory, diagnosticsOf: new Map(), diagnostics: [] };
  const budget = new StateBudget();
  for (const [id, form] of forms) {
    const resolved = wiring.ports.node(id)!;
    const own: Diagnostic[] = [];
    checkUserEquation(id, form, resolved, own);
    checkUserEquations(id, form, resolved, own);
    const one = budget.take(id, form, own) ? layNode(id, form, resolved, memory, laid.ports) : undefined;
    if (one && 'problem' in one) {
      if (!own.some(({ code }) => code === 'bad-expression'))
        own.push(sayProgramProblem(id, form.definition, one.problem));
    } else if (one) laid.nodes.push(one.node);
    if (own.length > 0) laid.diagnosticsOf.set(id, own);
  }
  budget.checkAll(laid.diagnostics);
  return laid;
}

const DEFAULT_TICK = 0.1;

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

function wire(
  nodes: readonly LaidNode[],
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
  nodes: readonly LaidNode[],
  planPorts: readonly PlanPort[],
): (port: number) => LaidNode | undefined {
  const owners = new Array<LaidNode | undefined>(planPorts.length);
  for (const node of nodes) for (const output of node.outputs) owners[output.port] = node;
  return (port) => owners[port];
}

function putInOrder(
  nodes: LaidNode[],
  planPorts: readonly PlanPort[],
  diagnostics: Diagnostic[],
): LaidNode[] | undefined {
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
function findRoots(nodes: readonly LaidNode[], nodeOfPort: (port: number) => LaidNode | undefined): void {
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
function findPeriods(nodes: readonly LaidNode[], tick: number): number[] {
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

function readClock(
  { tick = DEFAULT_TICK, solver }: NonNullable<Flow['clock']>,
  diagnostics: Diagnostic[],
): Pick<Plan, 'tick' | 'solver'> {
  const parsed = parseDuration(tick);
  if ('problem' in parsed) diagnostics.push(says.badClock('tick', parsed.problem));
  else if (parsed.seconds < 0.001 || parsed.seconds > 3600)
    diagnostics.push(says.badClock('tick', `${parsed.seconds} s is out of range`));
  return {
    tick: 'seconds' in parsed ? parsed.seconds : DEFAULT_TICK,
    solver: { method: solver?.method ?? 'auto', rtol: solver?.rtol ?? 1e-6, atol: solver?.atol ?? 1e-9 },
  };
}

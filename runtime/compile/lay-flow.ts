import { hasErrors, type Diagnostic } from '../graph/diagnostic.ts';
import type { Flow } from '../graph/flow.ts';
import { checkAnchors, findAnchors } from './anchors.ts';
import { connectInputs } from './connect-inputs.ts';
import * as says from './diagnostics.ts';
import { exactText } from './exact-text.ts';
import { findPeriods } from './find-periods.ts';
import { findRoots } from './find-roots.ts';
import { findGroups, type Grouped } from './groups.ts';
import { findIslands } from './islands.ts';
import type { MemoryLayout } from './lay-node.ts';
import { layNodes } from './lay-nodes.ts';
import type { FormedNode, NodeForm } from './node-form.ts';
import type { LaidNode, Plan, PlanPort } from './plan.ts';
import { portOwners } from './port-owners.ts';
import { putInOrder } from './put-in-order.ts';
import { readClock } from './read-clock.ts';
import { Shelf } from './shelf.ts';
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
export interface LaidFlow {
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
type RestOfFlow = Grouped & Pick<Flow, 'clock'>;

const layouts = new Shelf<LaidFlow>();

/** Lays a flow out; for flows of one form it is done once, as long as one of them is in use. */
export function layFlow(flow: Flow, formed: FormedNodes, wiring: Wiring): LaidFlow {
  const isKept = wiring.number >= 0;
  const text = isKept ? `${wiring.number} ${textOf(flow, formed)}` : '';
  const kept = isKept ? layouts.find(text) : undefined;
  if (kept) return kept;
  const forms = [...formed].flatMap(([id, node]) => (node ? [[id, node.form] as const] : []));
  const layout = workOut(restOf(flow), new Map(forms), wiring);
  return isKept ? layouts.put(text, { ...layout, wiring }) : layout;
}

function restOf({ nodes, clock, groups }: Flow): RestOfFlow {
  const assets = Object.entries(nodes).map(
    ([id, { asset }]) => [id, asset === undefined ? {} : { asset }] as const,
  );
  return { nodes: Object.fromEntries(assets), ...(clock && { clock }), ...(groups && { groups }) };
}

/** What `restOf` makes, as text, and those of the nodes; their ids are part of the wiring. None of these texts has a second line. */
function textOf({ nodes, clock, groups }: Flow, formed: FormedNodes): string {
  const assets: string[] = [];
  for (const [id, { asset }] of Object.entries(nodes)) if (asset !== undefined) assets.push(id, asset);
  let text = exactText([assets, clock, groups]);
  for (const node of formed.values()) text += `\n${node?.text() ?? ''}`;
  return text;
}

function workOut(rest: RestOfFlow, forms: ReadonlyMap<string, NodeForm>, wiring: Wiring): LaidFlow {
  const { nodes, ports, memory, diagnosticsOf, diagnostics } = layNodes(forms, wiring);
  connectInputs(nodes, wiring.edges, ports, wiring.ports);
  findAnchors(nodes, forms, ports, wiring.ports, diagnostics);
  const ids = Object.keys(rest.nodes);
  const ordered = putInOrder(nodes, ports, diagnostics);
  const isWhole = nodes.length === ids.length;
  const clock = readClock(rest.clock ?? {}, diagnostics);
  const layout: LaidFlow = { ports, isWhole, diagnosticsOf, diagnostics };
  const isSound = wiring.isSound && isWhole && ![...diagnosticsOf.values(), diagnostics].some(hasErrors);
  if (!isSound || !ordered) return layout;

  const nodeOfPort = portOwners(ordered, ports);
  const islands = findIslands(ordered, nodeOfPort);
  const groups = findGroups(rest, ordered, ports, diagnostics);
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

import { addNode, connect, freeId } from '@twinloom/runtime/graph/edits';
import { parseEdge, type Edge, type Flow } from '@twinloom/runtime/graph/flow';
import { insertOnEdge, rewireThrough } from '@twinloom/runtime/graph/heal';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { addNodeOfType, freeSpot, idFromType, snap } from './add-node.ts';
import { canvasView } from './canvas-view.ts';
import { useCatalog } from './catalog-store.ts';
import { portText } from './edge-text.ts';
import { documentStore } from './document-store.ts';
import { bestInput, bestOutput, fittingNodes, nodesBetween, portsAsAdded } from './fitting-nodes.ts';
import { portAt, resolvedFlow } from './resolved-flow.ts';
import { announce, goTo, refuse, useSession, type PortPoint, type QuickAdd } from './session-store.ts';
import { editsWords } from '../words/edits.ts';

/** Width of a card, and how far below its top its first port is about, px. */
const CARD = 208;
export const FIRST_PORT = 60;

/** Opens the search for a node where the pointer is. */
export function openQuickAdd(): void {
  const spot = canvasView()?.spotToAdd();
  if (spot && documentStore.getState().draft) useSession.setState({ quickAdd: spot, menu: undefined });
}

/** The same for a node to be put into the selected edge. */
export function openQuickAddOnEdge(): void {
  const spot = canvasView()?.spot();
  const edge = parseEdge(useSession.getState().edges[0] ?? '');
  if (spot && edge) useSession.setState({ quickAdd: { ...spot, edge } });
}

/** Opens the search where an edge was let go over nothing. */
export function openQuickAddFrom(from: PortPoint, screen: [number, number], at: [number, number]): void {
  useSession.setState({ wiring: undefined, target: undefined, quickAdd: { screen, at, from } });
}

export function closeQuickAdd(): void {
  useSession.setState({ quickAdd: undefined });
  canvasView()?.focus();
}

/** The types of node that may be put there. */
export function offeredNodes({ from, edge }: QuickAdd): readonly NodeDescriptor[] {
  const { nodes } = useCatalog.getState();
  if (edge) {
    const [output, input] = endsOf(edge);
    return output && input ? nodesBetween(nodes, output, input) : nodes;
  }
  const port = from && portAt(from);
  return port ? fittingNodes(nodes, port, from.side) : nodes;
}

/** Adds a node where a search was opened, wired as it was asked for, as one step of undo. */
export function addFound(type: string, { at, from, edge }: QuickAdd): void {
  useSession.setState({ quickAdd: undefined });
  if (edge) insertOnto(type, edge, at);
  else if (from) addWired(type, from, at);
  else addNodeOfType(type, freeSpot(documentStore.getState().draft ?? EMPTY, at));
}

const EMPTY: Flow = { twinloom: 1, nodes: {} };

/** Adds a node of a type in the middle of an edge; where it fits no end it is added beside, and that is said. */
export function insertOnto(type: string, edge: Edge, at: readonly [number, number]): void {
  const { draft, edit } = documentStore.getState();
  const ports = portsBetween(type, edge);
  if (!draft) return;
  if (!ports) {
    addNodeOfType(type, [at[0], at[1]]);
    refuse({
      title: editsWords.addedBesideEdge(type),
      says: editsWords.noPortsFit(portText(edge.from), portText(edge.to)),
      remedy: editsWords.wireByHand,
    });
    return;
  }
  const id = freeId(draft, idFromType(type));
  const added = { id, node: { type }, position: snapped(at), ...ports };
  edit((flow) => insertOnEdge(flow, edge, added));
  goTo(id);
  announce(editsWords.addedBetween(id, edge.from.node, edge.to.node));
}

/** Leads an edge through a node that is there and wired to nothing, where it fits. True when it did. One step of undo with what has the same key. */
export function leadThrough(node: string, edge: Edge, key: string): boolean {
  const { draft, edit } = documentStore.getState();
  const ports = draft && resolvedFlow(draft, useCatalog.getState().byType).node(node);
  const [output, input] = endsOf(edge);
  const into = output && ports && bestInput(output, ports);
  const out = input && ports && bestOutput(input, ports);
  if (into === undefined || out === undefined) return false;
  edit((flow) => rewireThrough(flow, edge, { id: node, input: into, output: out }), key);
  announce(editsWords.isBetweenNow(node, edge.from.node, edge.to.node));
  return true;
}

function addWired(type: string, from: PortPoint, at: readonly [number, number]): void {
  const { draft, edit } = documentStore.getState();
  const descriptor = useCatalog.getState().byType.get(type);
  const port = portAt(from);
  if (!draft || !descriptor || !port) return;
  const ports = portsAsAdded(descriptor);
  const id = freeId(draft, idFromType(type));
  const name = from.side === 'output' ? bestInput(port, ports) : bestOutput(port, ports);
  const here = { node: from.node, port: from.port };
  edit((flow) => {
    const left = from.side === 'output' ? at[0] : at[0] - CARD;
    const added = addNode(flow, id, { type }, snapped([left, at[1] - FIRST_PORT]));
    if (name === undefined) return added;
    const there = { node: id, port: name };
    return connect(added, from.side === 'output' ? { from: here, to: there } : { from: there, to: here });
  });
  goTo(id);
  announce(editsWords.addedAndWired(id, portText(from)));
}

function portsBetween(type: string, edge: Edge): { input: string; output: string } | undefined {
  const descriptor = useCatalog.getState().byType.get(type);
  const [from, to] = endsOf(edge);
  if (!descriptor || !from || !to) return undefined;
  const ports = portsAsAdded(descriptor);
  const [input, output] = [bestInput(from, ports), bestOutput(to, ports)];
  return input !== undefined && output !== undefined ? { input, output } : undefined;
}

function endsOf({ from, to }: Edge) {
  return [portAt({ ...from, side: 'output' }), portAt({ ...to, side: 'input' })] as const;
}

function snapped([x, y]: readonly [number, number]): [number, number] {
  return [snap(x), snap(y)];
}

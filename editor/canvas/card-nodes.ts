import { Position, type Node } from '@xyflow/react';
import type { ResolvedFlow, ResolvedNode, ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import { edgesOf, type Edge, type Flow, type FlowNode } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { CARD_WIDTH, cardHeight, portMiddle } from './card-geometry.ts';
import { canvasWords } from '../words/canvas.ts';

/** A port on a card. `missing`: an edge names it but the node has no such port. */
export interface CardPort extends ResolvedPort {
  missing?: boolean;
}

export interface CardData extends Record<string, unknown> {
  node: FlowNode;
  /** Absent: this server has no such node type. */
  descriptor: NodeDescriptor | undefined;
  inputs: readonly CardPort[];
  outputs: readonly CardPort[];
}

export type CardNode = Node<CardData, 'card'>;

/** Width and height of the handle of a port, px. */
export const HANDLE = 12;

/** Makes the cards of a draft; a card whose node, ports, place and selection are as before is the same object, so that only changed cards render. */
export function createCardNodes(): (
  flow: Flow,
  resolved: ResolvedFlow,
  byType: ReadonlyMap<string, NodeDescriptor>,
  places: Readonly<Record<string, { x: number; y: number }>>,
  selected: ReadonlySet<string>,
) => CardNode[] {
  const makeData = createCardData();
  let former = new Map<string, CardNode>();
  return (flow, resolved, byType, places, selected) => {
    const next: typeof former = new Map();
    const data = makeData(flow, resolved, byType);
    let index = 0;
    for (const [id, { data: own }] of data) {
      const place = places[id] ?? placeOf(flow, id, index);
      index += 1;
      const isSelected = selected.has(id);
      const before = former.get(id);
      const same =
        before?.data === own &&
        before.selected === isSelected &&
        before.position.x === place.x &&
        before.position.y === place.y;
      next.set(id, same ? before : makeCard(id, own, place, isSelected));
    }
    former = next;
    return [...next.values()];
  };
}

type DataById = ReadonlyMap<string, { data: CardData; signature: string }>;

/** Makes what cards show; worked out anew only where nodes, edges or types changed, and the same object where a card shows what it did. */
function createCardData(): (
  flow: Flow,
  resolved: ResolvedFlow,
  byType: ReadonlyMap<string, NodeDescriptor>,
) => DataById {
  let made: { of: readonly unknown[]; data: DataById } = { of: [], data: new Map() };
  return (flow, resolved, byType) => {
    const of = [flow.nodes, flow.edges, resolved, byType];
    if (of.every((part, index) => part === made.of[index])) return made.data;
    const named = portsNamedByEdges(edgesOf(flow));
    const data = Object.entries(flow.nodes).map(([id, node]) => {
      const descriptor = byType.get(node.type);
      const { inputs, outputs } = portsOf(resolved.node(id), named.get(id));
      const signature = JSON.stringify([inputs, outputs]);
      const before = made.data.get(id);
      const same =
        before?.signature === signature && before.data.node === node && before.data.descriptor === descriptor;
      return [id, same ? before : { data: { node, descriptor, inputs, outputs }, signature }] as const;
    });
    made = { of, data: new Map(data) };
    return made.data;
  };
}

function makeCard(
  id: string,
  data: CardData,
  position: { x: number; y: number },
  selected: boolean,
): CardNode {
  const { node, descriptor, inputs, outputs } = data;
  const height = cardHeight(inputs.length, outputs.length);
  const handle = (side: 'target' | 'source') => (port: CardPort, index: number) => ({
    id: port.name,
    type: side,
    position: side === 'target' ? Position.Left : Position.Right,
    x: (side === 'target' ? 0 : CARD_WIDTH) - HANDLE / 2,
    y: portMiddle(index) - HANDLE / 2,
    width: HANDLE,
    height: HANDLE,
  });
  return {
    id,
    type: 'card',
    position,
    data,
    selected,
    width: CARD_WIDTH,
    height,
    measured: { width: CARD_WIDTH, height },
    handles: [...inputs.map(handle('target')), ...outputs.map(handle('source'))],
    ariaLabel: canvasWords.nodeCard(
      node.title ?? descriptor?.title ?? id,
      node.type,
      inputs.length,
      outputs.length,
    ),
  };
}

/** Where a node stands; one without a place goes into a row below the others. */
function placeOf(flow: Flow, id: string, index: number): { x: number; y: number } {
  const [x, y] = flow.layout?.[id] ?? [(index % 4) * (CARD_WIDTH + 88), Math.floor(index / 4) * 200];
  return { x, y };
}

function portsNamedByEdges(
  edges: readonly Edge[],
): Map<string, { inputs: Set<string>; outputs: Set<string> }> {
  const named = new Map<string, { inputs: Set<string>; outputs: Set<string> }>();
  const of = (id: string) => {
    const known = named.get(id) ?? { inputs: new Set<string>(), outputs: new Set<string>() };
    named.set(id, known);
    return known;
  };
  for (const { from, to } of edges) {
    of(from.node).outputs.add(from.port);
    of(to.node).inputs.add(to.port);
  }
  return named;
}

function portsOf(
  resolved: ResolvedNode | undefined,
  named: { inputs: Set<string>; outputs: Set<string> } | undefined,
): { inputs: CardPort[]; outputs: CardPort[] } {
  const side = (ports: Map<string, ResolvedPort> | undefined, names: Iterable<string>): CardPort[] => [
    ...(ports?.values() ?? []),
    ...[...names]
      .filter((name) => !ports?.has(name))
      .map((name) => ({
        name,
        type: 'any' as const,
        unit: '',
        anyUnit: true,
        required: false,
        awaited: true,
        missing: true,
      })),
  ];
  return {
    inputs: side(resolved?.inputs, named?.inputs ?? []),
    outputs: side(resolved?.outputs, named?.outputs ?? []),
  };
}

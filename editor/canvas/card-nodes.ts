import { Position, type Node } from '@xyflow/react';
import type { ResolvedFlow, ResolvedNode, ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import { edgesOf, type Edge, type Flow, type FlowNode } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { CARD_WIDTH, cardHeight, portMiddle } from './card-geometry.ts';

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
  let former = new Map<string, { card: CardNode; signature: string }>();
  return (flow, resolved, byType, places, selected) => {
    const named = portsNamedByEdges(edgesOf(flow));
    const next: typeof former = new Map();
    const cards = Object.entries(flow.nodes).map(([id, node], index) => {
      const descriptor = byType.get(node.type);
      const { inputs, outputs } = portsOf(resolved.node(id), named.get(id));
      const place = places[id] ?? placeOf(flow, id, index);
      const isSelected = selected.has(id);
      const signature = JSON.stringify([inputs, outputs]);
      const before = former.get(id);
      const sameData =
        before?.card.data.node === node &&
        before.card.data.descriptor === descriptor &&
        before.signature === signature;
      const { position, selected: wasSelected } = before?.card ?? {};
      const same =
        sameData && wasSelected === isSelected && position?.x === place.x && position.y === place.y;
      const card = same
        ? before.card
        : makeCard(
            id,
            sameData ? before.card.data : { node, descriptor, inputs, outputs },
            place,
            isSelected,
          );
      next.set(id, { card, signature });
      return card;
    });
    former = next;
    return cards;
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
    ariaLabel: `${node.title ?? descriptor?.title ?? id}, ${node.type}, ${inputs.length} inputs, ${outputs.length} outputs`,
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

import { Position, type Node } from '@xyflow/react';
import { edgesOf, type Flow, type FlowGroup, type PortRef } from '@twinloom/runtime/graph/flow';
import { groupCardId } from '../stores/selection.ts';
import type { LiveEdgeElement } from './card-edges.ts';
import { CARD_WIDTH, cardHeight, portMiddle } from './card-geometry.ts';
import { HANDLE, type CardNode, type CardPort } from './card-nodes.ts';
import { canvasWords } from '../words/canvas.ts';

/** A port of a member that is wired to something outside of the group. */
export interface BorderPort {
  node: string;
  port: CardPort;
}

export interface CollapsedData extends Record<string, unknown> {
  id: string;
  group: FlowGroup;
  members: readonly string[];
  inputs: readonly BorderPort[];
  outputs: readonly BorderPort[];
}

export type CollapsedNode = Node<CollapsedData, 'collapsed'>;

/** Collapsed groups as one card each, where the leftmost of their members stands, with the ports that cross the border. */
export function collapsedNodes(
  flow: Flow,
  cards: readonly CardNode[],
  hiddenIn: ReadonlyMap<string, string>,
  selected: ReadonlySet<string>,
): CollapsedNode[] {
  if (hiddenIn.size === 0) return [];
  const byId = new Map(cards.map((card) => [card.id, card]));
  const members = Map.groupBy(
    [...hiddenIn].filter(([node]) => byId.has(node)),
    ([, group]) => group,
  );
  const crossing = edgesOf(flow).filter(({ from, to }) => hiddenIn.get(from.node) !== hiddenIn.get(to.node));
  return [...members].map(([id, pairs]) => {
    const own = (ends: readonly PortRef[], side: 'inputs' | 'outputs'): BorderPort[] =>
      borderPorts(
        ends.filter(({ node }) => hiddenIn.get(node) === id),
        side,
        byId,
      );
    const inside = pairs.map(([node]) => byId.get(node)!);
    return collapsedNode({
      id,
      group: flow.groups![id]!,
      inside,
      inputs: own(
        crossing.map(({ to }) => to),
        'inputs',
      ),
      outputs: own(
        crossing.map(({ from }) => from),
        'outputs',
      ),
      isSelected: selected.has(groupCardId(id)),
    });
  });
}

function borderPorts(
  ends: readonly PortRef[],
  side: 'inputs' | 'outputs',
  cards: ReadonlyMap<string, CardNode>,
): BorderPort[] {
  const names = new Map(ends.map((end) => [`${end.node}.${end.port}`, end]));
  return [...names.values()].flatMap(({ node, port: name }) => {
    const port = cards.get(node)?.data[side].find((each) => each.name === name);
    return port ? [{ node, port }] : [];
  });
}

function collapsedNode(parts: {
  id: string;
  group: FlowGroup;
  inside: readonly CardNode[];
  inputs: readonly BorderPort[];
  outputs: readonly BorderPort[];
  isSelected: boolean;
}): CollapsedNode {
  const { id, group, inside, inputs, outputs, isSelected } = parts;
  // Where a member stands no other card does.
  const [first] = inside.toSorted((a, b) => a.position.x - b.position.x || a.position.y - b.position.y);
  const size = { width: CARD_WIDTH, height: cardHeight(inputs.length, outputs.length) };
  const handle =
    (type: 'target' | 'source') =>
    ({ node, port }: BorderPort, index: number) => ({
      id: `${node}.${port.name}`,
      type,
      position: type === 'target' ? Position.Left : Position.Right,
      x: (type === 'target' ? 0 : CARD_WIDTH) - HANDLE / 2,
      y: portMiddle(index) - HANDLE / 2,
      width: HANDLE,
      height: HANDLE,
    });
  return {
    id: groupCardId(id),
    type: 'collapsed',
    position: first!.position,
    data: { id, group, members: inside.map((card) => card.id), inputs, outputs },
    selected: isSelected,
    ...size,
    measured: size,
    handles: [...inputs.map(handle('target')), ...outputs.map(handle('source'))],
    ariaLabel: canvasWords.collapsedGroup(group.title ?? id, inside.length, inputs.length, outputs.length),
  };
}

/** Edges with the cards of collapsed groups in the place of what these hide; those within one are left out. */
export function edgesAround(
  edges: LiveEdgeElement[],
  hiddenIn: ReadonlyMap<string, string>,
): LiveEdgeElement[] {
  if (hiddenIn.size === 0) return edges;
  return edges.flatMap((edge) => {
    const [from, to] = [hiddenIn.get(edge.source), hiddenIn.get(edge.target)];
    if (from === undefined && to === undefined) return [edge];
    if (from === to) return [];
    return [
      {
        ...edge,
        ...(from !== undefined && {
          source: groupCardId(from),
          sourceHandle: `${edge.source}.${edge.sourceHandle}`,
        }),
        ...(to !== undefined && {
          target: groupCardId(to),
          targetHandle: `${edge.target}.${edge.targetHandle}`,
        }),
      },
    ];
  });
}

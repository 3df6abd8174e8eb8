import type { Edge as FlowEdge } from '@xyflow/react';
import { checkEdge, type Conversion } from '@twinloom/runtime/compile/check-edge';
import type { ResolvedFlow } from '@twinloom/runtime/compile/resolve-ports';
import { bendsOf, type Point } from '@twinloom/runtime/graph/bends';
import { edgesOf, formatEdge, type Flow } from '@twinloom/runtime/graph/flow';
import type { PortType } from '@twinloom/runtime/signal/port-type';

export interface LiveEdgeData extends Record<string, unknown> {
  /** The port it comes from, `node.port`. */
  port: string;
  type: PortType;
  /** The nodes it goes between, also where a collapsed group shows in their place. */
  between: readonly [from: string, to: string];
  conversion: Conversion | undefined;
  /** UCUM code of the value as it arrives. */
  unit: string;
  /** Where a person bent it, canvas px. */
  bends: readonly Point[];
  /** Why it cannot stand, '' where it can. */
  refused: string;
}

const STRAIGHT: readonly Point[] = [];

export type LiveEdgeElement = FlowEdge<LiveEdgeData, 'live'>;

/** Makes the edges of a draft; one that is as before is the same object. */
export function createCardEdges(): (
  flow: Flow,
  resolved: ResolvedFlow,
  selected: ReadonlySet<string>,
) => LiveEdgeElement[] {
  let former = new Map<string, { edge: LiveEdgeElement; signature: string }>();
  return (flow, resolved, selected) => {
    const next: typeof former = new Map();
    const bends = bendsOf(flow);
    for (const edge of edgesOf(flow)) {
      const { from, to } = edge;
      const id = formatEdge(edge);
      if (next.has(id) || !flow.nodes[from.node] || !flow.nodes[to.node]) continue;
      const output = resolved.node(from.node)?.outputs.get(from.port);
      const input = resolved.node(to.node)?.inputs.get(to.port);
      const verdict = output && input ? checkEdge(output, input) : undefined;
      const data: LiveEdgeData = {
        port: `${from.node}.${from.port}`,
        type: output?.type ?? 'any',
        between: [from.node, to.node],
        conversion: verdict?.ok ? verdict.conversion : undefined,
        unit: (verdict?.ok && verdict.conversion ? input?.unit : output?.unit) ?? '',
        bends: bends.get(id) ?? STRAIGHT,
        refused: verdict && !verdict.ok ? verdict.says : '',
      };
      const isSelected = selected.has(id);
      const signature = JSON.stringify([data, isSelected]);
      const before = former.get(id);
      next.set(
        id,
        before?.signature === signature ? before : { signature, edge: makeEdge(id, edge, data, isSelected) },
      );
    }
    former = next;
    return [...next.values()].map(({ edge }) => edge);
  };
}

function makeEdge(
  id: string,
  { from, to }: { from: { node: string; port: string }; to: { node: string; port: string } },
  data: LiveEdgeData,
  selected: boolean,
): LiveEdgeElement {
  return {
    id,
    type: 'live',
    source: from.node,
    sourceHandle: from.port,
    target: to.node,
    targetHandle: to.port,
    data,
    selected,
    ariaLabel: `Edge from ${from.node}.${from.port} to ${to.node}.${to.port}`,
  };
}

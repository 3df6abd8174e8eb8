import type { Edge as FlowEdge } from '@xyflow/react';
import { checkEdge, type Conversion } from '@twinloom/runtime/compile/check-edge';
import type { ResolvedFlow } from '@twinloom/runtime/compile/resolve-ports';
import { bendsOf, type Point } from '@twinloom/runtime/graph/bends';
import { edgesOf, formatEdge, type Edge, type Flow } from '@twinloom/runtime/graph/flow';
import type { PortType } from '@twinloom/runtime/signal/port-type';
import { canvasWords } from '../words/canvas.ts';

/** What an edge shows of its ports. */
interface Checked {
  /** The port it comes from, `node.port`. */
  port: string;
  type: PortType;
  /** The nodes it goes between, also where a collapsed group shows in their place. */
  between: readonly [from: string, to: string];
  conversion: Conversion | undefined;
  /** UCUM code of the value as it arrives. */
  unit: string;
  /** Why it cannot stand, '' where it can. */
  refused: string;
}

export interface LiveEdgeData extends Checked, Record<string, unknown> {
  /** The same object as long as its ports come to the same. */
  checked: Checked;
  /** Where a person bent it, canvas px. */
  bends: readonly Point[];
}

const STRAIGHT: readonly Point[] = [];

export type LiveEdgeElement = FlowEdge<LiveEdgeData, 'live'>;

/** Makes the edges of a draft; one that is as before is the same object. */
export function createCardEdges(): (
  flow: Flow,
  resolved: ResolvedFlow,
  selected: ReadonlySet<string>,
) => LiveEdgeElement[] {
  const checkAll = createEdgeChecks();
  let former = new Map<string, LiveEdgeElement>();
  return (flow, resolved, selected) => {
    const next: typeof former = new Map();
    const bends = bendsOf(flow);
    for (const { id, edge, checked } of checkAll(flow, resolved)) {
      const isSelected = selected.has(id);
      const bent = bends.get(id) ?? STRAIGHT;
      const before = former.get(id);
      const same =
        before?.data !== undefined &&
        before.selected === isSelected &&
        before.data.checked === checked &&
        isSameLine(before.data.bends, bent);
      next.set(id, same ? before : makeEdge(id, edge, { ...checked, checked, bends: bent }, isSelected));
    }
    former = next;
    return [...next.values()];
  };
}

interface CheckedEdge {
  id: string;
  edge: Edge;
  checked: Checked;
}

/** Checks the edges of a draft; anew only where nodes, edges or ports changed, and with the same object where it comes to the same. */
function createEdgeChecks(): (flow: Flow, resolved: ResolvedFlow) => Iterable<CheckedEdge> {
  let made: { of: readonly unknown[]; edges: Map<string, CheckedEdge & { signature: string }> } = {
    of: [],
    edges: new Map(),
  };
  return (flow, resolved) => {
    const of = [flow.nodes, flow.edges, resolved];
    if (of.every((part, index) => part === made.of[index])) return made.edges.values();
    const edges: typeof made.edges = new Map();
    for (const edge of edgesOf(flow)) {
      const id = formatEdge(edge);
      if (edges.has(id) || !flow.nodes[edge.from.node] || !flow.nodes[edge.to.node]) continue;
      const checked = checkOf(edge, resolved);
      const signature = JSON.stringify(checked);
      const before = made.edges.get(id);
      edges.set(id, before?.signature === signature ? before : { id, edge, checked, signature });
    }
    made = { of, edges };
    return edges.values();
  };
}

function checkOf({ from, to }: Edge, resolved: ResolvedFlow): Checked {
  const output = resolved.node(from.node)?.outputs.get(from.port);
  const input = resolved.node(to.node)?.inputs.get(to.port);
  const verdict = output && input ? checkEdge(output, input) : undefined;
  return {
    port: `${from.node}.${from.port}`,
    type: output?.type ?? 'any',
    between: [from.node, to.node],
    conversion: verdict?.ok ? verdict.conversion : undefined,
    unit: (verdict?.ok && verdict.conversion ? input?.unit : output?.unit) ?? '',
    refused: verdict && !verdict.ok ? verdict.says : '',
  };
}

function isSameLine(a: readonly Point[], b: readonly Point[]): boolean {
  return a === b || (a.length === b.length && a.every(([x, y], i) => x === b[i]![0] && y === b[i]![1]));
}

function makeEdge(id: string, { from, to }: Edge, data: LiveEdgeData, selected: boolean): LiveEdgeElement {
  return {
    id,
    type: 'live',
    source: from.node,
    sourceHandle: from.port,
    target: to.node,
    targetHandle: to.port,
    data,
    selected,
    ariaLabel: canvasWords.edgeBetween(`${from.node}.${from.port}`, `${to.node}.${to.port}`),
  };
}

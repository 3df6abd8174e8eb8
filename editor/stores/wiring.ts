import { checkEdge, type EdgeVerdict } from '@twinloom/runtime/compile/check-edge';
import { connect } from '@twinloom/runtime/graph/edits';
import { formatEdge, type Edge } from '@twinloom/runtime/graph/flow';
import { documentStore } from './document-store.ts';
import { portAt } from './resolved-flow.ts';
import { announce, useSession, type PortPoint } from './session-store.ts';

/** What would come of an edge between two ports, whichever end was taken first; undefined where a port is unknown. */
export function verdictBetween(a: PortPoint, b: PortPoint): EdgeVerdict | undefined {
  if (a.side === b.side) {
    return {
      ok: false,
      code: 'same-side',
      says: a.side === 'output' ? 'two outputs cannot be wired' : 'two inputs cannot be wired',
      remedy: 'An edge goes from an output (right) to an input (left).',
    };
  }
  const [from, to] = a.side === 'output' ? [portAt(a), portAt(b)] : [portAt(b), portAt(a)];
  return from && to ? checkEdge(from, to) : undefined;
}

/** Starts an edge at a port; the ports it may end in are shown. */
export function startWiring(point: PortPoint): void {
  useSession.setState({ wiring: point, target: undefined, refused: undefined });
}

export function endWiring(): void {
  useSession.setState({ wiring: undefined, target: undefined });
}

/** Wires two ports if they may be, else explains why not; nothing changes then. */
export function wire(a: PortPoint, b: PortPoint): void {
  const verdict = verdictBetween(a, b);
  endWiring();
  if (!verdict) return;
  const edge = edgeBetween(a, b);
  if (!verdict.ok) {
    const title = `${edge.from.node}.${edge.from.port} was not wired to ${edge.to.node}.${edge.to.port}`;
    useSession.setState({ refused: { title, says: verdict.says, remedy: verdict.remedy } });
    announce(`Refused: ${verdict.says}. ${verdict.remedy}`);
    return;
  }
  documentStore.getState().edit((flow) => connect(flow, edge));
  useSession.setState({ refused: undefined, edges: [formatEdge(edge)], nodes: [] });
  announce(
    `Wired ${formatEdge(edge).replace('->', 'to')}${verdict.says ? `, converting ${verdict.says}` : ''}.`,
  );
}

function edgeBetween(a: PortPoint, b: PortPoint): Edge {
  const [from, to] = a.side === 'output' ? [a, b] : [b, a];
  return { from: { node: from.node, port: from.port }, to: { node: to.node, port: to.port } };
}

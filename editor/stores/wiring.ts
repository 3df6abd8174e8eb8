import { checkEdge, type EdgeVerdict } from '@twinloom/runtime/compile/check-edge';
import type { ResolvedNode } from '@twinloom/runtime/compile/resolve-ports';
import { connect, disconnect, edgeInto } from '@twinloom/runtime/graph/edits';
import { formatEdge, parseEdge, type Edge } from '@twinloom/runtime/graph/flow';
import { useCatalog } from './catalog-store.ts';
import { documentStore } from './document-store.ts';
import { edgeText, portText } from './edge-text.ts';
import { bestInput, bestOutput } from './fitting-nodes.ts';
import { portAt, resolvedFlow } from './resolved-flow.ts';
import { announce, refuse, useSession, type PortPoint } from './session-store.ts';
import { editsWords } from '../words/edits.ts';

/** What would come of an edge between two ports, whichever end was taken first; undefined where a port is unknown. */
export function verdictBetween(a: PortPoint, b: PortPoint): EdgeVerdict | undefined {
  if (a.side === b.side) {
    return {
      ok: false,
      code: 'same-side',
      says: a.side === 'output' ? editsWords.twoOutputs : editsWords.twoInputs,
      remedy: editsWords.edgeDirection,
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
    const title = editsWords.portsNotWired(portText(edge.from), portText(edge.to));
    refuse({ title, says: verdict.says, remedy: verdict.remedy, edge });
    return;
  }
  documentStore.getState().edit((flow) => connect(flow, edge));
  useSession.setState({ refused: undefined, edges: [formatEdge(edge)], nodes: [] });
  announce(
    verdict.says
      ? editsWords.wiredConverting(edgeText(edge), verdict.says)
      : editsWords.wired(edgeText(edge)),
  );
}

/** Takes one end of an edge to another port, `fixed` being the other end; explains why not where it may not be, and nothing changes then. */
export function moveEnd(text: string, fixed: PortPoint, to: PortPoint): void {
  const former = parseEdge(text);
  const verdict = verdictBetween(fixed, to);
  endWiring();
  if (!former || !verdict) return;
  const edge = edgeBetween(fixed, to);
  if (!verdict.ok) {
    refuse({
      title: editsWords.endWasNotMoved(portText(to)),
      says: verdict.says,
      remedy: verdict.remedy,
    });
    return;
  }
  documentStore
    .getState()
    .edit((flow) => (formatEdge(edge) === text ? flow : connect(disconnect(flow, former), edge)));
  useSession.setState({ refused: undefined, edges: [formatEdge(edge)], nodes: [] });
  announce(editsWords.wiredInstead(edgeText(edge)));
}

/** Wires a port to the port of a node that suits it best, a free one before one that is taken; says why where none does. */
export function wireToNode(point: PortPoint, node: string): void {
  const { draft } = documentStore.getState();
  const port = portAt(point);
  const ports = draft && resolvedFlow(draft, useCatalog.getState().byType).node(node);
  endWiring();
  if (!draft || !port || !ports || node === point.node) return;
  const free = {
    ...ports,
    inputs: new Map([...ports.inputs].filter(([name]) => !edgeInto(draft, node, name))),
  };
  const best = (among: ResolvedNode): string | undefined =>
    point.side === 'output' ? bestInput(port, among) : bestOutput(port, among);
  const name = best(free) ?? best(ports);
  if (name !== undefined) {
    wire(point, { node, port: name, side: point.side === 'output' ? 'input' : 'output' });
    return;
  }
  refuse({
    title: editsWords.portsNotWired(portText(point), node),
    says: point.side === 'output' ? editsWords.noInputFits(node) : editsWords.noOutputFits(node),
    remedy: editsWords.dropOnPort,
  });
}

function edgeBetween(a: PortPoint, b: PortPoint): Edge {
  const [from, to] = a.side === 'output' ? [a, b] : [b, a];
  return { from: { node: from.node, port: from.port }, to: { node: to.node, port: to.port } };
}

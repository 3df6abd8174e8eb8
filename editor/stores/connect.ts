import { edgeInto } from '@twinloom/runtime/graph/edits';
import { formatEdge, type Flow } from '@twinloom/runtime/graph/flow';
import type { ResolvedFlow, ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import { checkEdge } from '@twinloom/runtime/compile/check-edge';
import { canvasView } from './canvas-view.ts';
import { useCatalog } from './catalog-store.ts';
import { portText } from './edge-text.ts';
import { documentStore } from './document-store.ts';
import { rank } from './fitting-nodes.ts';
import { FIRST_PORT, openQuickAddFrom } from './quick-add.ts';
import { resolvedFlow } from './resolved-flow.ts';
import { selection } from './selection.ts';
import { select, useSession, type ConnectStart, type PortPoint } from './session-store.ts';
import { wire } from './wiring.ts';
import { commandsWords } from '../words/commands.ts';

/** One way to connect a port: with what, and what would come of it. */
export interface ConnectChoice {
  from: PortPoint;
  to: PortPoint;
  /** How the unit converts, and which edge gives way; '' nothing of both. */
  says: string;
}

/** The port that has the focus, as in the outline, else the one node that is selected. */
export function connectStart(): ConnectStart | undefined {
  const focused = globalThis.document?.activeElement?.closest<HTMLElement>('[data-port-side]')?.dataset;
  if (focused?.node && focused.port && focused.portSide)
    return {
      node: focused.node,
      port: focused.port,
      side: focused.portSide === 'input' ? 'input' : 'output',
    };
  const [node, other] = selection().nodes;
  return node === undefined || other !== undefined ? undefined : { node };
}

/** Opens the list of all that fits the port or node in focus. */
export function openConnect(): void {
  const connecting = connectStart();
  if (connecting) useSession.setState({ sheet: 'connect', connecting, menu: undefined, quickAdd: undefined });
}

/** What the open flow has to connect with. */
export function choicesHere(start: ConnectStart): ConnectChoice[] {
  const { draft } = documentStore.getState();
  return draft ? connectChoices(draft, resolvedFlow(draft, useCatalog.getState().byType), start) : [];
}

/** All ports of other nodes that a port, or any port of a node, may be connected with: what is free first, of these what fits best. */
export function connectChoices(flow: Flow, resolved: ResolvedFlow, start: ConnectStart): ConnectChoice[] {
  const rated = portsFrom(resolved, start).flatMap(({ point, port }) =>
    Object.keys(flow.nodes).flatMap((node) => {
      if (node === start.node) return [];
      const side = point.side === 'output' ? 'input' : 'output';
      const others = resolved.node(node)?.[`${side}s`].values() ?? [];
      return [...others].flatMap((other) => {
        const to: PortPoint = { node, port: other.name, side };
        const made = choiceBetween(flow, { point, port }, { point: to, port: other });
        return made ? [made] : [];
      });
    }),
  );
  return rated.toSorted((a, b) => b.rank - a.rank).map(({ choice }) => choice);
}

/** The ports that a list of what fits begins with. */
export function portsFrom(resolved: ResolvedFlow, start: ConnectStart): Ported[] {
  const ports = resolved.node(start.node);
  const all = (['output', 'input'] as const).flatMap((side) =>
    [...(ports?.[`${side}s`].values() ?? [])].map((port) => ({
      point: { node: start.node, port: port.name, side },
      port,
    })),
  );
  return 'port' in start
    ? all.filter(({ point }) => point.port === start.port && point.side === start.side)
    : all;
}

interface Ported {
  point: PortPoint;
  port: ResolvedPort;
}

/** What an edge that has to give way costs in the order. */
const TAKEN = 100;

function choiceBetween(
  flow: Flow,
  a: Ported,
  b: Ported,
): { choice: ConnectChoice; rank: number } | undefined {
  const [output, input] = a.point.side === 'output' ? [a, b] : [b, a];
  const fit = rank(output.port, input.port);
  const verdict = checkEdge(output.port, input.port);
  const former = edgeInto(flow, input.point.node, input.point.port);
  const isThere = former?.from.node === output.point.node && former.from.port === output.point.port;
  if (fit === 0 || !verdict.ok || isThere) return undefined;
  const says = [verdict.says, former ? commandsWords.inPlaceOf(portText(former.from)) : ''];
  return {
    choice: { from: a.point, to: b.point, says: says.filter(Boolean).join(', ') },
    rank: fit - (former ? TAKEN : 0),
  };
}

/** Connects as chosen; the node that was connected stays selected, so that one goes on from there. */
export function connectAs({ from, to }: ConnectChoice): void {
  wire(from, to);
  if (!useSession.getState().refused) select([from.node]);
}

/** Opens the search for a new node that fits a port, beside its card. */
export function addAt(point: PortPoint): void {
  select([point.node]);
  const spot = canvasView()?.besideSelected(point.side === 'output' ? 'right' : 'left');
  if (spot) openQuickAddFrom(point, spot.screen, [spot.at[0], spot.at[1] + FIRST_PORT]);
}

/** How an edge between two ports would read. */
export function sayChoice({ from, to }: ConnectChoice): string {
  const [output, input] = from.side === 'output' ? [from, to] : [to, from];
  return formatEdge({ from: output, to: input }).replace('->', '→');
}

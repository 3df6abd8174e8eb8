import { create } from 'zustand';
import { documentStore } from './document-store.ts';
import { parseEdge } from '@twinloom/runtime/graph/flow';
import { useCatalog } from './catalog-store.ts';
import { resolvedFlow } from './resolved-flow.ts';
import { nodesInSelection, selection } from './selection.ts';
import { announce } from './session-store.ts';
import { editsWords } from '../words/edits.ts';

/** Where a probe stands beside the card of its port, canvas px. */
export type ProbePlace = readonly [dx: number, dy: number];

interface Probes {
  flow: string | undefined;
  places: Readonly<Record<string, ProbePlace>>;
}

/** The ports that a person pinned on the canvas of the open flow: part of how they look at it, kept in this browser. */
export const useProbes = create<Probes>(() => ({ flow: undefined, places: {} }));

const KEY = 'twinloom.probes.';

/** Shows the probes that were pinned on this flow. */
export function openProbes(flow: string | undefined): void {
  useProbes.setState({
    flow,
    places: flow === undefined ? {} : readPlaces(localStorage.getItem(KEY + flow)),
  });
}

/** Reads what was kept; what is damaged is left out. */
export function readPlaces(text: string | null): Record<string, ProbePlace> {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter(
        (entry): entry is [string, [number, number]] =>
          Array.isArray(entry[1]) && entry[1].length === 2 && entry[1].every(Number.isFinite),
      ),
    );
  } catch {
    return {};
  }
}

/** Pins a port at a place beside its card, or moves its probe there. */
export function placeProbe(port: string, place: ProbePlace): void {
  keep({ ...useProbes.getState().places, [port]: place });
}

export function removeProbe(port: string): void {
  const { [port]: _removed, ...others } = useProbes.getState().places;
  keep(others);
}

/** Pins the ports of a node under another id as well: undo may bring the former one back. */
export function followRename(node: string, now: string): void {
  const { places } = useProbes.getState();
  const moved = Object.entries(places).flatMap(([port, place]): [string, ProbePlace][] =>
    port.startsWith(`${node}.`) ? [[now + port.slice(node.length), place]] : [],
  );
  if (moved.length > 0) keep({ ...places, ...Object.fromEntries(moved) });
}

/** Pins a port, or takes its probe away. */
export function toggleProbe(port: string): void {
  if (useProbes.getState().places[port]) {
    removeProbe(port);
    announce(editsWords.probeTakenAway(port));
  } else {
    placeProbe(port, freePlace());
    announce(editsWords.probePinned(port));
  }
}

/** The ports that a command would pin: that of each selected edge, the first output of each selected node. */
export function portsToProbe(): string[] {
  const { draft } = documentStore.getState();
  if (!draft) return [];
  const resolved = resolvedFlow(draft, useCatalog.getState().byType);
  const edges = selection().edges.flatMap((text) => parseEdge(text)?.from ?? []);
  const nodes = nodesInSelection().flatMap((node) => {
    const outputs = [...(resolved.node(node)?.outputs.values() ?? [])];
    const port = outputs.find(({ type }) => type === 'number' || type === 'boolean');
    return port ? [{ node, port: port.name }] : [];
  });
  return [...new Set([...edges, ...nodes].map(({ node, port }) => `${node}.${port}`))];
}

/** Pins what is selected; where all of it is pinned, takes it away. */
export function toggleSelectedProbes(): void {
  const ports = portsToProbe();
  const { places } = useProbes.getState();
  const lacking = ports.filter((port) => !places[port]);
  for (const port of lacking.length > 0 ? lacking : ports) toggleProbe(port);
}

/** Below the card, a little lower for each probe there is, so that none hides another. */
function freePlace(): ProbePlace {
  return [16, 8 * (1 + (Object.keys(useProbes.getState().places).length % 4))];
}

function keep(places: Readonly<Record<string, ProbePlace>>): void {
  const { flow } = useProbes.getState();
  useProbes.setState({ places });
  if (flow === undefined) return;
  if (Object.keys(places).length === 0) localStorage.removeItem(KEY + flow);
  else localStorage.setItem(KEY + flow, JSON.stringify(places));
}

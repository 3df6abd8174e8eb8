import { checkEdge, type EdgeVerdict } from '@twinloom/runtime/compile/check-edge';
import { connect, disconnect, freeId, setParam } from '@twinloom/runtime/graph/edits';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { edgesOf, formatEdge, type Edge, type Flow } from '@twinloom/runtime/graph/flow';
import { insertOnEdge } from '@twinloom/runtime/graph/heal';
import { idFromType, snap } from './add-node.ts';
import { canvasView } from './canvas-view.ts';
import { useCatalog } from './catalog-store.ts';
import { documentStore } from './document-store.ts';
import { bestInput, bestOutput, portsAsAdded } from './fitting-nodes.ts';
import { openQuickAddFrom } from './quick-add.ts';
import { portAt } from './resolved-flow.ts';
import { announce, select } from './session-store.ts';
import { editsWords } from '../words/edits.ts';
import { mendsWords } from '../words/mends.ts';

/** What mends a problem at one click, as one step of undo. */
export interface Mend {
  title: string;
  run(): void;
}

/** A node that makes of an edge that cannot be, or may not be meant, one that can. */
interface Between {
  title: string;
  type: string;
  params?: Readonly<Record<string, unknown>>;
}

/** What mends a diagnostic; empty where a person has to think. */
export function mendsOf({ code, at }: Diagnostic): Mend[] {
  const { draft } = documentStore.getState();
  const [place] = at;
  if (!draft) return [];
  switch (code) {
    case 'algebraic-loop':
    case 'never-begins':
      return mendLoop(
        draft,
        at.flatMap(({ node }) => node ?? []),
      );
    case 'type-mismatch':
    case 'unit-mismatch':
    case 'turns-as-angle':
      return edgesAt(draft, place).flatMap((edge) => [...mendsOfEdge(edge), removal(edge)]);
    case 'edge-to-nowhere':
    case 'no-such-port':
      return edgesAt(draft, place).slice(0, 1).map(removal);
    case 'missing-input':
      return place?.node !== undefined && place.port !== undefined ? [wiring(place.node, place.port)] : [];
    case 'unknown-param':
      return place?.node !== undefined && place.param !== undefined ? [forget(place.node, place.param)] : [];
    case 'stray-member':
      return [{ title: mendsWords.takeItOut, run: () => documentStore.getState().edit(withoutStrays) }];
    default:
      return [];
  }
}

/** What would stand between two ports that cannot be wired as they are, or are doubtful. */
export function mendsOfEdge(edge: Edge): Mend[] {
  const from = portAt({ ...edge.from, side: 'output' });
  const to = portAt({ ...edge.to, side: 'input' });
  if (!from || !to) return [];
  const verdict = checkEdge(from, to);
  const types = `${from.type} ${to.type}`;
  const between = verdict.ok
    ? turnsBetween(verdict, edge)
    : verdict.code === 'unit-mismatch'
      ? // Without a factor it cannot be deployed: nobody is to take 1 for right.
        {
          title: mendsWords.insertGainWithFactor,
          type: 'transforms/gain',
          params: { gain: null, unit: to.unit },
        }
      : BY_TYPES[types];
  return between ? insertion(between, edge) : [];
}

const BY_TYPES: Readonly<Record<string, Between>> = {
  'number boolean': { title: mendsWords.insertCompare, type: 'transforms/compare' },
  'boolean event': { title: mendsWords.insertEdge, type: 'transforms/edge' },
  'event boolean': { title: mendsWords.insertPulse, type: 'transforms/pulse' },
};

/** Where turns are counted and an angle is wanted, or the other way round: 2π between them. */
function turnsBetween(verdict: EdgeVerdict & { ok: true }, edge: Edge): Between | undefined {
  if (!verdict.doubt) return undefined;
  const unit = portAt({ ...edge.to, side: 'input' })?.unit ?? '';
  const factor = verdict.conversion?.factor ?? 1;
  const turns = /rad/.test(unit) ? 2 * Math.PI : 1 / (2 * Math.PI);
  return {
    title: mendsWords.insertGainOfTurn,
    type: 'transforms/gain',
    params: { gain: factor * turns, unit },
  };
}

function mendLoop(flow: Flow, loop: readonly string[]): Mend[] {
  const inLoop = edgesOf(flow).filter(({ from, to }) => {
    const next = loop[(loop.indexOf(from.node) + 1) % loop.length];
    return loop.includes(from.node) && to.node === next;
  });
  const closing = inLoop.findLast(({ to }) => to.node === loop[0]) ?? inLoop.at(-1);
  const delay = {
    title: mendsWords.insertDelay,
    type: 'transforms/delay',
    params: { initial: 0 },
  };
  return closing ? insertion(delay, closing) : [];
}

/** None where this server has no such node, or it does not fit. */
function insertion({ title, type, params }: Between, edge: Edge): Mend[] {
  const descriptor = useCatalog.getState().byType.get(type);
  const from = portAt({ ...edge.from, side: 'output' });
  const to = portAt({ ...edge.to, side: 'input' });
  if (!descriptor || !from || !to) return [];
  const ports = portsAsAdded(descriptor);
  const input = bestInput(from, ports);
  // As it will be: with the unit that its params give it.
  const output = bestOutput({ ...to, unit: '' }, ports);
  if (input === undefined || output === undefined) return [];
  const run = (): void => {
    const { draft, edit } = documentStore.getState();
    if (!draft) return;
    const id = freeId(draft, idFromType(type));
    const node = { type, ...(params && { params: { ...params } }) };
    const wired = edgesOf(draft).some((each) => formatEdge(each) === formatEdge(edge))
      ? draft
      : connect(draft, edge);
    const position = middleOf(edge);
    edit(() => insertOnEdge(wired, edge, { id, node, position, input, output }));
    select([id]);
    announce(editsWords.addedBetween(id, edge.from.node, edge.to.node));
  };
  return [{ title, run }];
}

function middleOf({ from, to }: Edge): [number, number] {
  const boxes = [canvasView()?.box(from.node), canvasView()?.box(to.node)];
  const [a = { x: 0, y: 0, height: 0 }, b = a] = boxes;
  return [snap((a.x + b.x) / 2), snap(Math.max(a.y + a.height, b.y + b.height) + 32)];
}

function edgesAt(flow: Flow, place: { node?: string; port?: string } | undefined): Edge[] {
  return edgesOf(flow).filter(({ from, to }) =>
    [from, to].some(({ node, port }) => node === place?.node && port === place.port),
  );
}

function removal(edge: Edge): Mend {
  return {
    title: mendsWords.removeEdge,
    run: () => documentStore.getState().edit((flow) => disconnect(flow, edge)),
  };
}

function forget(node: string, param: string): Mend {
  return {
    title: mendsWords.removeParam,
    run: () => documentStore.getState().edit((flow) => setParam(flow, node, param, undefined)),
  };
}

function wiring(node: string, port: string): Mend {
  return {
    title: mendsWords.addFeed,
    run: () => {
      const box = canvasView()?.box(node);
      const spot = canvasView()?.middleOnScreen() ?? [0, 0];
      if (box) openQuickAddFrom({ node, port, side: 'input' }, spot, [box.x - 88, box.y + 60]);
    },
  };
}

function withoutStrays(flow: Flow): Flow {
  const groups = Object.entries(flow.groups ?? {}).map(([id, group]) => [
    id,
    { ...group, members: group.members.filter((member) => Object.hasOwn(flow.nodes, member)) },
  ]);
  return { ...flow, groups: Object.fromEntries(groups) };
}

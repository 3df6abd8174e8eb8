import { create } from 'zustand';
import type { FlowChange, FlowComparison } from '@twinloom/runtime/graph/compare-flows';
import { edgeTexts, parseEdge, type Flow } from '@twinloom/runtime/graph/flow';
import { own } from '@twinloom/runtime/graph/own';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import type { VersionListBody } from '@twinloom/runtime/protocol/bodies';
import { sayProblem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { documentStore } from './document-store.ts';
import { editsWords } from '../words/edits.ts';

/** A deployed version by its number, or what is on the canvas. */
export type Side = number | 'draft';

/** What a comparison says of a card or an edge. */
export type Mark = 'added' | 'changed' | 'removed';

/** Two versions and what differs between them. */
export interface Compared {
  from: Flow;
  to: Flow;
  changes: FlowComparison;
}

interface ComparisonState {
  /** What is compared; undefined while nothing is. */
  sides: { from: Side; to: Side } | undefined;
  versions: VersionListBody;
  /** Undefined while a version is on its way. */
  compared: Compared | undefined;
  problem: string;
  nodeMarks: Readonly<Record<string, Mark>>;
  /** By the text of the edge. */
  edgeMarks: Readonly<Record<string, Mark>>;
}

const CLOSED: ComparisonState = {
  sides: undefined,
  versions: [],
  compared: undefined,
  problem: '',
  nodeMarks: {},
  edgeMarks: {},
};

/** The comparison that stands beside the canvas. */
export const useComparison = create<ComparisonState>(() => CLOSED);

let unfollow = (): void => undefined;

/** Compares a version of the open flow with the draft; `versions` are all that may be chosen. */
export function openComparison(from: Side, versions: VersionListBody): Promise<void> {
  unfollow();
  useComparison.setState({ ...CLOSED, versions });
  unfollow = documentStore.subscribe((now, before) => {
    if (now.flowId !== before.flowId) return closeComparison();
    const { sides } = useComparison.getState();
    const usesDraft = sides?.from === 'draft' || sides?.to === 'draft';
    if (now.draft !== before.draft && usesDraft) void compare(sides.from, sides.to);
  });
  return compare(from, 'draft');
}

/** Compares other versions. */
export function compareSides(from: Side, to: Side): Promise<void> {
  return compare(from, to);
}

export function closeComparison(): void {
  unfollow();
  unfollow = () => undefined;
  useComparison.setState(CLOSED);
}

async function compare(from: Side, to: Side): Promise<void> {
  const sides = { from, to };
  useComparison.setState({ sides });
  const [before, after, { compareFlows }] = await Promise.all([
    flowOf(from),
    flowOf(to),
    import('@twinloom/runtime/graph/compare-flows'),
  ]);
  if (useComparison.getState().sides !== sides) return;
  const problem = typeof before === 'string' ? before : typeof after === 'string' ? after : '';
  if (typeof before === 'string' || typeof after === 'string') {
    useComparison.setState({ compared: undefined, problem, nodeMarks: {}, edgeMarks: {} });
    return;
  }
  const changes = compareFlows(before, after);
  useComparison.setState({ compared: { from: before, to: after, changes }, problem, ...marksOf(changes) });
}

const documents = new Map<string, Flow>();

/** The document of a side, or why there is none. */
async function flowOf(side: Side): Promise<Flow | string> {
  const { flowId, draft } = documentStore.getState();
  if (flowId === undefined || !draft) return editsWords.noFlowOpen;
  if (side === 'draft') return draft;
  const key = `${flowId} ${side}`;
  const known = documents.get(key);
  if (known) return known;
  const answer = await server.flow(flowId, side);
  if (!answer.ok) return sayProblem(answer.problem);
  const { flow, diagnostics } = parseFlow(answer.value);
  if (!flow) return sayProblem(diagnostics[0]);
  documents.set(key, flow);
  return flow;
}

/** What the canvas shows of a comparison; a node that only moved, or has another title, bears no mark. */
export function marksOf({ logic, params }: FlowComparison): Pick<ComparisonState, 'nodeMarks' | 'edgeMarks'> {
  const nodeMarks: Record<string, Mark> = {};
  const edgeMarks: Record<string, Mark> = {};
  for (const change of [...logic, ...params]) {
    if (change.what === 'edge') edgeMarks[change.text] = change.is;
    else if ('node' in change) nodeMarks[change.node] = markOf(change);
  }
  return { nodeMarks, edgeMarks };
}

function markOf(change: FlowChange): Mark {
  if (change.what !== 'node') return 'changed';
  return change.to ? 'added' : 'removed';
}

/** The draft with what the comparison says was removed, where it stood, so that it can be shown; the draft itself where nothing was. */
export function withRemoved(draft: Flow, compared: Compared | undefined): Flow {
  const gone = (compared?.changes.logic ?? []).flatMap((change) =>
    change.what === 'node' && change.from && !change.to && !Object.hasOwn(draft.nodes, change.node)
      ? [[change.node, change.from] as const]
      : [],
  );
  const nodes = { ...draft.nodes, ...Object.fromEntries(gone) };
  const known = new Set(edgeTexts(draft));
  const edges = (compared?.changes.logic ?? []).flatMap((change) => {
    const edge = change.what === 'edge' && change.is === 'removed' ? parseEdge(change.text) : undefined;
    const isDrawn = edge && Object.hasOwn(nodes, edge.from.node) && Object.hasOwn(nodes, edge.to.node);
    return change.what === 'edge' && isDrawn && !known.has(change.text) ? [change.text] : [];
  });
  if (gone.length + edges.length === 0) return draft;
  const places = gone.flatMap(([id]) => {
    const place = own(compared?.from.layout, id);
    return place ? [[id, place] as const] : [];
  });
  return {
    ...draft,
    nodes,
    // Those of the draft last: the last edge into an input decides its unit.
    edges: [...edges, ...(draft.edges ?? [])],
    layout: { ...draft.layout, ...Object.fromEntries(places) },
  };
}

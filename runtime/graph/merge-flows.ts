import { withoutLooseBends } from './bends.ts';
import { deltaBetween } from './delta.ts';
import { canonical } from './fingerprint.ts';
import { edgeTexts, parseEdge, type Flow } from './flow.ts';
import { own } from './own.ts';

/** A place that both changed, each to something else. `mine` or `theirs` undefined: taken away there. */
export interface Clash {
  path: string[];
  mine: unknown;
  theirs: unknown;
}

/**
 * Joins two drafts that began with the same one: node by node, field by field, param by param, edge by edge. What only one of them
 * changed is taken; where both did, `prefer` decides and the clash is told. Places on the canvas never clash: mine stay.
 */
export function mergeFlows(
  base: Flow,
  mine: Flow,
  theirs: Flow,
  prefer: 'mine' | 'theirs' = 'mine',
): { flow: Flow; clashes: Clash[] } {
  if (isSame(base, theirs)) return { flow: mine, clashes: [] };
  if (isSame(base, mine) || isSame(mine, theirs)) return { flow: theirs, clashes: [] };
  const clashes: Clash[] = [];
  const join = (path: string[], from: unknown, a: unknown, b: unknown): unknown => {
    if (isSame(a, b) || isSame(from, b)) return a;
    if (isSame(from, a)) return b;
    if (isRecord(a) && isRecord(b) && (from === undefined || isRecord(from)) && path.length < DEEPEST)
      return joinRecords(path, from ?? {}, a, b);
    if (path[0] === 'groups' && path[2] === 'members') return joinLists(from, a, b);
    if (path[0] === 'layout') return a ?? b;
    clashes.push({ path, mine: a, theirs: b });
    return prefer === 'mine' ? a : b;
  };
  const joinRecords = (
    path: string[],
    from: Record<string, unknown>,
    a: Record<string, unknown>,
    b: Record<string, unknown>,
  ): Record<string, unknown> => {
    const joined: Record<string, unknown> = {};
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const value = join([...path, key], own(from, key), own(a, key), own(b, key));
      if (value !== undefined) joined[key] = value;
    }
    return joined;
  };
  const flow = joinRecords([], withEdgeRecord(base), withEdgeRecord(mine), withEdgeRecord(theirs));
  return { flow: withEdgeList(flow, mine, theirs), clashes };
}

/** Deeper than a param of a node nothing is joined: a table, a list of names is one thing. */
const DEEPEST = 4;

/** Edges by the input they end in, so that two that were wired to different inputs do not clash. */
function withEdgeRecord(flow: Flow): Record<string, unknown> {
  const byInput: Record<string, string> = {};
  for (const text of edgeTexts(flow)) {
    const edge = parseEdge(text);
    const input = edge ? `${edge.to.node}.${edge.to.port}` : text;
    byInput[Object.hasOwn(byInput, input) ? text : input] = text;
  }
  return { ...flow, edges: byInput };
}

/** In my order, theirs behind; an edge whose node is gone goes too, as does a place. */
function withEdgeList(joined: Record<string, unknown>, mine: Flow, theirs: Flow): Flow {
  const { edges, layout, ...rest } = joined;
  const nodes = rest.nodes as Flow['nodes'];
  const known = new Set([...Object.keys(mine.nodes), ...Object.keys(theirs.nodes)]);
  const isGone = (node: string): boolean => known.has(node) && !Object.hasOwn(nodes, node);
  const texts = (Object.values(edges as object) as string[]).filter((text) => {
    const edge = parseEdge(text);
    return !edge || !(isGone(edge.from.node) || isGone(edge.to.node));
  });
  const hasEdges = texts.length > 0 || mine.edges !== undefined || theirs.edges !== undefined;
  const places = Object.entries((layout ?? {}) as object).filter(([node]) => !isGone(node));
  return withoutLooseBends({
    ...rest,
    ...(hasEdges && { edges: texts }),
    ...(layout !== undefined && { layout: Object.fromEntries(places) }),
  } as Flow);
}

function joinLists(from: unknown, a: unknown, b: unknown): unknown[] {
  const [before, mine, theirs] = [from, a, b].map((list) => new Set(Array.isArray(list) ? list : []));
  const isTaken = (item: unknown): boolean => before!.has(item) && !(mine!.has(item) && theirs!.has(item));
  return [...new Set([...mine!, ...theirs!])].filter((item) => !isTaken(item));
}

/** The order of keys is no difference. */
function isSame(a: unknown, b: unknown): boolean {
  const delta = deltaBetween(a, b);
  return delta === undefined || (isRecord(a) && isRecord(b) && canonical(a) === canonical(b));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

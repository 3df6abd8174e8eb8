import { edgeTexts, formatEdge, parseEdge, type Edge, type Flow } from './flow.ts';

export type Point = [x: number, y: number];

/** An entry of the layout that is a bend of an edge: `inlet.value -> tank.inflow @1`. */
const BEND = /^(.*\S) @(\d{1,3})$/;

/** The edge that an entry of the layout bends, and which of its bends that is, from 1; undefined for a place of a node. */
export function bendKey(key: string): { edge: Edge; number: number } | undefined {
  if (!key.includes(' @')) return undefined;
  const [, text = '', number = ''] = BEND.exec(key) ?? [];
  const edge = parseEdge(text);
  return edge && { edge, number: Number(number) };
}

/** Where edges bend, by their text, from their beginning to their end; canvas px. They stand in the layout, as nothing that runs depends on them. */
export function bendsOf({ layout = {} }: Flow): Map<string, Point[]> {
  const found = new Map<string, { number: number; at: Point }[]>();
  for (const [key, at] of Object.entries(layout)) {
    const bend = bendKey(key);
    if (!bend) continue;
    const text = formatEdge(bend.edge);
    found.set(text, [...(found.get(text) ?? []), { number: bend.number, at }]);
  }
  return new Map(
    [...found].map(([text, bends]) => [
      text,
      bends.toSorted((a, b) => a.number - b.number).map(({ at }) => at),
    ]),
  );
}

/** Gives an edge other bends; none makes it straight. */
export function setBends(flow: Flow, text: string, bends: readonly Point[]): Flow {
  const edge = parseEdge(text);
  if (!edge || !edgeTexts(flow).includes(formatEdge(edge))) return flow;
  const others = Object.entries(flow.layout ?? {}).filter(([key]) => {
    const bend = bendKey(key);
    return !bend || formatEdge(bend.edge) !== formatEdge(edge);
  });
  const mine = bends.map(([x, y], index): [string, Point] => [
    `${formatEdge(edge)} @${index + 1}`,
    [Math.round(x), Math.round(y)],
  ]);
  if (mine.length === 0 && others.length === Object.keys(flow.layout ?? {}).length) return flow;
  return withLayout(flow, [...others, ...mine]);
}

/** Without bends of edges that are gone. */
export function withoutLooseBends(flow: Flow): Flow {
  const entries = Object.entries(flow.layout ?? {});
  if (!entries.some(([key]) => bendKey(key))) return flow;
  const there = new Set(edgeTexts(flow));
  const left = entries.filter(([key]) => {
    const bend = bendKey(key);
    return !bend || there.has(formatEdge(bend.edge));
  });
  return left.length === entries.length ? flow : withLayout(flow, left);
}

/** The bends of edges whose both ends are moved by the same, moved along. */
export function bendsMovedBy(
  { layout = {} }: Flow,
  positions: Readonly<Record<string, Point>>,
): Record<string, Point> {
  const by = (node: string): Point | undefined => {
    const [to, from] = [positions[node], layout[node]];
    return to && from && [to[0] - from[0], to[1] - from[1]];
  };
  const moved: Record<string, Point> = {};
  for (const [key, [x, y]] of Object.entries(layout)) {
    const edge = bendKey(key)?.edge;
    const [a, b] = edge ? [by(edge.from.node), by(edge.to.node)] : [];
    if (a && b && a[0] === b[0] && a[1] === b[1]) moved[key] = [x + a[0], y + a[1]];
  }
  return moved;
}

function withLayout(flow: Flow, entries: [string, Point][]): Flow {
  return { ...flow, layout: Object.fromEntries(entries) };
}

import type { Box } from './arrange.ts';

const ACROSS = 88;
const DOWN = 32;
/** Room for the frame and the title of a group, px. */
const FRAME = 48;
const SWEEPS = 8;

/**
 * Places nodes in layers from left to right, so that edges go right: each as far left as what feeds it allows (longest path), edges
 * that close a loop left out, crossings lessened by the barycentres of neighbours (Sugiyama, Tagawa & Toda 1981), members of a group one below the other. Begins where the
 * boxes begin; px.
 */
export function layLayers(
  boxes: Readonly<Record<string, Box>>,
  edges: readonly (readonly [from: string, to: string])[],
  groups: readonly (readonly string[])[] = [],
): Record<string, [number, number]> {
  const groupOf = new Map(groups.flatMap((members, index) => members.map((id) => [id, index] as const)));
  const inOrder = Object.entries(boxes).toSorted(([, a], [, b]) => a.y - b.y || a.x - b.x);
  const ids = inOrder.map(([id]) => id);
  const inner = edges.filter(([a, b]) => a !== b && Object.hasOwn(boxes, a) && Object.hasOwn(boxes, b));
  const forward = withoutLoops(ids, inner);
  const layers = orderWithin(layerOf(ids, forward), forward, groupOf);
  return coordinates(layers, boxes, forward, groupOf);
}

type GroupOf = ReadonlyMap<string, number>;
type Edges = readonly (readonly [from: string, to: string])[];

function neighbours(edges: Edges, way: 'next' | 'before'): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [a, b] of edges) {
    const [here, there] = way === 'next' ? [a, b] : [b, a];
    const known = found.get(here);
    if (known) known.push(there);
    else found.set(here, [there]);
  }
  return found;
}

/** Edges back to a node that is being visited close a loop; depth first, without recursion. */
function withoutLoops(ids: readonly string[], edges: Edges): Edges {
  const next = neighbours(edges, 'next');
  const state = new Map<string, 'open' | 'done'>();
  const back = new Set<string>();
  const fed = new Set(edges.map(([, to]) => to));
  for (const root of [...ids.filter((id) => !fed.has(id)), ...ids]) {
    if (state.has(root)) continue;
    const path = [{ id: root, at: 0 }];
    state.set(root, 'open');
    while (path.length > 0) {
      const top = path.at(-1)!;
      const child = next.get(top.id)?.[top.at++];
      if (child === undefined) {
        state.set(top.id, 'done');
        path.pop();
      } else if (state.get(child) === 'open') back.add(`${top.id} ${child}`);
      else if (!state.has(child)) {
        state.set(child, 'open');
        path.push({ id: child, at: 0 });
      }
    }
  }
  return edges.filter(([a, b]) => !back.has(`${a} ${b}`));
}

/** Longest path from the sources; then a node that nothing feeds stands just before what it feeds. */
function layerOf(ids: readonly string[], edges: Edges): string[][] {
  const next = neighbours(edges, 'next');
  const waiting = new Map(ids.map((id) => [id, 0]));
  for (const [, to] of edges) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const fedBy = new Map(waiting);
  const layer = new Map(ids.map((id) => [id, 0]));
  const ready = ids.filter((id) => waiting.get(id) === 0);
  for (const id of ready) {
    for (const child of next.get(id) ?? []) {
      layer.set(child, Math.max(layer.get(child) ?? 0, (layer.get(id) ?? 0) + 1));
      waiting.set(child, (waiting.get(child) ?? 1) - 1);
      if (waiting.get(child) === 0) ready.push(child);
    }
  }
  for (const id of ids) {
    const fed = next.get(id) ?? [];
    if (fedBy.get(id) === 0 && fed.length > 0)
      layer.set(id, Math.min(...fed.map((child) => layer.get(child) ?? 1)) - 1);
  }
  const layers: string[][] = [];
  for (const id of ids) (layers[layer.get(id) ?? 0] ??= []).push(id);
  return Array.from(layers, (members) => members ?? []);
}

/** Sweeps right and left; each node goes to the middle of its neighbours in the layer before. */
function orderWithin(layers: string[][], edges: Edges, groupOf: GroupOf): string[][] {
  const places = new Map<string, number>();
  const note = (members: readonly string[]): void =>
    members.forEach((id, index) => places.set(id, index / members.length));
  layers.forEach(note);
  const [before, next] = [neighbours(edges, 'before'), neighbours(edges, 'next')];
  let ordered = layers;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const beside = sweep % 2 === 0 ? before : next;
    const middle = (id: string): number => {
      const others = beside.get(id) ?? [];
      if (others.length === 0) return places.get(id) ?? 0;
      return others.reduce((sum, other) => sum + (places.get(other) ?? 0), 0) / others.length;
    };
    const visit = (members: string[]): string[] => {
      const sorted = inGroups(members, middle, groupOf);
      note(sorted);
      return sorted;
    };
    ordered = sweep % 2 === 0 ? ordered.map(visit) : ordered.toReversed().map(visit).toReversed();
  }
  return ordered;
}

/** By their middles; members of a group stay together, at the mean of theirs. */
function inGroups(members: readonly string[], middle: (id: string) => number, groupOf: GroupOf): string[] {
  const means = new Map<number, { sum: number; count: number }>();
  const keyed = members.map((id) => ({ id, at: middle(id), group: groupOf.get(id) }));
  for (const { at, group } of keyed) {
    if (group === undefined) continue;
    const { sum, count } = means.get(group) ?? { sum: 0, count: 0 };
    means.set(group, { sum: sum + at, count: count + 1 });
  }
  const meanOf = ({ at, group }: { at: number; group: number | undefined }): number => {
    const mean = group === undefined ? undefined : means.get(group);
    return mean ? mean.sum / mean.count : at;
  };
  return keyed
    .map((each) => ({ ...each, mean: meanOf(each) }))
    .toSorted((a, b) => a.mean - b.mean || (a.group ?? -1) - (b.group ?? -1) || a.at - b.at)
    .map(({ id }) => id);
}

/** Layers one beside the other; in each, nodes as near to the middle of what feeds them as their order allows. */
function coordinates(
  layers: readonly string[][],
  boxes: Readonly<Record<string, Box>>,
  edges: Edges,
  groupOf: GroupOf,
): Record<string, [number, number]> {
  const all = Object.values(boxes);
  let x = Math.min(...all.map((box) => box.x));
  const top = Math.min(...all.map((box) => box.y));
  const before = neighbours(edges, 'before');
  const placed: Record<string, [number, number]> = {};
  for (const members of layers) {
    let free = top;
    let above: string | undefined;
    for (const id of members) {
      if (above !== undefined && groupOf.get(above) !== groupOf.get(id)) free += FRAME;
      above = id;
      const feeders = (before.get(id) ?? [])
        .flatMap((feeder) => placed[feeder] ?? [])
        .filter((_, index) => index % 2 === 1);
      const wish = feeders.length > 0 ? feeders.reduce((sum, y) => sum + y, 0) / feeders.length : free;
      const y = Math.max(free, wish);
      placed[id] = [x, y];
      free = y + (boxes[id]?.height ?? 0) + DOWN;
    }
    x += Math.max(0, ...members.map((id) => boxes[id]?.width ?? 0)) + ACROSS;
  }
  return placed;
}

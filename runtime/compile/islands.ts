import { slotsIn } from '../expression/formula.ts';
import type { Assignment, Copy, Island, IslandInput, PlanInput, LaidNode } from './plan.ts';

/**
 * Groups continuous nodes that depend on each other, with the stateless nodes that lie between them, into islands. `nodes` stand in
 * feedthrough order; sets `node.island` and returns the islands.
 */
export function findIslands(
  nodes: readonly LaidNode[],
  nodeOfPort: (port: number) => LaidNode | undefined,
): Island[] {
  const member = membersBetween(nodes, nodeOfPort);
  const group = new Int32Array(nodes.length).map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (group[at] !== at) at = group[at]!;
    return at;
  };
  for (const node of nodes) {
    if (!member[node.index]) continue;
    for (const input of node.inputs) {
      const from = nodeOfPort(input.from);
      if (from && member[from.index]) group[root(node.index)] = root(from.index);
    }
  }
  const islands = new Map<number, LaidNode[]>();
  for (const node of nodes) {
    if (!member[node.index]) continue;
    const key = root(node.index);
    islands.set(key, [...(islands.get(key) ?? []), node]);
  }
  return [...islands.values()].map((members, index) => {
    for (const node of members) node.island = index;
    return buildIsland(members, nodes, nodeOfPort);
  });
}

/** Continuous nodes, and stateless ones with equations that have a continuous node both up- and downstream through such nodes. */
function membersBetween(
  nodes: readonly LaidNode[],
  nodeOfPort: (port: number) => LaidNode | undefined,
): boolean[] {
  const bridge = (node: LaidNode): boolean =>
    node.kind === 'continuous' || (node.kind === 'stateless' && node.program !== undefined);
  const followers: number[][] = nodes.map(() => []);
  const leaders: number[][] = nodes.map(() => []);
  for (const node of nodes) {
    for (const input of node.inputs) {
      const from = nodeOfPort(input.from);
      if (from) {
        followers[from.index]!.push(node.index);
        leaders[node.index]!.push(from.index);
      }
    }
  }
  const reach = (next: number[][]): boolean[] => {
    const reached = nodes.map((node) => node.kind === 'continuous');
    const open = nodes.filter((node) => node.kind === 'continuous').map((node) => node.index);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const other of next[at]!) {
        if (reached[other] || !bridge(nodes[other]!)) continue;
        reached[other] = true;
        open.push(other);
      }
    }
    return reached;
  };
  const downstream = reach(followers);
  const upstream = reach(leaders);
  return nodes.map((_, i) => downstream[i]! && upstream[i]!);
}

function buildIsland(
  members: readonly LaidNode[],
  all: readonly LaidNode[],
  nodeOfPort: (port: number) => LaidNode | undefined,
): Island {
  const inside = new Set(members.map((node) => node.index));
  const internal = (input: PlanInput): Copy | undefined => {
    const from = nodeOfPort(input.from);
    if (!from || !inside.has(from.index)) return undefined;
    const output = from.outputs.find((one) => one.port === input.from);
    return output && { from: output.slot, to: input.slot, factor: input.factor, offset: input.offset };
  };
  const reached = reachableFrom(inside, all, nodeOfPort);
  const external: IslandInput[] = [];
  const lateCopies: Copy[] = [];
  for (const node of members) {
    for (const input of node.inputs) {
      const copy = internal(input);
      if (copy && !input.feedthrough) lateCopies.push(copy);
      if (!copy && input.from >= 0) {
        external.push({
          node: node.index,
          input,
          loopsBack: !input.feedthrough && reached.has(nodeOfPort(input.from)?.index ?? -1),
        });
      }
    }
  }
  const derivatives: Assignment[] = members.flatMap((node) => node.program?.derivatives ?? []);
  const parts = members.map(({ inputs, program }) => ({
    copies: inputs
      .filter((input) => input.feedthrough)
      .map(internal)
      .filter((copy) => copy !== undefined),
    ...(program?.constraints && { constraints: program.constraints }),
    outputs: program?.outputs ?? [],
  }));
  const locals = members.flatMap((node) => node.program?.locals ?? []);
  const derived = new Set([
    ...[...parts.flatMap(({ copies }) => copies), ...lateCopies].map(({ to }) => to),
    ...[...parts.flatMap(({ outputs }) => outputs), ...locals].map(({ slot }) => slot),
    ...parts.flatMap(({ constraints }) => constraints?.unknowns ?? []),
  ]);
  return {
    nodes: members.map((node) => node.index),
    states: derivatives.map((assignment) => assignment.slot),
    external,
    members: parts,
    lateCopies,
    locals,
    derivatives,
    events: members.flatMap(({ index, program }) =>
      (program?.events ?? []).map((event) => ({
        ...event,
        node: index,
        needsOutputs: [event.when, ...event.set].some(({ formula }) =>
          [...slotsIn(formula)].some((slot) => derived.has(slot)),
        ),
      })),
    ),
  };
}

function reachableFrom(
  start: ReadonlySet<number>,
  all: readonly LaidNode[],
  nodeOfPort: (port: number) => LaidNode | undefined,
): Set<number> {
  const reached = new Set(start);
  for (let grew = true; grew;) {
    grew = false;
    for (const node of all) {
      if (reached.has(node.index)) continue;
      if (node.inputs.some((input) => reached.has(nodeOfPort(input.from)?.index ?? -1))) {
        reached.add(node.index);
        grew = true;
      }
    }
  }
  return reached;
}

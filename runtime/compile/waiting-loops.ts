import type { Island, PlanInput, LaidNode } from './plan.ts';

/** What begins as one: a node alone, or all nodes of a model. */
interface Group {
  nodes: LaidNode[];
  /** Groups it waits for, each with the node of it that speaks. */
  waitsFor: { group: number; through: LaidNode }[];
}

/**
 * Loops of nodes of which each waits for the first sample of the one before, so that none ever begins; the ids of each loop, in the direction of the
 * signal. Nodes of one model begin together, and do not wait for what comes back to their states.
 */
export function waitingLoops(
  nodes: readonly LaidNode[],
  islands: readonly Island[],
  ownerOf: (port: number) => LaidNode | undefined,
  beginsAlone: (node: LaidNode) => boolean,
): string[][] {
  const groups = groupsOf(nodes, islands, ownerOf, beginsAlone);
  const begins = new Set<number>();
  const begin = beginner(groups, begins);
  const loops: string[][] = [];
  for (const [i, { waitsFor }] of groups.entries()) if (waitsFor.length === 0) begin(i);
  while (begins.size < groups.length) {
    const loop = loopAmong(groups, begins);
    loops.push(loop.map(({ through }) => through.id));
    for (const { group } of loop) begin(group);
  }
  return loops;
}

/** Lets a group begin, and with it whatever waits for nothing else. */
function beginner(groups: readonly Group[], begins: Set<number>): (group: number) => void {
  const missing = groups.map(({ waitsFor }) => waitsFor.length);
  const waiting: number[][] = groups.map(() => []);
  for (const [i, { waitsFor }] of groups.entries()) for (const { group } of waitsFor) waiting[group]!.push(i);
  return (first) => {
    const open = [first];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (begins.has(at)) continue;
      begins.add(at);
      for (const other of waiting[at]!) if (--missing[other]! === 0) open.push(other);
    }
  };
}

function groupsOf(
  nodes: readonly LaidNode[],
  islands: readonly Island[],
  ownerOf: (port: number) => LaidNode | undefined,
  beginsAlone: (node: LaidNode) => boolean,
): Group[] {
  const groups: Group[] = islands.map(() => ({ nodes: [], waitsFor: [] }));
  const indexOf = new Map<LaidNode, number>();
  for (const node of nodes) {
    const index = node.island >= 0 ? node.island : groups.push({ nodes: [], waitsFor: [] }) - 1;
    groups[index]!.nodes.push(node);
    indexOf.set(node, index);
  }
  const inputsOf = (group: Group, index: number): readonly PlanInput[] =>
    islands[index]?.external.flatMap(({ input, loopsBack }) => (loopsBack ? [] : [input])) ??
    group.nodes.flatMap((node) => (beginsAlone(node) ? [] : node.inputs.filter(({ awaited }) => awaited)));
  for (const [index, group] of groups.entries()) {
    for (const { from } of inputsOf(group, index)) {
      const through = ownerOf(from);
      const other = through && indexOf.get(through);
      if (through && other !== undefined && other !== index) group.waitsFor.push({ group: other, through });
    }
  }
  return groups;
}

/** Where everything waits for something that waits, walking upstream comes back. */
function loopAmong(groups: readonly Group[], begins: ReadonlySet<number>): Group['waitsFor'] {
  const walked: Group['waitsFor'] = [];
  let at = groups.findIndex((_, i) => !begins.has(i));
  for (;;) {
    const next = groups[at]!.waitsFor.find(({ group }) => !begins.has(group))!;
    const again = walked.findIndex(({ group }) => group === next.group);
    if (again >= 0) return walked.slice(again).toReversed();
    walked.push(next);
    at = next.group;
  }
}

import type { Flow } from './flow.ts';

/** How the groups of a flow lie in one another. */
export interface GroupTree {
  /** The group that a group lies in. */
  parentOf: ReadonlyMap<string, string>;
  /** The innermost group that a node is in. */
  homeOf: ReadonlyMap<string, string>;
  /** From the innermost outwards: every group after those that lie in it. */
  inner: readonly string[];
}

/** A group lies in the smallest other one that holds all its members; of two with the same members the later holds the earlier. One without members lies in none. */
export function groupTree({ groups = NONE }: Pick<Flow, 'groups'>): GroupTree {
  const known = trees.get(groups) ?? makeTree(groups);
  trees.set(groups, known);
  return known;
}

const NONE = {};
/** Groups seldom change, and the tree is asked for with each frame of a drag. */
const trees = new WeakMap<object, GroupTree>();

function makeTree(groups: Flow['groups'] & {}): GroupTree {
  const sets = Object.entries(groups)
    .map(([id, { members }]) => ({ id, members: new Set(members) }))
    // Equal in size they stay in the order of the file.
    .toSorted((a, b) => a.members.size - b.members.size);
  const parentOf = new Map<string, string>();
  const homeOf = new Map<string, string>();
  for (const [index, { id, members }] of sets.entries()) {
    const holdsAll = (other: { members: Set<string> }): boolean =>
      [...members].every((member) => other.members.has(member));
    const parent = members.size === 0 ? undefined : sets.slice(index + 1).find(holdsAll);
    if (parent) parentOf.set(id, parent.id);
    for (const member of members) if (!homeOf.has(member)) homeOf.set(member, id);
  }
  return { parentOf, homeOf, inner: sets.map(({ id }) => id) };
}

/** The collapsed group that shows in the place of a node, by the node: the largest one that holds it. */
export function collapsedInto({ groups = NONE }: Pick<Flow, 'groups'>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!Object.values(groups).some(({ collapsed }) => collapsed)) return found;
  for (const id of groupTree({ groups }).inner.toReversed()) {
    const { collapsed, members } = groups[id]!;
    if (collapsed) for (const member of members) if (!found.has(member)) found.set(member, id);
  }
  return found;
}

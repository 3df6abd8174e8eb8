import { bendKey } from './bends.ts';
import { freeId } from './edits.ts';
import { formatEdge, parseEdge, type Flow, type FlowGroup } from './flow.ts';
import { freeName } from './free-name.ts';
import { addNote, notesOf } from './note-edits.ts';
import { withIds } from './rename-node.ts';

/**
 * Nodes and notes of a flow as a flow of their own: with the edges between them, their places and those groups that lie within. It is what a
 * copy puts on the clipboard, and a whole flow file can be pasted as well.
 */
export function copyNodes(flow: Flow, ids: readonly string[], noteIds: readonly string[] = []): Flow {
  const chosen = new Set(ids);
  const inside = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
    Object.entries(record).filter(([id]) => chosen.has(id));
  const edges = (flow.edges ?? []).flatMap((text) => {
    const edge = parseEdge(text);
    return edge && chosen.has(edge.from.node) && chosen.has(edge.to.node) ? [formatEdge(edge)] : [];
  });
  const groups = Object.entries(flow.groups ?? {}).filter(
    ([, { members, enable }]) =>
      members.length > 0 &&
      members.every((member) => chosen.has(member)) &&
      (enable === undefined || chosen.has(enable.split('.')[0] ?? '')),
  );
  const notes = Object.entries(notesOf(flow)).filter(([id]) => noteIds.includes(id));
  const places = Object.entries(flow.layout ?? {}).filter(([key]) => {
    const edge = bendKey(key)?.edge;
    return edge ? chosen.has(edge.from.node) && chosen.has(edge.to.node) : chosen.has(key);
  });
  return {
    twinloom: 1,
    nodes: Object.fromEntries(inside(flow.nodes)),
    ...(edges.length > 0 && { edges }),
    ...(groups.length > 0 && { groups: Object.fromEntries(groups) }),
    ...(notes.length > 0 && { notes: Object.fromEntries(notes) }),
    ...(places.length > 0 && { layout: Object.fromEntries(places) }),
  };
}

/**
 * Puts the nodes of another flow into this one: ids that are taken become free ones, the edges and groups among them stay, and all
 * are moved by `by` px. Parameters, clock and what else a document has are left. Hands back the ids the nodes have now.
 */
export function pasteNodes(
  flow: Flow,
  pasted: Flow,
  by: readonly [x: number, y: number],
): { flow: Flow; ids: string[] } {
  const ids = freeIds(flow, Object.keys(pasted.nodes));
  const { nodes, edges, groups, layout = {} } = withIds(copyNodes(pasted, Object.keys(pasted.nodes)), ids);
  const placed = Object.fromEntries(
    Object.keys(nodes).map((id, index): [string, [number, number]] => {
      const [x, y] = layout[id] ?? [(index % 4) * 296, Math.floor(index / 4) * 200];
      return [id, [x + by[0], y + by[1]]];
    }),
  );
  const bent = Object.entries(layout).flatMap(([key, [x, y]]): [string, [number, number]][] =>
    bendKey(key) ? [[key, [x + by[0], y + by[1]]]] : [],
  );
  const named: Record<string, FlowGroup> = {};
  for (const [wish, group] of Object.entries(groups ?? {})) {
    named[freeName(new Set(Object.keys({ ...flow.groups, ...named })), wish)] = group;
  }
  const noted = Object.values(notesOf(pasted)).reduce(
    (made, { text, at }) => addNote(made, text, [at[0] + by[0], at[1] + by[1]]).flow,
    flow,
  );
  return {
    flow: {
      ...noted,
      nodes: { ...flow.nodes, ...nodes },
      ...(edges && { edges: [...(flow.edges ?? []), ...edges] }),
      ...(groups && { groups: { ...flow.groups, ...named } }),
      layout: { ...flow.layout, ...placed, ...Object.fromEntries(bent) },
    },
    ids: Object.keys(nodes),
  };
}

function freeIds(flow: Flow, wishes: readonly string[]): Map<string, string> {
  const taken: Flow = { twinloom: 1, nodes: { ...flow.nodes } };
  const ids = new Map<string, string>();
  for (const wish of wishes) {
    const id = freeId(taken, wish);
    ids.set(wish, id);
    taken.nodes[id] = { type: '' };
  }
  return ids;
}

import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';

/** Node types of one pack, in palette order. */
export interface PackGroup {
  pack: string;
  nodes: NodeDescriptor[];
}

/** The node types that match every word of a search, by title, type, keyword or what they do; best match first, palette order among equals. */
export function searchNodes(nodes: readonly NodeDescriptor[], search: string): NodeDescriptor[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...nodes];
  return nodes
    .map((node, order) => ({ node, order, rank: Math.min(...words.map((word) => rankOf(node, word))) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank || a.order - b.order)
    .map(({ node }) => node);
}

function rankOf(node: NodeDescriptor, word: string): number {
  const title = node.title.toLowerCase();
  if (title.startsWith(word)) return 4;
  if (title.includes(word) || node.type.includes(word)) return 3;
  if (node.keywords.some((keyword) => keyword.toLowerCase().includes(word))) return 2;
  return node.docs.toLowerCase().includes(word) ? 1 : 0;
}

/** Groups node types by pack, packs in the order of their first node. */
export function groupByPack(nodes: readonly NodeDescriptor[]): PackGroup[] {
  const groups = new Map<string, NodeDescriptor[]>();
  for (const node of nodes) {
    const pack = node.type.slice(0, node.type.lastIndexOf('/'));
    groups.set(pack, [...(groups.get(pack) ?? []), node]);
  }
  return [...groups].map(([pack, members]) => ({ pack, nodes: members }));
}

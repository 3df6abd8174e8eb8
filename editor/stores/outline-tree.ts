import type { ResolvedFlow, ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { edgesOf, formatEdge, type Edge, type Flow } from '@twinloom/runtime/graph/flow';
import { groupTree } from '@twinloom/runtime/graph/group-tree';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import type { PortType } from '@twinloom/runtime/signal/port-type';
import type { PortPoint } from './session-store.ts';
import { outlineWords } from '../words/outline.ts';

interface Item {
  /** Like no other in the outline. */
  key: string;
  title: string;
  /** What else is to be said of it. */
  about: string;
  children: readonly OutlineItem[];
}

/** A line of the outline: a group, a node, a port of it with what it is connected to, or a problem of it. */
export type OutlineItem =
  | (Item & { kind: 'group'; group: string })
  | (Item & { kind: 'node'; node: string; type: string; worst: 'error' | 'warning' | undefined })
  | (Item & {
      kind: 'port';
      node: string;
      point: PortPoint;
      type: PortType;
      edges: readonly string[];
      isMissed: boolean;
    })
  | (Item & { kind: 'problem'; node: string; severity: 'error' | 'warning' });

/** The flow as a tree: groups with what lies in them, nodes in the order of the layout, from left to right. */
export function outlineTree(
  flow: Flow,
  resolved: ResolvedFlow,
  titleOf: (type: string) => string | undefined,
  diagnostics: readonly Diagnostic[],
): OutlineItem[] {
  const tree = groupTree(flow);
  const parts = { flow, resolved, titleOf, edges: edgesByNode(flow), problems: problemsByNode(diagnostics) };
  const within = new Map<string | undefined, OutlineItem[]>();
  const put = (home: string | undefined, item: OutlineItem): void => {
    const known = within.get(home);
    if (known) known.push(item);
    else within.set(home, [item]);
  };
  for (const id of inOrder(flow)) put(tree.homeOf.get(id), nodeItem(id, parts));
  for (const id of tree.inner) {
    const { title = id } = flow.groups?.[id] ?? {};
    const children = within.get(id) ?? [];
    if (children.length === 0) continue;
    const about = outlineWords.groupOf(children.length);
    put(tree.parentOf.get(id), { kind: 'group', key: `group:${id}`, group: id, title, about, children });
  }
  return within.get(undefined) ?? [];
}

interface Parts {
  flow: Flow;
  resolved: ResolvedFlow;
  titleOf: (type: string) => string | undefined;
  edges: ReadonlyMap<string, readonly Edge[]>;
  problems: ReadonlyMap<string, readonly Diagnostic[]>;
}

function nodeItem(id: string, { flow, resolved, titleOf, edges, problems }: Parts): OutlineItem {
  const node = flow.nodes[id]!;
  const mine = edges.get(id) ?? [];
  const found = problems.get(id) ?? [];
  const ports = resolved.node(id);
  const worst = found.some(({ severity }) => severity === 'error') ? 'error' : found[0] && 'warning';
  const title = node.title ?? titleOf(node.type) ?? id;
  return {
    kind: 'node',
    key: id,
    node: id,
    type: node.type,
    title,
    about: title === id ? '' : id,
    worst,
    children: [
      ...found.map(({ says, remedy, severity }, index): OutlineItem => ({
        kind: 'problem',
        key: `${id} problem ${index}`,
        node: id,
        severity: severity === 'error' ? 'error' : 'warning',
        title: `${says}. ${remedy}`,
        about: '',
        children: [],
      })),
      ...[...(ports?.inputs.values() ?? [])].map((port) => portItem(id, 'input', port, mine)),
      ...[...(ports?.outputs.values() ?? [])].map((port) => portItem(id, 'output', port, mine)),
    ],
  };
}

function portItem(
  node: string,
  side: 'input' | 'output',
  port: ResolvedPort,
  edges: readonly Edge[],
): OutlineItem {
  const [here, there] = side === 'input' ? (['to', 'from'] as const) : (['from', 'to'] as const);
  const mine = edges.filter((edge) => edge[here].node === node && edge[here].port === port.name);
  const others = mine.map((edge) => `${edge[there].node}.${edge[there].port}`).join(', ');
  const unit = formatUnit(port.unit);
  const isMissed = side === 'input' && port.required && mine.length === 0;
  const wired = side === 'input' ? outlineWords.wiredFrom(others) : outlineWords.wiredTo(others);
  const says = others !== '' ? wired : isMissed ? outlineWords.mustBeConnected : outlineWords.notConnected;
  return {
    kind: 'port',
    key: `${node} ${side} ${port.name}`,
    node,
    point: { node, port: port.name, side },
    type: port.type,
    title: port.name,
    about: unit === '' ? says : `${unit} · ${says}`,
    edges: mine.map(formatEdge),
    isMissed,
    children: [],
  };
}

/** From left to right, above one another from the top. */
function inOrder({ nodes, layout = {} }: Flow): string[] {
  const placeOf = (id: string): [number, number] => layout[id] ?? [Infinity, Infinity];
  return Object.keys(nodes).toSorted((a, b) => {
    const [[ax, ay], [bx, by]] = [placeOf(a), placeOf(b)];
    return ax === bx ? (ay === by ? 0 : ay - by) : ax - bx;
  });
}

function edgesByNode(flow: Flow): Map<string, Edge[]> {
  const found = new Map<string, Edge[]>();
  for (const edge of edgesOf(flow)) {
    for (const id of new Set([edge.from.node, edge.to.node])) {
      const known = found.get(id);
      if (known) known.push(edge);
      else found.set(id, [edge]);
    }
  }
  return found;
}

function problemsByNode(diagnostics: readonly Diagnostic[]): Map<string, Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    for (const node of new Set(diagnostic.at.flatMap((place) => place.node ?? [])))
      found.set(node, [...(found.get(node) ?? []), diagnostic]);
  }
  return found;
}

/** A line with how deep it is and where among its sisters. */
export interface OutlineRow {
  item: OutlineItem;
  level: number;
  /** From 1. */
  place: number;
  of: number;
  parent: string | undefined;
}

/** The lines that are seen while some are open. */
export function outlineRows(
  items: readonly OutlineItem[],
  isOpen: (item: OutlineItem) => boolean,
  level = 1,
  parent?: string,
): OutlineRow[] {
  return items.flatMap((item, index): OutlineRow[] => [
    { item, level, place: index + 1, of: items.length, parent },
    ...(isOpen(item) ? outlineRows(item.children, isOpen, level + 1, item.key) : []),
  ]);
}

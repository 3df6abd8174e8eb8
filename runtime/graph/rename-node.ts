import { edgeTexts, idPattern, parseEdge, formatEdge, type Flow, type PortRef } from './flow.ts';

/** Gives a node another id and keeps all that names it: edges, place, groups, controls, scope. The same flow where the id is taken or is none. */
export function renameNode(flow: Flow, from: string, to: string): Flow {
  if (!Object.hasOwn(flow.nodes, from) || Object.hasOwn(flow.nodes, to) || !idPattern.test(to)) return flow;
  return withIds(flow, new Map([[from, to]]));
}

/** The flow with other ids for some of its nodes, everywhere at once. */
export function withIds(flow: Flow, ids: ReadonlyMap<string, string>): Flow {
  const id = (old: string): string => ids.get(old) ?? old;
  const end = ({ node, port }: PortRef): PortRef => ({ node: id(node), port });
  const port = (text: string): string => {
    const dot = text.indexOf('.');
    return dot < 0 ? text : id(text.slice(0, dot)) + text.slice(dot);
  };
  const { edges, layout, groups, controls, scope } = flow;
  return {
    ...flow,
    nodes: withKeys(flow.nodes, id),
    ...(edges && {
      edges: edgeTexts(flow).map((text) => {
        const edge = parseEdge(text);
        return edge ? formatEdge({ from: end(edge.from), to: end(edge.to) }) : text;
      }),
    }),
    ...(layout && { layout: withKeys(layout, id) }),
    ...(groups && {
      groups: mapValues(groups, (group) => ({
        ...group,
        members: group.members.map(id),
        ...(group.enable !== undefined && { enable: port(group.enable) }),
      })),
    }),
    ...(controls && {
      controls: controls.map((control) => ({
        ...control,
        port: port(control.port),
        ...(control.state !== undefined && { state: port(control.state) }),
      })),
    }),
    ...(scope && { scope: { ...scope, ...(scope.ports && { ports: scope.ports.map(port) }) } }),
  };
}

function withKeys<T>(record: Readonly<Record<string, T>>, key: (old: string) => string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([old, value]) => [key(old), value]));
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

import { own } from './own.ts';
import { bendsMovedBy, withoutLooseBends } from './bends.ts';
import {
  edgesOf,
  formatEdge,
  idPattern,
  parseEdge,
  type Edge,
  type Flow,
  type FlowNode,
  type FlowParameter,
} from './flow.ts';

/** Adds a node at a canvas position in px. */
export function addNode(flow: Flow, id: string, node: FlowNode, position: [number, number]): Flow {
  return {
    ...flow,
    nodes: { ...flow.nodes, [id]: node },
    layout: { ...flow.layout, [id]: position },
  };
}

/** Removes nodes with their edges and layout. */
export function removeNodes(flow: Flow, ids: readonly string[]): Flow {
  const gone = new Set(ids);
  const staying = (text: string): boolean => {
    const edge = parseEdge(text);
    return !edge || !(gone.has(edge.from.node) || gone.has(edge.to.node));
  };
  return withoutLooseBends({
    ...flow,
    nodes: without(flow.nodes, gone),
    ...(flow.edges && { edges: flow.edges.filter(staying) }),
    ...(flow.layout && { layout: without(flow.layout, gone) }),
    ...(flow.groups && { groups: leaveGroups(flow.groups, gone) }),
  });
}

/** Adds an edge; an input takes one, so an edge that already ends in that input is replaced. */
export function connect(flow: Flow, edge: Edge): Flow {
  const others = (flow.edges ?? []).filter((text) => {
    const other = parseEdge(text);
    return !other || other.to.node !== edge.to.node || other.to.port !== edge.to.port;
  });
  return withoutLooseBends({ ...flow, edges: [...others, formatEdge(edge)] });
}

/** Removes an edge. */
export function disconnect(flow: Flow, edge: Edge): Flow {
  const wanted = formatEdge(edge);
  return withoutLooseBends({
    ...flow,
    edges: (flow.edges ?? []).filter((text) => {
      const other = parseEdge(text);
      return !other || formatEdge(other) !== wanted;
    }),
  });
}

/** Sets a param of a node; undefined removes it, so that the default holds again. */
export function setParam(flow: Flow, node: string, param: string, value: unknown): Flow {
  return changeNode(flow, node, (former) => {
    const params = { ...former.params };
    if (value === undefined) delete params[param];
    else params[param] = value;
    return { ...former, params };
  });
}

/** Sets the value of a parameter of the flow, in its unit or with a unit of its own. */
export function setParameter(flow: Flow, name: string, value: FlowParameter['value']): Flow {
  const former = own(flow.parameters, name);
  if (!former || former.value === value) return flow;
  return { ...flow, parameters: { ...flow.parameters, [name]: { ...former, value } } };
}

/** Sets what a person reads on the card; an empty title falls back to the node type's. */
export function setTitle(flow: Flow, node: string, title: string): Flow {
  return changeNode(flow, node, (former) => {
    const { title: _former, ...rest } = former;
    return title === '' ? rest : { ...rest, title };
  });
}

/** Names the asset a node belongs to; '' none. */
export function setAsset(flow: Flow, node: string, asset: string): Flow {
  return changeNode(flow, node, (former) => {
    const { asset: _former, ...rest } = former;
    return asset === '' ? rest : { ...rest, asset };
  });
}

/** Moves nodes to canvas positions in px; the bends of an edge go along where both its ends do. */
export function moveNodes(flow: Flow, positions: Readonly<Record<string, [number, number]>>): Flow {
  return { ...flow, layout: { ...flow.layout, ...bendsMovedBy(flow, positions), ...positions } };
}

/** The wished id, or the wish with the smallest number behind it that no node has yet. */
export function freeId(flow: Flow, wish: string): string {
  const base = idPattern.test(wish) ? wish : 'node';
  if (!Object.hasOwn(flow.nodes, base)) return base;
  for (let n = 2; ; n++) {
    if (!Object.hasOwn(flow.nodes, `${base}${n}`)) return `${base}${n}`;
  }
}

/** The edge that ends in an input, if there is one. */
export function edgeInto(flow: Flow, node: string, port: string): Edge | undefined {
  return edgesOf(flow).find((edge) => edge.to.node === node && edge.to.port === port);
}

function changeNode(flow: Flow, id: string, change: (node: FlowNode) => FlowNode): Flow {
  const node = flow.nodes[id];
  return node ? { ...flow, nodes: { ...flow.nodes, [id]: change(node) } } : flow;
}

/** A node that is removed leaves its groups; a group stays, also without members. */
function leaveGroups(groups: Flow['groups'] & {}, gone: ReadonlySet<string>): Flow['groups'] & {} {
  return Object.fromEntries(
    Object.entries(groups).map(([id, group]) => [
      id,
      { ...group, members: group.members.filter((member) => !gone.has(member)) },
    ]),
  );
}

function without<T>(record: Readonly<Record<string, T>>, keys: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key)));
}

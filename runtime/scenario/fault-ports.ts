import { compileFlow } from '../compile/compile.ts';
import type { Plan } from '../compile/plan.ts';
import type { Binding } from '../compile/resolve-params.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import { formatEdge, parseEdge, type Flow } from '../graph/flow.ts';
import type { Catalog } from '../node/catalog.ts';
import type { Tables } from '../table/table.ts';
import { actsAlong, type FaultAct } from './fault-acts.ts';
import { brokenPort, lostPort, shiftedPort } from './fault-nodes.ts';
import type { LaidFault } from './feed.ts';

/** A fault of what a node says, s since the start. */
export interface PortFault {
  port: string;
  fault: LaidFault;
}

/** What a plan with faults is compiled from. */
export interface FaultGround {
  catalog: Catalog;
  binding: Binding;
  tables: Tables | undefined;
  /** Time of the fork, s since the origin. */
  start: number;
  /** How long it runs, s. */
  horizon: number;
}

/** The same plan with a node behind each port that has a fault, and what is set on it when: whoever reads the port, also a KPI, reads what comes out there. */
export function withPortFaults(
  plan: Plan,
  faults: readonly PortFault[],
  { catalog, binding, tables, start, horizon }: FaultGround,
  diagnostics: Diagnostic[],
): { plan: Plan; acts: FaultAct[] } | undefined {
  let flow = plan.flow;
  const seen = new Map<string, string>();
  const acts: FaultAct[] = [];
  for (const { port, fault } of faults) {
    const id = freeId(flow);
    flow = spliced(flow, seen.get(port) ?? port, id, nodeOf(fault, start));
    seen.set(port, `${id}.out`);
    acts.push(...actsOf(fault, id, horizon));
  }
  const withFaults = new Map(catalog);
  for (const definition of [shiftedPort, lostPort, brokenPort]) withFaults.set(definition.type, definition);
  const compiled = compileFlow(flow, withFaults, binding, tables);
  diagnostics.push(...compiled.diagnostics.filter(({ severity }) => severity === 'error'));
  if (!compiled.plan) return undefined;
  const names = new Map(
    [...seen].flatMap(([port, out]) => [[out, port] as const, [port, `${port} (true)`] as const]),
  );
  const ports = compiled.plan.ports.map((one) => ({ ...one, port: names.get(one.port) ?? one.port }));
  return { plan: { ...compiled.plan, ports }, acts };
}

function freeId(flow: Flow): string {
  let n = 1;
  while (Object.hasOwn(flow.nodes, `fault${n}`)) n++;
  return `fault${n}`;
}

/** Puts a node behind a port: edges that began there begin at the node. */
function spliced(flow: Flow, port: string, id: string, node: Flow['nodes'][string]): Flow {
  const edges = (flow.edges ?? []).map((text) => {
    const edge = parseEdge(text);
    if (!edge || `${edge.from.node}.${edge.from.port}` !== port) return text;
    return formatEdge({ ...edge, from: { node: id, port: 'out' } });
  });
  return { ...flow, nodes: { ...flow.nodes, [id]: node }, edges: [...edges, `${port} -> ${id}.in`] };
}

/** The node that makes a fault. A time without an end is one that no run comes to. */
function nodeOf({ kind, size, from, to }: LaidFault, start: number): Flow['nodes'][string] {
  switch (kind) {
    case 'bias':
    case 'drift':
    case 'step':
      return { type: shiftedPort.type };
    case 'dropout':
      return { type: lostPort.type };
    case 'stuck':
    case 'noise': {
      const until = Math.min(start + to, Number.MAX_SAFE_INTEGER);
      return { type: brokenPort.type, params: { from: start + from, to: until, kind, size } };
    }
    default:
      return kind satisfies never;
  }
}

/** What is set on that node, and when. */
function actsOf({ kind, size, from, to }: LaidFault, id: string, horizon: number): FaultAct[] {
  const back = (param: string): FaultAct[] =>
    to < horizon ? [{ at: to, set: `${id}.${param}`, value: null }] : [];
  const during = (param: string, value: number): FaultAct[] => [
    { at: from, set: `${id}.${param}`, value },
    ...back(param),
  ];
  switch (kind) {
    case 'bias':
      return during('offset', size);
    case 'step':
      return [...during('keeps', 0), ...during('offset', size)];
    case 'dropout':
      return during('lost', 1);
    case 'drift':
      return [
        ...actsAlong(`${id}.offset`, { from, to: Math.min(to, horizon) }, (t) => size * t),
        ...back('offset'),
      ];
    case 'stuck':
    case 'noise':
      return [];
    default:
      return kind satisfies never;
  }
}

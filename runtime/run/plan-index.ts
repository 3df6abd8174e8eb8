import type { Plan, PlanOutput } from '../compile/plan.ts';
import { layoutOf, type Layout } from '../emit/layout.ts';

/** What follows from a plan alone; all twins of it share it, those too whose plans differ in texts only. */
export interface PlanIndex {
  layout: Layout;
  /** Index of the node of each port. */
  owners: Int32Array;
  /** Memory slot of each port. */
  slots: Int32Array;
  /** 1 for a port that carries whatever number comes. */
  takesNumbers: Uint8Array;
  /** Memory in which the islands of a twin integrate: it holds nothing between. */
  scratch: Float64Array;
  /** Places of the nodes of each period, in feedthrough order. */
  periodNodes: readonly (readonly number[])[];
  /** Index of each port by `node.port`. */
  ports: ReadonlyMap<string, number>;
  /** Where samples come in, by node. */
  entrances: ReadonlyMap<string, Entrance>;
  /** The one that stood at each place of a delivery last: most deliveries name the same ones in the same order. */
  former: Entrance[];
}

/** Where samples of one node come in. */
export interface Entrance {
  id: string;
  outputs: readonly PlanOutput[];
  /** Its first output, and the port of that; -1 where it has none. */
  first: string;
  port: number;
  /** Its place among the nodes that listen; -1 for one that does not. */
  source: number;
}

/** By the ports of their plans. */
const known = new WeakMap<Plan['ports'], PlanIndex>();

/** That of a plan. */
export function planIndexOf(plan: Plan): PlanIndex {
  const index = known.get(plan.ports) ?? makeIndex(plan);
  known.set(plan.ports, index);
  return index;
}

/** Where samples of a node come in that stands at a place of a delivery. */
export function entranceOf(
  { former, entrances }: PlanIndex,
  node: string,
  place: number,
): Entrance | undefined {
  const last = former[place];
  if (last?.id === node) return last;
  const entrance = entrances.get(node);
  if (entrance && place <= former.length) former[place] = entrance;
  return entrance;
}

function makeIndex(plan: Plan): PlanIndex {
  const { nodes, ports } = plan;
  const owners = new Int32Array(ports.length);
  const slots = new Int32Array(ports.length);
  for (const { index, outputs } of nodes) {
    for (const { port, slot } of outputs) {
      owners[port] = index;
      slots[port] = slot;
    }
  }
  return {
    layout: layoutOf(plan),
    owners,
    slots,
    takesNumbers: Uint8Array.from(ports, ({ type }) => (type === 'number' || type === 'any' ? 1 : 0)),
    scratch: new Float64Array(plan.islands.length > 0 ? plan.memorySize : 0),
    periodNodes: plan.periods.map((_, period) =>
      nodes.filter((node) => node.period === period).map(({ index }) => index),
    ),
    ports: new Map(ports.map(({ port }, index) => [port, index])),
    entrances: entrancesOf(plan),
    former: [],
  };
}

function entrancesOf({ nodes }: Plan): ReadonlyMap<string, Entrance> {
  let sources = 0;
  return new Map(
    nodes.map(({ id, outputs, definition }) => [
      id,
      {
        id,
        outputs,
        first: outputs[0]?.name ?? '',
        port: outputs[0]?.port ?? -1,
        source: definition.listen ? sources++ : -1,
      },
    ]),
  );
}

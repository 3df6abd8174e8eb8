import type { Plan } from '../compile/plan.ts';
import { isInlined } from '../emit/is-inlined.ts';
import type { Generated } from '../emit/generate.ts';
import { Cells } from './cells.ts';
import type { HandValue } from './hand-sets.ts';
import { Holdings } from './holdings.ts';
import { Inbox } from './inbox.ts';
import { IslandRun } from './island-run.ts';
import { WHATEVER, type Moment } from './moment.ts';
import { NodeRun, type Surroundings } from './node-run.ts';
import { NodeTable } from './node-table.ts';
import { Period } from './periods.ts';
import { runByFunctions } from './run-generated.ts';
import { interpretNodes } from './run-nodes.ts';

/** Everything a running twin is made of; its snapshot says all that changes in here. */
export interface TwinParts {
  plan: Plan;
  cells: Cells;
  moment: Moment;
  /** By place in feedthrough order. */
  runs: readonly NodeRun[];
  table: NodeTable;
  /** Index of the node of each port. */
  owners: Int32Array;
  /** Nodes that may ask to run again at a time of theirs. */
  wakers: readonly NodeRun[];
  /** Nodes whose equations have states of their own, outside islands. */
  stateful: readonly NodeRun[];
  islands: readonly IslandRun[];
  /** Those of them in which something may cross. */
  eventful: readonly IslandRun[];
  inbox: Inbox;
  /** The flow's tick. */
  tick: Period;
  /** All of them, the tick first. */
  periods: readonly Period[];
  handSets: Map<string, HandValue>;
  /** Index of the tick whose stretch to the next one is not integrated yet; -1 none. */
  pendingTick: number;
  /** The instant at the origin has run. */
  begun: boolean;
  /** Nodes that run in the next instant because a person or a deploy changed them. */
  anew: Set<number>;
  /** Nodes that were reset for the instant that runs next. */
  reset: Set<number>;
  /** Who stands still. */
  holdings: Holdings;
  /** Somebody may. */
  mayHold: boolean;
  nodeSteps: number;
  /** The own code of a node runs; -1: that of no node does. */
  enter: Hooks['enter'];
  /** The first half of an instant: every active node works out its outputs, in feedthrough order. */
  runNodes(parts: TwinParts): void;
}

export type Hooks = Pick<Surroundings, 'twin' | 'note' | 'send' | 'statusMoved' | 'enter'>;

/** Lays out a twin that has not begun; without `generated` its plan is interpreted. */
export function makeTwinParts(
  plan: Plan,
  seed: number,
  epoch: number,
  hooks: Hooks,
  generated?: Generated,
): TwinParts {
  const cells = new Cells(plan);
  const moment: Moment = {
    number: 0,
    micros: -1,
    seconds: 0,
    cause: WHATEVER,
    quietUntil: -1,
    nextWake: Number.NaN,
  };
  const around: Surroundings = { cells, moment, epoch, ...hooks };
  const periods = plan.periods.map((seconds) => new Period(seconds));
  const table = new NodeTable(plan.nodes.length);
  const runs = plan.nodes.map((node) => new NodeRun(node, seed, around, table, periods[node.period]));
  for (const { period, index } of plan.nodes) periods[period]?.nodes.push(index);
  const scratch = new Float64Array(plan.islands.length > 0 ? plan.memorySize : 0);
  const islands = plan.islands.map((island, index) => {
    const members = island.nodes.map((index) => runs[index]!);
    return new IslandRun(island, members, cells, scratch, plan.solver, {
      derive: generated?.derive[index],
      tryStep: generated?.steps[index],
    });
  });
  return {
    plan,
    cells,
    moment,
    runs,
    table,
    owners: ownersOf(plan),
    wakers: runs.filter(({ node: { definition } }) => definition.step ?? definition.send),
    stateful: runs.filter(
      ({ node }) =>
        (node.island < 0 && (node.program?.next.length ?? 0) > 0 && !(generated && isInlined(node))) ||
        node.definition.update !== undefined,
    ),
    runNodes: generated ? runByFunctions(generated, table, periods) : interpretNodes,
    islands,
    eventful: islands.filter(({ events }) => events !== undefined),
    inbox: new Inbox(plan, epoch, moment),
    tick: periods[0]!,
    periods: periods.filter((period) => period.nodes.length > 0),
    handSets: new Map(),
    pendingTick: -1,
    begun: false,
    anew: new Set(),
    reset: new Set(),
    holdings: new Holdings(plan, runs, cells),
    mayHold: plan.nodes.some(({ mayBeHeld }) => mayBeHeld),
    nodeSteps: 0,
    enter: hooks.enter,
  };
}

function ownersOf({ nodes, ports }: Plan): Int32Array {
  const owners = new Int32Array(ports.length);
  for (const { index, outputs } of nodes) for (const { port } of outputs) owners[port] = index;
  return owners;
}

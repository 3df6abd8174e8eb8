import type { Plan } from '../compile/plan.ts';
import { isDirectTwice } from '../emit/is-direct.ts';
import { isInlined } from '../emit/is-inlined.ts';
import type { Generated } from '../emit/generate.ts';
import { Cells } from './cells.ts';
import type { HandValue } from './hand-sets.ts';
import { Holdings } from './holdings.ts';
import { Inbox } from './inbox.ts';
import { IslandRun } from './island-run.ts';
import { Moment } from './moment.ts';
import { NodeRun, type Surroundings } from './node-run.ts';
import { NodeTable } from './node-table.ts';
import { Period } from './periods.ts';
import { planIndexOf, type PlanIndex } from './plan-index.ts';
import { GeneratedRun } from './run-generated.ts';
import { someOrNone } from './some-or-none.ts';
import { takeStretch } from './stretch.ts';

/** Everything a running twin is made of; its snapshot says all that changes in here. */
export interface TwinParts {
  moment: Moment;
  cells: Cells;
  inbox: Inbox;
  index: PlanIndex;
  /** The functions made of the plan; undefined where it is interpreted. */
  generated: GeneratedRun | undefined;
  table: NodeTable;
  /** Who stands still. */
  holdings: Holdings;
  /** Somebody may. */
  mayHold: boolean;
  /** The instant at the origin has run. */
  begun: boolean;
  /** Nodes that run in the next instant because a person or a deploy changed them. */
  anew: Set<number> | undefined;
  /** Nodes that were reset for the instant that runs next. */
  reset: Set<number> | undefined;
  /** Index of the tick whose stretch to the next one is not integrated yet; -1 none. */
  pendingTick: number;
  nodeSteps: number;
  /** The flow's tick. */
  tick: Period;
  /** All of them that nodes run by, the tick first. */
  periods: readonly Period[];
  islands: readonly IslandRun[];
  /** Those of them in which something may cross. */
  eventful: readonly IslandRun[];
  /** Nodes whose states move in the second half, but for those that the generated functions move. */
  stateful: readonly NodeRun[];
  /** Nodes that may ask to run again at a time of theirs. */
  wakers: readonly NodeRun[];
  /** By place in feedthrough order. */
  runs: readonly NodeRun[];
  plan: Plan;
  handSets: Map<string, HandValue>;
}

export type Hooks = Pick<Surroundings, 'twin' | 'note' | 'send' | 'statusMoved' | 'enter'>;

/** Lays out a twin that has not begun; without `generated` its plan is interpreted. */
export function makeTwinParts(
  plan: Plan,
  seed: number,
  epoch: number,
  hooks: Hooks,
  owner: object,
  generated?: Generated,
): TwinParts {
  const index = planIndexOf(plan);
  const { layout } = index;
  const stretch = takeStretch(layout.size, owner);
  const cells = new Cells(plan, index, stretch);
  const moment = new Moment(layout, stretch);
  const around: Surroundings = { cells, moment, epoch, ...hooks };
  const periods = plan.periods.map(
    (seconds, place) => new Period(seconds, index.periodNodes[place]!, place, layout, stretch),
  );
  const table = new NodeTable(plan.nodes.length, layout, stretch);
  const runs = plan.nodes.map((node) => new NodeRun(node, seed, around, table, periods[node.period]));
  const islands = plan.islands.map((island, place) => {
    const members = island.nodes.map((index) => runs[index]!);
    return new IslandRun(island, place, layout, members, cells, index.scratch, plan.solver, {
      derive: generated?.derive[place],
      tryStep: generated?.steps[place],
    });
  });
  const parts: TwinParts = {
    moment,
    cells,
    inbox: new Inbox(plan, epoch, moment, index, stretch),
    index,
    generated: undefined,
    table,
    holdings: new Holdings(plan, runs, cells),
    mayHold: plan.nodes.some(({ mayBeHeld }) => mayBeHeld),
    begun: false,
    anew: undefined,
    reset: undefined,
    pendingTick: -1,
    nodeSteps: 0,
    tick: periods[0]!,
    periods: periods.filter((period) => period.nodes.length > 0),
    islands: someOrNone(islands),
    eventful: someOrNone(islands.filter(({ events }) => events !== undefined)),
    stateful: someOrNone(
      runs.filter(
        ({ node }) =>
          (node.island < 0 && (node.program?.next.length ?? 0) > 0 && !(generated && isInlined(node))) ||
          (node.definition.update !== undefined && !(generated && isDirectTwice(node))),
      ),
    ),
    wakers: someOrNone(runs.filter(({ node: { definition } }) => definition.step ?? definition.send)),
    runs,
    plan,
    handSets: new Map(),
  };
  if (generated) parts.generated = new GeneratedRun(generated, parts, stretch, hooks.enter);
  return parts;
}

/** A node runs in the next instant. */
export function runNext(parts: TwinParts, node: number): void {
  (parts.anew ??= new Set()).add(node);
}

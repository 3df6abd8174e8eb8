import type { Plan, PlanGroup } from '../compile/plan.ts';
import { BAD } from '../signal/quality.ts';
import type { Cells } from './cells.ts';
import type { Moment } from './moment.ts';
import type { NodeRun } from './node-run.ts';
import { someOrNone } from './some-or-none.ts';
import { runsAnew } from './runs-anew.ts';
import type { Snapshot } from './snapshot.ts';

/** Why a node stands still: its states are held and what it said last is uncertain. */
export const RUNS = 0;
export const DISABLED = 1;
export const OUT_OF_SERVICE = 2;
export type Hold = typeof RUNS | typeof DISABLED | typeof OUT_OF_SERVICE;

/** A group with an enable port, as it stands. */
interface GroupRun {
  group: PlanGroup;
  /** What its port said last; false before the first sample. */
  isEnabled: boolean;
  /** When that changed, µs since the origin; -1 never. */
  changedAt: number;
}

/**
 * Which nodes of a twin stand still. Those of a group do while its port says false or has not said anything good yet; a bad sample changes nothing.
 * Alarms, and predictors that learn, do while their asset is out of service. A change counts in an instant of its own, at the same time.
 */
export class Holdings {
  /** Assets that are out of service. */
  readonly outOfService = new Set<string>();
  readonly groups: readonly GroupRun[];
  /** Something changed that the next instant is to follow. */
  isMoved = false;
  readonly #runs: readonly NodeRun[];
  readonly #cells: Cells;
  /** Groups of each node that may stand still, by its place. */
  readonly #groupsOf = new Map<number, GroupRun[]>();

  constructor(plan: Plan, runs: readonly NodeRun[], cells: Cells) {
    this.#cells = cells;
    this.#runs = runs.filter(({ node }) => node.mayBeHeld);
    this.groups = someOrNone(plan.groups.map((group) => ({ group, isEnabled: false, changedAt: -1 })));
    for (const one of this.groups)
      for (const index of one.group.nodes)
        this.#groupsOf.set(index, [...(this.#groupsOf.get(index) ?? []), one]);
    for (const run of this.#runs) run.hold = this.#holdFor(run);
  }

  /** An instant at this time changes who stands still. A group changes once at a time, whatever its members make of it. Must not allocate. */
  isDue(micros: number): boolean {
    if (this.isMoved) return true;
    for (let i = 0; i < this.groups.length; i++) if (this.#turns(this.groups[i]!, micros)) return true;
    return false;
  }

  /** At the begin of an instant: nodes that are to stand still say so, the others go on. False where nothing changes. */
  follow({ micros, number: instant }: Moment): boolean {
    if (!this.isDue(micros)) return false;
    this.isMoved = false;
    for (const one of this.groups) {
      if (!this.#turns(one, micros)) continue;
      one.isEnabled = !one.isEnabled;
      one.changedAt = micros;
    }
    for (const run of this.#runs) {
      const hold = this.#holdFor(run);
      if (hold === run.hold) continue;
      if (run.hold === RUNS) for (const { port } of run.node.outputs) this.#cells.doubt(port, instant);
      if (hold === RUNS) {
        run.goOn();
        if (runsAnew(run) || run.node.definition.descriptor.raises !== undefined) run.isDue = true;
      }
      run.hold = hold;
      run.noteMoved();
    }
    return true;
  }

  /** Takes over who stood still; where that is no longer so, the next instant sees to it. */
  restore({ outOfService = [], groups = {} }: Pick<Snapshot, 'outOfService' | 'groups'>): void {
    for (const asset of outOfService) this.outOfService.add(asset);
    for (const one of this.groups) Object.assign(one, groups[one.group.id]);
    this.isMoved = this.#runs.some((run) => run.hold !== this.#holdFor(run));
  }

  /** The group that keeps a node still. */
  groupOf({ node }: NodeRun): PlanGroup | undefined {
    return this.#groupsOf.get(node.index)?.find(({ isEnabled }) => !isEnabled)?.group;
  }

  #holdFor(run: NodeRun): Hold {
    const { asset, index, rests } = run.node;
    if (rests && asset !== undefined && this.outOfService.has(asset)) return OUT_OF_SERVICE;
    return this.#groupsOf.get(index)?.some(({ isEnabled }) => !isEnabled) ? DISABLED : RUNS;
  }

  #turns({ group: { enable }, isEnabled, changedAt }: GroupRun, micros: number): boolean {
    const { quality, memory, slots } = this.#cells;
    return changedAt < micros && quality[enable]! < BAD && (memory[slots[enable]!] !== 0) !== isEnabled;
  }
}

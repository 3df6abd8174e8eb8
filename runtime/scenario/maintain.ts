import type { Kpi } from '../compile/kpi.ts';
import type { HandValue } from '../run/hand-sets.ts';
import { MICROS } from '../run/moment.ts';
import type { Twin } from '../run/twin.ts';
import type { MaintenanceTally } from './maintenance-figures.ts';

/** What one replacement takes; s and money. */
export interface LaidWork {
  seconds: number;
  cost: number;
}

/** A maintenance policy, ready to run. Conditions are KPIs of one aggregate, of which only what is aggregated is asked. */
export interface LaidMaintenance {
  asset: string;
  fails: Kpi;
  unplanned: LaidWork;
  /** Absent: it runs to failure. */
  planned?: LaidWork & ({ every: number } | { when: Kpi });
  /** Of a second of standing. */
  downtimePrice: number;
  values: Readonly<Record<string, HandValue>>;
}

/**
 * Maintains one asset of a fork as a person would: takes it out of service, sets what is set while it stands, and when the work is done says that
 * it was replaced, brings it back and gives the values back. The work is paid when it begins. Planned work is counted from the last replacement.
 */
export class Maintainer {
  readonly #laid: LaidMaintenance;
  readonly #twinNow: () => Twin;
  readonly #memory = new Map<Kpi, Float64Array>();
  readonly #tally: MaintenanceTally = {
    planned: { count: 0, seconds: 0 },
    unplanned: { count: 0, seconds: 0 },
    cost: 0,
  };
  /** While it stands: since when, what kind of work it is, and what was set by hand before. */
  #work: { since: number; kind: 'planned' | 'unplanned'; before: Record<string, HandValue> } | undefined;
  /** When something is to be done whatever the twin says, s since the origin. */
  #due: number;

  /** `twin`: that which runs now; a fault may put another in its place. */
  constructor(laid: LaidMaintenance, twin: () => Twin, start: number) {
    this.#laid = laid;
    this.#twinNow = twin;
    this.#due = this.#plannedAfter(start);
  }

  /** When it is to be called again at the latest, s since the origin: the end of a work, its begin, or the next instant in which the asset may have failed. */
  get next(): number {
    return Math.min(this.#due, this.#work ? Infinity : this.#twin.nextDue());
  }

  /** The twin has come to `t`, s since the origin: does what is to be done then. */
  look(t: number): void {
    const isDue = whole(t) >= whole(this.#due);
    if (this.#work) {
      if (isDue) this.#end(t);
      return;
    }
    const { planned, unplanned, fails } = this.#laid;
    if (this.#holds(fails)) return this.#begin('unplanned', unplanned, t);
    const isWanted = planned && ('every' in planned ? isDue : this.#holds(planned.when));
    if (planned && isWanted) this.#begin('planned', planned, t);
  }

  /** What it came to until `t`, s since the origin; work that is not done counts as long as it lasted. */
  results(t: number): MaintenanceTally {
    const { planned, unplanned, cost } = this.#tally;
    const all = { planned: { ...planned }, unplanned: { ...unplanned }, cost };
    if (this.#work) all[this.#work.kind].seconds += t - this.#work.since;
    const seconds = all.planned.seconds + all.unplanned.seconds;
    return { ...all, cost: cost + seconds * this.#laid.downtimePrice };
  }

  #begin(kind: 'planned' | 'unplanned', { seconds, cost }: LaidWork, t: number): void {
    const { asset, values } = this.#laid;
    this.#work = { since: t, kind, before: this.#twin.handSets() };
    this.#tally[kind].count++;
    this.#tally.cost += cost;
    this.#due = t + seconds;
    this.#twin.tell(t, { command: 'out-of-service', asset });
    if (Object.keys(values).length > 0) this.#twin.set(t, values);
  }

  #end(t: number): void {
    const { asset, values } = this.#laid;
    const { since, kind, before } = this.#work!;
    this.#work = undefined;
    this.#tally[kind].seconds += t - since;
    this.#due = this.#plannedAfter(t);
    this.#twin.tell(t, { command: 'replaced', asset });
    this.#twin.tell(t, { command: 'in-service', asset });
    const back = Object.keys(values).map((name) => [name, before[name] ?? null] as const);
    if (back.length > 0) this.#twin.set(t, Object.fromEntries(back));
  }

  get #twin(): Twin {
    return this.#twinNow();
  }

  #plannedAfter(t: number): number {
    const { planned } = this.#laid;
    return planned && 'every' in planned ? t + planned.every : Infinity;
  }

  /** A condition of which something is bad or absent does not hold. */
  #holds(kpi: Kpi): boolean {
    const memory = this.#memory.get(kpi) ?? kpi.initialMemory.slice();
    this.#memory.set(kpi, memory);
    for (let slot = 0; slot < kpi.ports.length; slot++) {
      const value = this.#twin.value(kpi.ports[slot]!);
      if (Number.isNaN(value)) return false;
      memory[slot] = value;
    }
    memory[kpi.timeSlot] = this.#twin.t;
    return kpi.aggregates[0]!.evaluate(memory) > 0;
  }
}

/** Times are whole microseconds but for their rounding. */
function whole(t: number): number {
  return Math.round(t * MICROS);
}

import type { Kpi } from '../compile/kpi.ts';
import type { Plan } from '../compile/plan.ts';
import type { PlanBody } from '../protocol/bodies.ts';
import type { HandValue } from '../run/hand-sets.ts';
import { MICROS } from '../run/moment.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { Twin } from '../run/twin.ts';
import { curvesOf, portsNamed, type Curve } from './curves.ts';
import { FaultActs, type FaultAct } from './fault-acts.ts';
import { Feed, type LaidInput } from './feed.ts';
import { KpiMeter, type KpiResult } from './kpi-meter.ts';
import { Maintainer, type LaidMaintenance } from './maintain.ts';
import { maintenanceResults } from './maintenance-figures.ts';

/** One variant of a study, ready to run. */
export interface PreparedVariant {
  name: string;
  plan: Plan;
  /** What it does to the state of each node, as a deploy would. */
  deploy: PlanBody;
  kpis: readonly Kpi[];
  values: Readonly<Record<string, HandValue>>;
  inputs: readonly LaidInput[];
  maintenance?: LaidMaintenance;
  /** What faults of params and states do. */
  acts?: readonly FaultAct[];
}

/** What all variants of a study share. */
export interface RunOptions {
  twin: string;
  snapshot: Snapshot;
  /** s from the time of the snapshot. */
  horizon: number;
  seed: number;
  /** Ports to keep over time. */
  record: readonly string[];
  /** Parts of the horizon in which they are kept. */
  points: number;
  /** Maintenance is looked at: it has figures in each variant. */
  maintained?: boolean;
}

export interface VariantOutcome {
  kpis: Record<string, KpiResult>;
  curves: Record<string, Curve>;
  instants: number;
}

/** Deliveries between two words of progress. */
const STRIDE = 64;
/** Most ticks that run at once where nothing is delivered. */
const TICKS = 1_000;

const NO_MAINTENANCE = {
  planned: { count: 0, seconds: 0 },
  unplanned: { count: 0, seconds: 0 },
  cost: 0,
};

/** Runs a fork of a twin from a snapshot over the horizon; nothing leaves it. Yields the time it has come to, s since the start. */
export function* runVariant(
  { plan, kpis, values, inputs, maintenance, acts = [] }: PreparedVariant,
  { twin: id, snapshot, horizon, seed, record, points, maintained }: RunOptions,
): Generator<number, VariantOutcome> {
  const start = Math.max(snapshot.micros, 0) / MICROS;
  const looks: { meter?: KpiMeter } = {};
  const restore = (from: Snapshot): Twin =>
    Twin.restore(plan, from, {
      id,
      onInstant: (at) => looks.meter?.observe(at, at.t - start),
    });
  let twin = restore(snapshot);
  const before = twin.stats().instants;
  const end = start + horizon;
  const feed = new Feed(inputs, twin, start, seed);
  if (Object.keys(values).length > 0) twin.set(start, values);
  twin.deliver(start, feed.take(start));
  twin.advance(start);

  const meter = new KpiMeter(kpis, twin, portsNamed(plan, record), { seconds: horizon, points });
  looks.meter = meter;
  const crew = maintenance && new Maintainer(maintenance, () => twin, start);
  const faults = new FaultActs(acts, start);
  twin = faults.act(twin, start, restore);
  const slice = TICKS * plan.tick;
  let deliveries = 0;
  for (let t = start; t < end;) {
    const next = feed.next;
    t = Math.min(next, t + slice, end, faults.next, Math.max(crew?.next ?? Infinity, t));
    if (next <= t) twin.deliver(next, feed.take(next));
    else twin.advance(t);
    if (faults.next <= t) twin = faults.act(twin, t, restore);
    crew?.look(t);
    if (++deliveries % STRIDE === 0) yield t - start;
  }
  twin.advance(end);
  const instants = twin.stats().instants - before;
  const figures = maintained && maintenanceResults(crew?.results(end) ?? NO_MAINTENANCE);
  return {
    kpis: { ...figures, ...meter.results(horizon) },
    curves: curvesOf(plan, record, meter.watch),
    instants,
  };
}

import type { Kpi } from '../compile/kpi.ts';
import type { Plan } from '../compile/plan.ts';
import type { LogEntry } from '../run/log-entry.ts';
import { MICROS } from '../run/moment.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { Twin } from '../run/twin.ts';
import { KpiMeter, type KpiResult } from './kpi-meter.ts';

/** A stretch of a twin's past: its state before it, and what was put in until its end. `from`, `to`: s since the origin. */
export interface PastStretch {
  plan: Plan;
  twin: string;
  snapshot: Snapshot;
  entries: readonly LogEntry[];
  from: number;
  to: number;
}

/** What KPIs came to over a stretch of the past: its log folded again, as a study folds what may come. */
export function pastFigures(
  { plan, twin: id, snapshot, entries, from, to }: PastStretch,
  kpis: readonly Kpi[],
): Record<string, KpiResult> {
  // It begins with what the twin shows where the stretch does.
  const meters: KpiMeter[] = [];
  const twin = Twin.restore(plan, snapshot, {
    id,
    onInstant: (at) => meters[0]?.observe(at, at.t - from),
  });
  // To whole µs, as the twin counts: what came at that very time is part of its instant.
  const begin = Math.round(from * MICROS);
  let next = 0;
  while (next < entries.length && entries[next]!.micros <= begin) twin.replay(entries[next++]!);
  twin.advance(from);
  const meter = new KpiMeter(kpis, twin, [], { seconds: to - from, points: 1 });
  meters.push(meter);
  while (next < entries.length) twin.replay(entries[next++]!);
  twin.advance(to);
  return meter.results(to - from);
}

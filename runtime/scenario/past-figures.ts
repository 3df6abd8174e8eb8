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

/** Ticks that are run between two breaths. */
const STRIDE = 256;

/** What KPIs came to over a stretch of the past: its log folded again, as a study folds what may come. Yields now and then, so that others may have their turn. */
export function* pastFigures(
  { plan, twin: id, snapshot, entries, from, to }: PastStretch,
  kpis: readonly Kpi[],
): Generator<undefined, Record<string, KpiResult>> {
  // It begins with what the twin shows where the stretch does.
  const meters: KpiMeter[] = [];
  const twin = Twin.restore(plan, snapshot, {
    id,
    onInstant: (at) => meters[0]?.observe(at, at.t - from),
  });
  // To whole µs, as the twin counts: what came at that very time is part of its instant.
  const begin = Math.round(from * MICROS);
  let next = 0;
  function* foldTo(time: number, isDue: (micros: number) => boolean): Generator<undefined> {
    for (; next < entries.length && isDue(entries[next]!.micros); next++) {
      const entry = entries[next]!;
      // The ticks that it let by were never run.
      if (entry.kind !== 'merge') yield* tickTo(twin, entry.micros / MICROS, plan.tick);
      twin.replay(entry);
      yield;
    }
    // Where it was not running it stands as it was.
    if (entries[next]?.kind === 'merge') return;
    yield* tickTo(twin, time, plan.tick);
    twin.advance(time);
  }
  yield* foldTo(from, (micros) => micros <= begin);
  const meter = new KpiMeter(kpis, twin, [], { seconds: to - from, points: 1 });
  meters.push(meter);
  yield* foldTo(to, () => true);
  return meter.results(to - from);
}

/** Brings a twin near a time that is many ticks away. */
function* tickTo(twin: Twin, time: number, tick: number): Generator<undefined> {
  const slice = STRIDE * tick;
  for (let t = twin.t + slice; t < time - slice; t += slice) {
    twin.advance(t);
    yield;
  }
}

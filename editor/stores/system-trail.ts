import type { StatusBody } from '@twinloom/runtime/protocol/status';

/** Figures of one reading that are drawn over time. */
export interface SystemReading {
  cpuShare: number;
  residentBytes: number;
  lateSeconds: number;
}

const KEPT = 90;

/** The last readings, the newest last: three minutes at one in two seconds. */
export function addReading(trail: readonly SystemReading[], status: StatusBody): SystemReading[] {
  const { cpuShare, residentBytes } = status;
  return [...trail, { cpuShare, residentBytes, lateSeconds: worstLag(status) ?? 0 }].slice(-KEPT);
}

/** How late the ticks of the latest worker run, s; undefined while none has told. */
export function worstLag({ workers }: StatusBody): number | undefined {
  const lags = workers.flatMap(({ lateSeconds }) => lateSeconds ?? []);
  return lags.length > 0 ? Math.max(...lags) : undefined;
}

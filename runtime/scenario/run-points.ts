import { chanceRun } from './chance-runs.ts';
import type { KpiResult } from './kpi-meter.ts';
import type { PreparedStudy } from './prepare-study.ts';
import { runVariant, type RunOptions, type VariantOutcome } from './run-variant.ts';

/** Parts of the horizon in which the ports of a run are kept. */
export const BAND_POINTS = 100;

/** One of many runs: the values of its axes, and what each KPI came to; null where it has no value. */
export interface StudyRun {
  n: number;
  at: number[];
  kpis: (number | null)[];
  /** Why a KPI has no value. */
  says?: string;
}

/** With the middle of each port in each part of the horizon, port after port; NaN where it was bad. */
export interface RunWithCurves extends StudyRun {
  curves: Float32Array<ArrayBuffer>;
}

/** Makes one of the runs of a study: the same whichever process does it, and after which others. Yields from time to time. */
export function* runPoint(
  { runs, runAt, run, kpis }: PreparedStudy,
  n: number,
  at: number[],
): Generator<number, RunWithCurves> {
  const chance = runs?.method === 'chance' ? chanceRun(runs, n) : undefined;
  const record = chance?.keepsCurves ? run.record : [];
  const prepared = runAt(at, chance?.of);
  if ('diagnostics' in prepared) {
    const says = prepared.diagnostics[0]?.says ?? 'it cannot run';
    return { n, at, kpis: kpis.map(() => null), says, curves: noCurves(record.length) };
  }
  // Each draw has its own noise of inputs, and the same where runs are compared.
  const seed = run.seed + (chance?.draw ?? 0);
  const options: RunOptions = { ...run, seed, record, points: BAND_POINTS };
  const outcome = yield* runVariant(prepared, options);
  return { n, at, ...valuesOf(outcome.kpis, kpis), curves: middles(outcome, record) };
}

function valuesOf(
  results: Readonly<Record<string, KpiResult>>,
  kpis: PreparedStudy['kpis'],
): Pick<StudyRun, 'kpis' | 'says'> {
  const values = kpis.map(({ name }) => results[name]?.value ?? null);
  const without = kpis.find(({ name }) => results[name]?.value === undefined);
  const says = without && `${without.title}: ${results[without.name]?.says ?? 'no value'}`;
  return { kpis: values, ...(says !== undefined && { says }) };
}

function noCurves(ports: number): Float32Array<ArrayBuffer> {
  return new Float32Array(ports * BAND_POINTS).fill(Number.NaN);
}

function middles({ curves }: VariantOutcome, record: readonly string[]): Float32Array<ArrayBuffer> {
  const all = noCurves(record.length);
  record.forEach((port, i) => {
    const curve = curves[port];
    for (let part = 0; part < BAND_POINTS; part++) {
      const [min, max] = [curve?.min[part] ?? null, curve?.max[part] ?? null];
      if (min !== null && max !== null) all[i * BAND_POINTS + part] = (min + max) / 2;
    }
  });
  return all;
}

import { sortedQuantile } from '../solve/sorted-quantile.ts';
import { pairedDifferences, type VariantDifference } from './paired-differences.ts';
import type { PreparedChance } from './prepare-runs.ts';
import { BAND_POINTS, type RunWithCurves, type StudyRun } from './run-points.ts';
import { spreadOf, type Spread } from './spread.ts';
import { swingsOf, type Swing } from './swings.ts';

/** How much an input mattered to a KPI. */
export interface Influence {
  /** Place of the axis. */
  axis: number;
  /** Mean of the KPI over the tenth of the runs in which the input is least, and in which it is greatest. */
  low: number;
  high: number;
  /** Spearman's rank correlation of input and KPI, −1 to 1. */
  rank: number;
}

/** Percentiles of a port in each part of the horizon; null where it was bad in all runs. */
export type Band = (number | null)[][];

export interface RunsSummary {
  runs: number;
  spreads: Spread[];
  /** By KPI, what mattered most first. */
  influences: Influence[][];
  bands: Record<string, Band>;
}

/** With what one input at a time does, and how variants differ that ran with the same draws. */
export interface ChanceSummary extends RunsSummary {
  /** By KPI, the widest first; absent until all of them have run. */
  swings?: Swing[][];
  differences?: VariantDifference[];
}

/** What all runs of a study by chance come to so far, `all` by their numbers. */
export function summariseChance(
  runs: PreparedChance,
  all: ReadonlyMap<number, RunWithCurves>,
  ports: readonly string[],
): ChanceSummary {
  const { points, percentiles, compared } = runs;
  const drawn = points.flatMap((_, n) => all.get(n) ?? []);
  const swings = swingsOf(runs, all);
  return {
    ...summariseRuns(drawn, ports, percentiles),
    ...(swings && { swings }),
    ...(compared.length > 0 && { differences: pairedDifferences(runs, all) }),
  };
}

/** What many runs of a study come to: the same whatever order they ended in. `runs` in the order of their numbers. */
export function summariseRuns(
  runs: readonly RunWithCurves[],
  ports: readonly string[],
  percentiles: readonly number[],
): RunsSummary {
  const [first] = runs;
  const kpis = first?.kpis.map((_, kpi) => kpi) ?? [];
  return {
    runs: runs.length,
    spreads: kpis.map((kpi) =>
      spreadOf(
        runs.flatMap(({ kpis: all }) => all[kpi] ?? []),
        percentiles,
      ),
    ),
    influences: kpis.map((kpi) => influencesOn(runs, kpi)),
    bands: Object.fromEntries(ports.map((port, i) => [port, bandOf(runs, i, percentiles)])),
  };
}

function influencesOn(runs: readonly StudyRun[], kpi: number): Influence[] {
  const whole = runs.filter(({ kpis }) => kpis[kpi] !== null);
  if (whole.length < 2) return [];
  const values = whole.map(({ kpis }) => kpis[kpi]!);
  const ranksOfValues = ranksOf(values);
  const tenth = Math.max(1, Math.floor(whole.length / 10));
  const axes = whole[0]!.at.map((_, axis): Influence => {
    const rising = whole.toSorted((a, b) => a.at[axis]! - b.at[axis]!).map(({ kpis }) => kpis[kpi]!);
    return {
      axis,
      low: meanOf(rising.slice(0, tenth)),
      high: meanOf(rising.slice(-tenth)),
      rank: correlation(ranksOf(whole.map(({ at }) => at[axis]!)), ranksOfValues),
    };
  });
  return axes.toSorted((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Equal values share the mean of their ranks. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).toSorted((a, b) => values[a]! - values[b]!);
  const ranks = Array.from(values, () => 0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    for (let i = from; i <= to; i++) ranks[order[i]!] = (from + to) / 2;
    from = to + 1;
  }
  return ranks;
}

/** 0 where one of both does not change. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

function bandOf(runs: readonly RunWithCurves[], port: number, percentiles: readonly number[]): Band {
  const band: Band = percentiles.map(() => []);
  for (let part = 0; part < BAND_POINTS; part++) {
    const values = Float32Array.from(runs, ({ curves }) => curves[port * BAND_POINTS + part]!)
      .filter((value) => !Number.isNaN(value))
      .toSorted();
    percentiles.forEach((one, i) =>
      band[i]!.push(values.length > 0 ? sortedQuantile(values, one / 100) : null),
    );
  }
  return band;
}

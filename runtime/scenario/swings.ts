import type { Quantile } from './distribution.ts';
import type { PreparedChance } from './prepare-runs.ts';
import type { StudyRun } from './run-points.ts';

/** What one input alone does to a KPI, while all others stay at their middle. */
export interface Swing {
  /** Place of the axis. */
  axis: number;
  /** What the KPI comes to where the input is at its low and at its high end. */
  low: number;
  high: number;
  /** Where all inputs are at their middle. */
  middle: number;
  /** The ends of the input. */
  from: number;
  to: number;
}

const [LOW, MIDDLE, HIGH] = [0.1, 0.5, 0.9];

/** The points of the swings: all inputs at their median, then each at its 10th and at its 90th percentile while the others stay there. */
export function swingPoints(quantiles: readonly Quantile[]): number[][] {
  const middle = quantiles.map((quantile) => quantile(MIDDLE));
  const ends = quantiles.flatMap((quantile, i) =>
    [LOW, HIGH].map((share) => middle.with(i, quantile(share))),
  );
  return [middle, ...ends];
}

/**
 * The swings by KPI, the longest bar first; undefined until all of them have run. A bar spans both ends and the middle, so that an input that moves
 * the KPI the same way at both ends is not taken for one that does nothing. An input at one of whose ends the KPI has no value is left out.
 */
export function swingsOf(
  { points, swings, axes }: Pick<PreparedChance, 'points' | 'swings' | 'axes'>,
  all: ReadonlyMap<number, StudyRun>,
): Swing[][] | undefined {
  const runs = swings.map((_, i) => all.get(points.length + i));
  const [middle] = runs;
  if (!middle || runs.some((run) => !run)) return undefined;
  return middle.kpis.map((_, kpi) =>
    axes
      .flatMap((__, axis): Swing[] => {
        const [low, high] = [runs[1 + 2 * axis]!, runs[2 + 2 * axis]!];
        const [at, from, to] = [middle.kpis[kpi] ?? null, low.kpis[kpi] ?? null, high.kpis[kpi] ?? null];
        if (at === null || from === null || to === null) return [];
        return [{ axis, low: from, high: to, middle: at, from: low.at[axis]!, to: high.at[axis]! }];
      })
      .toSorted((a, b) => lengthOf(b) - lengthOf(a)),
  );
}

function lengthOf({ low, middle, high }: Swing): number {
  return Math.max(low, middle, high) - Math.min(low, middle, high);
}

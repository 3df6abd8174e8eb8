import { nelderMead, type Score } from './nelder-mead.ts';
import type { PreparedSearch } from './prepare-runs.ts';
import type { StudyRun } from './run-points.ts';

/** What a search came to. */
export interface SearchResult {
  /** Values of the axes; absent: no point gave a value of the KPI. */
  best?: number[];
  kpis: (number | null)[];
  tried: number;
  isConverged: boolean;
  keepsLimits: boolean;
  says: string;
}

/** Searches the values of the axes at which a KPI is best: asks for one run after the other. Runs that are known are not made again. */
export function* searchStudy(search: PreparedSearch): Generator<number[], SearchResult, StudyRun> {
  const { bounds, start, most } = search;
  const searching = nelderMead({ bounds, start, most });
  let best: { run: StudyRun; score: Score } | undefined;
  let step = searching.next();
  while (!step.done) {
    const run = yield step.value;
    const score = scoreOf(run, search);
    const isBest =
      !best ||
      score.violation < best.score.violation ||
      (score.violation === best.score.violation && score.value < best.score.value);
    if (isBest) best = { run, score };
    step = searching.next(score);
  }
  const { tried, isConverged } = step.value;
  const violation = best?.score.violation ?? Infinity;
  if (!best || violation === Infinity)
    return {
      kpis: [],
      tried,
      isConverged: false,
      keepsLimits: false,
      says: 'no run gave values of the KPIs',
    };
  const keepsLimits = violation === 0;
  return {
    best: [...best.run.at],
    kpis: best.run.kpis,
    tried,
    isConverged,
    keepsLimits,
    says: saying(isConverged, keepsLimits, tried),
  };
}

function saying(isConverged: boolean, keepsLimits: boolean, tried: number): string {
  const end = isConverged
    ? `it came to rest after ${tried} runs, twice at the same place`
    : `it did not converge: its ${tried} runs were used up while it still moved; allow more runs or narrow the ranges`;
  return keepsLimits ? end : `no point that was tried keeps all limits; ${end}`;
}

/** How far limits are broken is taken as a share of each limit, so that KPIs of different size weigh the same. */
function scoreOf({ kpis }: StudyRun, { kpi, goal, where }: PreparedSearch): Score {
  const value = kpis[kpi] ?? null;
  if (value === null) return { violation: Infinity, value: Infinity };
  let violation = 0;
  for (const { kpi: limited, atLeast, atMost } of where) {
    const own = kpis[limited] ?? null;
    if (own === null) return { violation: Infinity, value: Infinity };
    if (own < atLeast) violation += (atLeast - own) / (Math.abs(atLeast) || 1);
    if (own > atMost) violation += (own - atMost) / (Math.abs(atMost) || 1);
  }
  return { violation, value: goal === 'least' ? value : -value };
}

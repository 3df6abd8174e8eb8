import { sortedQuantile } from '../solve/sorted-quantile.ts';
import { studentQuantile } from '../solve/student-quantile.ts';

/** What a KPI came to over many runs. Absent numbers: no run gave a value. */
export interface Spread {
  /** Runs in which it had a value. */
  count: number;
  mean?: number;
  /** Half the width of the interval in which the true mean lies with 95 %. */
  margin?: number;
  deviation?: number;
  /** One for each percentile asked for. */
  percentiles: number[];
  /** Runs in equal classes from the least to the greatest value. */
  histogram?: { from: number; to: number; counts: number[] };
}

const CLASSES = 20;
const CONFIDENCE = 0.975;

/** The half width of the mean is that of independent runs (Student's t); a Latin hypercube's mean is at least about as sure (A. B. Owen, SIAM J. Numer. Anal. 34 (1997) 1884–1910). */
export function spreadOf(values: readonly number[], percentiles: readonly number[]): Spread {
  const count = values.length;
  if (count === 0) return { count, percentiles: [] };
  const sorted = Float64Array.from(values).toSorted();
  // Of equal values the sum leaves a trace of rounding, which is no spread.
  const isOne = sorted[0] === sorted.at(-1);
  const mean = isOne ? sorted[0]! : values.reduce((a, b) => a + b, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
  return {
    count,
    mean,
    deviation,
    ...(count > 1 && { margin: (studentQuantile(CONFIDENCE, count - 1) * deviation) / Math.sqrt(count) }),
    percentiles: percentiles.map((one) => sortedQuantile(sorted, one / 100)),
    histogram: histogramOf(sorted),
  };
}

function histogramOf(sorted: Float64Array): NonNullable<Spread['histogram']> {
  const [from, to] = [sorted[0]!, sorted.at(-1)!];
  const counts = Array.from({ length: CLASSES }, () => 0);
  for (const value of sorted) {
    const place = to > from ? Math.floor(((value - from) / (to - from)) * CLASSES) : 0;
    counts[Math.min(place, CLASSES - 1)]!++;
  }
  return { from, to, counts };
}

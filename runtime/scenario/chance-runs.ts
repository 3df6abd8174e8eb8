import type { PreparedChance } from './prepare-runs.ts';

/** One run of a study by chance. */
export interface ChanceRun {
  n: number;
  at: number[];
  /** The variant in which it plays. */
  of: string;
  /** Which draw it is: runs of one draw have the same noise. */
  draw: number;
  /** Its ports are kept, for the bands. */
  keepsCurves: boolean;
}

/** Draws that run before anything else: enough for a first picture. */
const FIRST_DRAWS = 10;

type Runs = Pick<PreparedChance, 'of' | 'points' | 'swings' | 'compared'>;

/** All runs of a study by chance in the order in which they are begun: those of one draw one after the other, so that pairs are whole at any time. */
export function chanceRuns(runs: Runs): ChanceRun[] {
  const { points, swings, compared } = runs;
  const numbers: number[] = [];
  for (let draw = 0; draw < points.length; draw++) {
    numbers.push(draw);
    compared.forEach((_, i) => numbers.push(points.length + swings.length + i * points.length + draw));
    if (draw + 1 === Math.min(FIRST_DRAWS, points.length))
      swings.forEach((_, i) => numbers.push(points.length + i));
  }
  return numbers.map((n) => chanceRun(runs, n));
}

/** The run of a number: the draws of the one variant first, then the swings, then the draws of each variant that is compared. */
export function chanceRun({ of, points, swings, compared }: Runs, n: number): ChanceRun {
  const swing = swings[n - points.length];
  if (swing) return { n, at: swing, of, draw: 0, keepsCurves: false };
  if (n < points.length) return { n, at: points[n]!, of, draw: n, keepsCurves: true };
  const place = n - points.length - swings.length;
  const draw = place % points.length;
  const variant = compared[(place - draw) / points.length]!;
  return { n, at: points[draw]!, of: variant, draw, keepsCurves: false };
}

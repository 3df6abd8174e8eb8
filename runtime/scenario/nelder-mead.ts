/** What is thought of a point: how far it breaks the constraints (0: not at all), then its value, the less the better. */
export interface Score {
  violation: number;
  value: number;
}

export interface Search {
  /** Least and greatest value of each coordinate. */
  bounds: readonly (readonly [number, number])[];
  start: readonly number[];
  /** Most points that are tried. */
  most: number;
  /** Size of the simplex, as a share of each range, at which it has come to rest. */
  tolerance?: number;
}

export interface Found {
  point: number[];
  score: Score;
  tried: number;
  /** Two searches, the second begun anew around the best of the first, came to the same. */
  isConverged: boolean;
}

interface Corner {
  /** 0 to 1 in each range. */
  at: number[];
  score: Score;
}

const FIRST_SIZE = 0.25;
const NEXT_SIZE = 0.08;
const USUAL_TOLERANCE = 1e-4;

/**
 * Searches the point of the best score inside bounds without derivatives: asks for one point after the other, is told its score. The simplex of
 * J. A. Nelder and R. Mead, The Computer Journal 7 (1965) 308–313, with the coefficients of F. Gao and L. Han, Computational Optimization and Applications 51 (2012)
 * 259–277. A point outside is put onto the bound. Constraints by the rules of K. Deb, Computer Methods in Applied Mechanics and Engineering 186 (2000)
 * 311–338: what breaks them less is better, whatever its value, so that no weight of a penalty has to be guessed. A local search: it may end in a hollow.
 */
export function* nelderMead({
  bounds,
  start,
  most,
  tolerance = USUAL_TOLERANCE,
}: Search): Generator<number[], Found, Score> {
  const ranges = bounds.map(([low, high]) => high - low);
  const place = (at: readonly number[]): number[] => at.map((u, i) => bounds[i]![0] + u * ranges[i]!);
  let tried = 0;
  let best: Corner | undefined;
  function* rate(wanted: readonly number[]): Generator<number[], Corner | undefined, Score> {
    if (tried >= most) return undefined;
    tried++;
    const at = wanted.map((u) => Math.min(1, Math.max(0, u)));
    const corner = { at, score: yield place(at) };
    if (!best || isBetter(corner.score, best.score)) best = corner;
    return corner;
  }

  let from = start.map((x, i) => (x - bounds[i]![0]) / ranges[i]!);
  let isConverged = false;
  for (let size = FIRST_SIZE; !isConverged; size = NEXT_SIZE) {
    const before = best;
    const cameToRest: boolean = yield* restOf(from, size, tolerance, rate);
    if (!cameToRest) break;
    from = [...best!.at];
    isConverged = before !== undefined && isSame(before, best!, tolerance);
  }
  const { at, score } = best!;
  return { point: place(at), score, tried, isConverged };
}

/** One simplex until it is small; false: there were not points enough. */
function* restOf(
  from: readonly number[],
  size: number,
  tolerance: number,
  rate: (at: readonly number[]) => Generator<number[], Corner | undefined, Score>,
): Generator<number[], boolean, Score> {
  const n = from.length;
  const { expand, contract, shrink } = coefficients(n);
  const corners: Corner[] = [];
  for (let i = -1; i < n; i++) {
    const corner = yield* rate(from.map((u, j) => (j !== i ? u : u + size <= 1 ? u + size : u - size)));
    if (!corner) return false;
    corners.push(corner);
  }
  for (;;) {
    corners.sort((a, b) => (isBetter(a.score, b.score) ? -1 : isBetter(b.score, a.score) ? 1 : 0));
    const [least, worst] = [corners[0]!, corners[n]!];
    if (corners.every(({ at }) => at.every((u, i) => Math.abs(u - least.at[i]!) <= tolerance))) return true;
    const middle = from.map((_, i) => corners.slice(0, n).reduce((sum, { at }) => sum + at[i]!, 0) / n);
    const along = (share: number): number[] => middle.map((u, i) => u + share * (u - worst.at[i]!));
    const mirrored = yield* rate(along(1));
    if (!mirrored) return false;
    let next: Corner | undefined = mirrored;
    if (isBetter(mirrored.score, least.score)) {
      const further = yield* rate(along(expand));
      if (!further) return false;
      if (isBetter(further.score, mirrored.score)) next = further;
    } else if (!isBetter(mirrored.score, corners[n - 1]!.score)) {
      const isOutside = isBetter(mirrored.score, worst.score);
      const nearer = yield* rate(along(isOutside ? contract : -contract));
      if (!nearer) return false;
      next = isBetter(nearer.score, isOutside ? mirrored.score : worst.score) ? nearer : undefined;
    }
    if (next) corners[n] = next;
    else
      for (let k = 1; k <= n; k++) {
        const at = corners[k]!.at.map((u, i) => least.at[i]! + shrink * (u - least.at[i]!));
        const corner = yield* rate(at);
        if (!corner) return false;
        corners[k] = corner;
      }
  }
}

/** Those of Gao and Han come to Nelder's and Mead's own where there are two coordinates, and are not meant for one. */
function coefficients(coordinates: number): { expand: number; contract: number; shrink: number } {
  const n = Math.max(2, coordinates);
  return { expand: 1 + 2 / n, contract: 0.75 - 1 / (2 * n), shrink: 1 - 1 / n };
}

function isBetter(a: Score, b: Score): boolean {
  return a.violation < b.violation || (a.violation === b.violation && a.value < b.value);
}

function isSame(before: Corner, now: Corner, tolerance: number): boolean {
  return (
    before === now || now.at.every((u, i) => Math.abs(u - before.at[i]!) <= Math.max(1e-3, 10 * tolerance))
  );
}

import { RandomStream } from '../run/random-stream.ts';

/** Half a step of the stream: no share is 0 or 1, where a distribution may be infinite. */
const HALF_STEP = 2 ** -33;

/**
 * For each name `runs` shares between 0 and 1. `latin`: one in each of `runs` equal parts, the parts in random order (Latin hypercube; M. D. McKay,
 * R. J. Beckman and W. J. Conover, Technometrics 21 (1979) 239–245); `plain`: each by itself. A stream per name, so that one more name changes no other.
 */
export function drawShares(
  names: readonly string[],
  runs: number,
  sampling: 'latin' | 'plain',
  seed: number,
): Float64Array[] {
  return names.map((name) => {
    const stream = new RandomStream(seed, `chance ${name}`);
    const shares = Float64Array.from({ length: runs }, () => stream.uniform() + HALF_STEP);
    if (sampling === 'plain') return shares;
    const parts = Array.from({ length: runs }, (_, i) => i);
    for (let i = runs - 1; i > 0; i--) {
      const j = Math.floor(stream.uniform() * (i + 1));
      [parts[i], parts[j]] = [parts[j]!, parts[i]!];
    }
    return shares.map((share, i) => (parts[i]! + share) / runs);
  });
}

import { describe, expect, it } from 'vitest';
import { inverseNormal } from '../solve/inverse-normal.ts';
import { chanceRuns } from './chance-runs.ts';
import { pairedDifferences, shareOf } from './paired-differences.ts';
import type { StudyRun } from './run-points.ts';
import { sayShare } from './say-share.ts';

const N = 1_000;
const deviates = Array.from({ length: N }, (_, i) => inverseNormal((i + 0.5) / N));
const study = {
  of: 'as it is',
  points: deviates.map((z) => [z]),
  swings: [[0], [-1], [1]],
  compared: ['faster', 'same'],
  percentiles: [10, 50, 90],
};

/** Of a base 100 + 50 z, whatever its own noise: "faster" adds 3 + 2 z to that, "same" nothing. */
function runs(lost: readonly number[] = []): Map<number, StudyRun> {
  const kpiOf = (of: string, z: number): number => 100 + 50 * z + (of === 'faster' ? 3 + 2 * z : 0);
  return new Map(
    chanceRuns(study).map(({ n, at, of }) => [
      n,
      { n, at, kpis: [lost.includes(n) ? null : kpiOf(of, at[0]!)] },
    ]),
  );
}

describe('differences of variants that ran with the same draws', () => {
  const [faster, same] = pairedDifferences(study, runs());

  it('have the mean, deviation and percentiles of the difference, not of what both share', () => {
    const { count, mean, deviation, margin, percentiles } = faster!.kpis[0]!;
    expect(count).toBe(N);
    expect(mean).toBeCloseTo(3, 9);
    // The difference is 3 + 2 z: its deviation is 2, where each variant alone has 50.
    expect(deviation).toBeCloseTo(2, 1);
    // t of 999 degrees of freedom at 97.5 % is 1.96234.
    expect(margin).toBeCloseTo((1.96234 * deviation!) / Math.sqrt(N), 6);
    [-1.281552, 0, 1.281552].forEach((z, i) => expect(percentiles[i]).toBeCloseTo(3 + 2 * z, 1));
  });

  it('are greater as often as the closed form says: 3 + 2 z > 0 in Φ(1.5) = 0.93319', () => {
    const { above, below } = faster!.kpis[0]!;
    expect(above!.share).toBeCloseTo(0.93319, 3);
    expect(below!.share).toBeCloseTo(0.06681, 3);
    expect(above!.from).toBeLessThan(0.93319);
    expect(above!.to).toBeGreaterThan(0.93319);
  });

  it('are nothing at all where a variant changes nothing', () => {
    expect(same!.kpis[0]).toMatchObject({ mean: 0, deviation: 0, above: { share: 0 }, below: { share: 0 } });
    expect(sayShare('more', same!.kpis[0]!)).toBe('the same in all draws');
  });

  it('leave out pairs of which one has no value, or has not run', () => {
    const all = runs([0, N + 3 + 1]);
    all.delete(N + 3 + 2);
    expect(pairedDifferences(study, all)[0]!.kpis[0]!.count).toBe(N - 3);
    expect(pairedDifferences(study, new Map())[0]!.kpis).toEqual([]);
  });
});

describe('a share of runs', () => {
  // Method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872: Wilson's, without a correction for continuity.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i has the interval of Wilson: %f to %f', (k, n, from, to) => {
    expect(shareOf(k, n).from).toBeCloseTo(from, 4);
    expect(shareOf(k, n).to).toBeCloseTo(to, 4);
  });

  it.each([
    [81, 263],
    [15, 148],
  ])('of %i in %i has ends from which it lies as far as their own spread allows', (k, n) => {
    const { share, from, to } = shareOf(k, n);
    // 97.5 % of a normal distribution lie below 1.959964 of its deviations.
    for (const end of [from, to])
      expect(Math.abs(share - end)).toBeCloseTo(1.959964 * Math.sqrt((end * (1 - end)) / n), 7);
  });

  it('is said in words, better where a KPI says what is', () => {
    const shares = { above: shareOf(15, 148), below: shareOf(81, 263) };
    expect(sayShare('less', shares)).toBe('better in 30.8 % (25.5 to 36.6 %)');
    expect(sayShare('more', shares)).toBe('better in 10.1 % (6.24 to 16 %)');
    expect(sayShare(undefined, shares)).toBe('less in 30.8 % (25.5 to 36.6 %)');
    expect(sayShare('less', {})).toBe('');
  });
});

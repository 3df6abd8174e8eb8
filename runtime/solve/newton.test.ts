import { describe, expect, it } from 'vitest';
import { Newton, type Residuals } from './newton.ts';

/** Where it comes to, and after how many evaluations. */
function solved(from: readonly number[], residuals: Residuals) {
  let evaluations = 0;
  const z = Float64Array.from(from);
  const isSolved = new Newton(from.length, (at, r) => {
    evaluations++;
    residuals(at, r);
  }).solve(z);
  return { isSolved, z: [...z], evaluations };
}

/** A·z − A·root */
function linear(rows: readonly (readonly number[])[], root: readonly number[]): Residuals {
  return (z, r) =>
    rows.forEach((row, i) => {
      r[i] = row.reduce((sum, entry, j) => sum + entry * (z[j]! - root[j]!), 0);
    });
}

describe('Newton', () => {
  it('finds the root of two', () => {
    const z = Float64Array.of(1);
    expect(new Newton(1, (at, r) => void (r[0] = at[0]! ** 2 - 2)).solve(z)).toBe(true);
    expect(z[0]).toBeCloseTo(Math.SQRT2, 14);
  });

  it('solves a linear system whose first pivot is zero', () => {
    // y + 2z = 8, x + y + z = 6, 2x − y + 3z = 9  →  1, 2, 3
    const z = Float64Array.of(0, 0, 0);
    const solved = new Newton(3, ([x = 0, y = 0, w = 0], r) =>
      r.set([y + 2 * w - 8, x + y + w - 6, 2 * x - y + 3 * w - 9]),
    ).solve(z);
    expect(solved).toBe(true);
    [1, 2, 3].forEach((value, i) => expect(z[i]).toBeCloseTo(value, 12));
  });

  it('solves any linear system in a step or two, whichever pivots are zero', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const n = 2 + (seed % 5);
      const entry = (i: number, j: number) =>
        (i * 3 + j * 5 + seed) % 4 === 0 ? 0 : Math.sin(seed + 7 * i + 3 * i * j + j);
      // Strong off the diagonal, along a turn of the rows, so that it is never near singular.
      const rows = Array.from({ length: n }, (_, i) =>
        Array.from({ length: n }, (__, j) => entry(i, j) + ((i + seed) % n === j ? 4 + i : 0)),
      );
      const root = rows.map((_, i) => 1 + Math.cos(seed * i));
      const { isSolved, z, evaluations } = solved(new Array<number>(n).fill(0.5), linear(rows, root));
      expect(isSolved).toBe(true);
      z.forEach((value, i) => expect(value).toBeCloseTo(root[i]!, 12));
      // The start, three times the differences and the step; where no number is smaller, up to thirty halvings.
      expect(evaluations).toBeLessThanOrEqual(1 + 3 * (n + 1) + 30);
    }
  });

  it('eliminates under the greatest entry of a column, so that nothing is lost', () => {
    // With 1e-20 as its pivot the first row would swallow the second: x + y = 2 and 1e-20·x + y = 1 has the root (1, 1).
    const { isSolved, z } = solved(
      [3, -2],
      linear(
        [
          [1e-20, 1],
          [1, 1],
        ],
        [1, 1],
      ),
    );
    expect(isSolved).toBe(true);
    z.forEach((value) => expect(value).toBeCloseTo(1, 12));
  });

  it.each([
    [
      'an upper triangle that outweighs its diagonal',
      [
        [1, 9, 9],
        [0, 1, 9],
        [0, 0, 1],
      ],
    ],
    [
      'a vanishing pivot in its second row',
      [
        [1, 0, 0, 9],
        [0, 1e-20, 1, 0],
        [0, 1, 1, 0],
        [0, 0, 0, 1],
      ],
    ],
  ])('solves one with %s', (_, rows) => {
    const root = rows.map(() => 1);
    const { isSolved, z, evaluations } = solved([3, -2, 5, 4].slice(0, rows.length), linear(rows, root));
    expect(isSolved).toBe(true);
    z.forEach((value) => expect(value).toBeCloseTo(1, 12));
    expect(evaluations).toBeLessThanOrEqual(1 + 3 * (rows.length + 1) + 30);
  });

  it.each([1e-6, 1e6])('finds a root as small or great as %d', (root) => {
    const { isSolved, z, evaluations } = solved(
      [2 * root],
      (at, r) => void (r[0] = (at[0]! / root) ** 2 - 1),
    );
    expect(isSolved).toBe(true);
    expect(z[0]! / root).toBeCloseTo(1, 12);
    // 2, 1.25, 1.025, 1.0003 …: seven steps of the Babylonian method, of two evaluations each.
    expect(evaluations).toBeLessThanOrEqual(1 + 7 * 2 + 30);
  });

  it('looks once where it begins at the root', () => {
    expect(solved([3], (at, r) => void (r[0] = at[0]! - 3))).toEqual({
      isSolved: true,
      z: [3],
      evaluations: 1,
    });
  });

  it('finds the intersection of a circle and an exponential from far away', () => {
    // Dennis, Schnabel, example 5.4.1: x² + y² = 2, e^(x−1) + y³ = 2 has the root (1, 1).
    const z = Float64Array.of(1.5, 2);
    const newton = new Newton(2, ([x = 0, y = 0], r) =>
      r.set([x * x + y * y - 2, Math.exp(x - 1) + y ** 3 - 2]),
    );
    expect(newton.solve(z)).toBe(true);
    [1, 1].forEach((value, i) => expect(z[i]).toBeCloseTo(value, 12));
  });

  it('halves a step that leads where the residual is no number', () => {
    const z = Float64Array.of(3);
    expect(new Newton(1, (at, r) => void (r[0] = Math.log(at[0]!))).solve(z)).toBe(true);
    expect(z[0]).toBeCloseTo(1, 13);
  });

  it.each([1e5, 1e7, 1e9])('leaves zero though the residuals are as large as %d there', (size) => {
    const { isSolved, z } = solved([0], ([x = 0], r) => r.set([x + size - 2 * size]));
    expect(isSolved).toBe(true);
    expect(z[0]! / size).toBeCloseTo(1, 12);
  });

  it('says so where the root lies at infinity: sixty steps of one lead from 0 to 60', () => {
    const { isSolved, z } = solved([0], ([x = 0], r) => r.set([Math.exp(-x)]));
    expect([isSolved, ...z]).toEqual([false, 0]);
  });

  it('finds a root at zero', () => {
    const z = Float64Array.of(0.3);
    expect(new Newton(1, (at, r) => void (r[0] = Math.sin(at[0]!))).solve(z)).toBe(true);
    expect(Math.abs(z[0]!)).toBeLessThan(1e-14);
  });

  it.each([
    ['has no root', (x: number) => x * x + 1],
    ['has only a least value', (x: number) => Math.abs(x) + 1],
    ['answers nothing', () => 1],
    ['answers nothing near the start', (x: number) => Math.max(x, 1) - 2],
    ['is infinite', () => Infinity],
    ['is no number', () => Number.NaN],
  ])('says so where the equation %s, and leaves the start', (_, f) => {
    const z = Float64Array.of(0.5);
    expect(new Newton(1, (at, r) => void (r[0] = f(at[0]!))).solve(z)).toBe(false);
    expect(z[0]).toBe(0.5);
  });

  it('says so where two equations contradict each other', () => {
    const { isSolved, z } = solved([0.5, 0.5], ([x = 0, y = 0], r) =>
      r.set([x + y - 1.5, 2 * x + 2 * y - 5]),
    );
    expect([isSolved, ...z]).toEqual([false, 0.5, 0.5]);
  });
});

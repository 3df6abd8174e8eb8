import { describe, expect, it } from 'vitest';
import { symmetricEigen } from './symmetric-eigen.ts';

function eigen(rows: number[][]): { values: number[]; vectors: number[][] } {
  const n = rows.length;
  const values = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  symmetricEigen(Float64Array.from(rows.flat()), n, values, vectors);
  const column = (j: number): number[] => Array.from({ length: n }, (_, i) => vectors[i * n + j]!);
  return { values: [...values], vectors: rows.map((_, j) => column(j)) };
}

function expectClose(got: readonly number[], wanted: readonly number[]): void {
  wanted.forEach((value, i) => expect(got[i]).toBeCloseTo(value, 12));
}

describe('the eigenvectors of a symmetric matrix', () => {
  it('are those of a correlation: 1 ± ρ along the diagonals', () => {
    const { values, vectors } = eigen([
      [1, 0.8],
      [0.8, 1],
    ]);
    expectClose(values, [1.8, 0.2]);
    expectClose(vectors[0]!, [Math.SQRT1_2, Math.SQRT1_2]);
    expectClose(vectors[1]!, [Math.SQRT1_2, -Math.SQRT1_2]);
  });

  it('are those of a matrix without a diagonal', () => {
    const { values, vectors } = eigen([
      [0, 1],
      [1, 0],
    ]);
    expectClose(values, [1, -1]);
    expectClose(vectors[0]!, [Math.SQRT1_2, Math.SQRT1_2]);
  });

  it('point to where their greatest component is above 0, the first of those that are alike to 1e-12', () => {
    // By hand the vector to λ = 6 is (3, 2)/√13 and to λ = −7 it is (−2, 3)/√13.
    const { values, vectors } = eigen([
      [2, 6],
      [6, -3],
    ]);
    expectClose(values, [6, -7]);
    expectClose(vectors[0]!, [3 / Math.sqrt(13), 2 / Math.sqrt(13)]);
    expectClose(vectors[1]!, [-2 / Math.sqrt(13), 3 / Math.sqrt(13)]);
    // With 1 + δ beside 1 the components of the second vector differ by δ/√8.
    const second = (difference: number) =>
      eigen([
        [1 + difference * Math.sqrt(8), 1],
        [1, 1],
      ]).vectors[1]!;
    expect(second(0.99e-12).map(Math.sign)).toEqual([1, -1]);
    expect(second(1.005e-12).map(Math.sign)).toEqual([-1, 1]);
  });

  it('of any matrix are unit vectors A·v = λ·v that point so', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const entry = (i: number, j: number): number => Math.sin(seed * (3 + 7 * (i + j) + 11 * i * j));
      const rows = Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, (__, j) => entry(i, j)));
      const { values, vectors } = eigen(rows);
      vectors.forEach((vector, k) => {
        expectClose(
          rows.map((row) => row.reduce((sum, one, j) => sum + one * vector[j]!, 0)),
          vector.map((one) => one * values[k]!),
        );
        expect(Math.hypot(...vector)).toBeCloseTo(1, 12);
        const greatest = Math.max(...vector.map(Math.abs));
        expect(vector.find((one) => Math.abs(one) >= greatest - 1e-12)).toBeGreaterThan(0);
      });
    }
  });

  it('of the second difference are sines: 2 − 2·cos(kπ/(n + 1))', () => {
    const n = 6;
    const rows = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (__, j): number => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
    );
    const wanted = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((n - k) * Math.PI) / (n + 1)));
    const { values, vectors } = eigen(rows);
    expectClose(values, wanted);
    vectors.forEach((vector, k) => {
      const image = rows.map((row) => row.reduce((sum, entry, j) => sum + entry * vector[j]!, 0));
      expectClose(
        image,
        vector.map((entry) => entry * values[k]!),
      );
    });
  });

  it('stand at right angles, also where eigenvalues are equal', () => {
    const { vectors } = eigen([
      [2, 0, 0],
      [0, 2, 0],
      [0, 0, 5],
    ]);
    expect(vectors).toEqual([
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ]);
    for (const [i, a] of vectors.entries()) {
      for (const [j, b] of vectors.entries())
        expect(a.reduce((sum, entry, k) => sum + entry * b[k]!, 0)).toBeCloseTo(i === j ? 1 : 0, 12);
    }
  });
});

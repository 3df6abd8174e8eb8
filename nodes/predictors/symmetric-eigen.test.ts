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
    expect(Math.abs(vectors[1]![0]!)).toBeCloseTo(Math.SQRT1_2, 12);
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
    for (const [i, a] of vectors.entries()) {
      for (const [j, b] of vectors.entries())
        expect(a.reduce((sum, entry, k) => sum + entry * b[k]!, 0)).toBeCloseTo(i === j ? 1 : 0, 12);
    }
  });
});

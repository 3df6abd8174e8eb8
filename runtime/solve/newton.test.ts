import { describe, expect, it } from 'vitest';
import { Newton } from './newton.ts';

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

  it('finds a root at zero', () => {
    const z = Float64Array.of(0.3);
    expect(new Newton(1, (at, r) => void (r[0] = Math.sin(at[0]!))).solve(z)).toBe(true);
    expect(Math.abs(z[0]!)).toBeLessThan(1e-14);
  });

  it.each([
    ['has no root', (x: number) => x * x + 1],
    ['answers nothing', () => 1],
    ['is no number', () => Number.NaN],
  ])('says so where the equation %s, and leaves the start', (_, f) => {
    const z = Float64Array.of(0.5);
    expect(new Newton(1, (at, r) => void (r[0] = f(at[0]!))).solve(z)).toBe(false);
    expect(z[0]).toBe(0.5);
  });
});

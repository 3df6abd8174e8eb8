import { describe, expect, it } from 'vitest';
import { nelderMead, type Found, type Score, type Search } from './nelder-mead.ts';

function searched(search: Search, rate: (point: readonly number[]) => number | Score): Found {
  const searching = nelderMead(search);
  let step = searching.next();
  while (!step.done) {
    const rated = rate(step.value);
    step = searching.next(typeof rated === 'number' ? { violation: 0, value: rated } : rated);
  }
  return step.value;
}

const wide = [
  [-2, 2],
  [-1, 3],
] as const;

describe('a search', () => {
  it('finds the bottom of the valley of Rosenbrock at (1, 1)', () => {
    const { point, isConverged, tried } = searched(
      { bounds: wide, start: [-1.2, 1], most: 600, tolerance: 1e-6 },
      ([x, y]) => 100 * (y! - x! * x!) ** 2 + (1 - x!) ** 2,
    );
    expect(isConverged).toBe(true);
    expect(tried).toBeLessThan(400);
    expect(Math.hypot(point[0]! - 1, point[1]! - 1)).toBeLessThan(1e-4);
  });

  it('finds the lowest point of a bowl in one and in five coordinates', () => {
    for (const n of [1, 5]) {
      const bounds = Array.from({ length: n }, () => [0, 10] as const);
      const { point, isConverged } = searched({ bounds, start: bounds.map(() => 5), most: 2_000 }, (at) =>
        at.reduce((sum, x, i) => sum + (i + 1) * (x - 3) ** 2, 0),
      );
      expect(isConverged).toBe(true);
      for (const x of point) expect(x).toBeCloseTo(3, 1);
    }
  });

  it('ends on a bound where the best lies outside it', () => {
    const { point, isConverged } = searched(
      { bounds: wide, start: [0, 0], most: 500 },
      ([x, y]) => x! + (y! - 1) ** 2,
    );
    expect(isConverged).toBe(true);
    expect(point[0]).toBe(-2);
    expect(point[1]).toBeCloseTo(1, 2);
  });

  it('keeps a constraint that cuts off the best', () => {
    // The least of (x - 2)² + (y - 2)² with x + y at most 2 is at (1, 1).
    const { point, score } = searched(
      {
        bounds: [
          [0, 3],
          [0, 3],
        ],
        start: [0.2, 0.1],
        most: 800,
        tolerance: 1e-6,
      },
      ([x, y]) => ({ violation: Math.max(0, x! + y! - 2), value: (x! - 2) ** 2 + (y! - 2) ** 2 }),
    );
    expect(score.violation).toBe(0);
    expect(score.value).toBeLessThan(2.02);
    expect(point[0]! + point[1]!).toBeCloseTo(2, 3);
  });

  it('says that it did not converge where its points run out, and gives the best so far', () => {
    const { isConverged, tried, score } = searched(
      { bounds: wide, start: [-1.2, 1], most: 20 },
      ([x, y]) => 100 * (y! - x! * x!) ** 2 + (1 - x!) ** 2,
    );
    expect([isConverged, tried]).toEqual([false, 20]);
    expect(score.value).toBeLessThan(24.2);
  });

  it('gives a start that breaks the constraints up for a point that keeps them', () => {
    const { point, score } = searched({ bounds: wide, start: [2, 3], most: 300 }, ([x, y]) => ({
      violation: Math.max(0, x! + 1),
      value: y!,
    }));
    expect(score.violation).toBe(0);
    expect(point[1]).toBeCloseTo(-1, 2);
  });
});

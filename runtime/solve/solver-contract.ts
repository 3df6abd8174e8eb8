import { describe, expect, it } from 'vitest';
import type { Solver, System, Tolerances } from './solver.ts';

/** dx/dt = -x + y, dy/dt = -y: x = (x₀ + y₀ t) e^-t, y = y₀ e^-t. */
const decay: System = {
  size: 2,
  derive(_t, x, dx) {
    dx[0] = -x[0]! + x[1]!;
    dx[1] = -x[1]!;
  },
};

/** What every solver keeps, whatever its method. */
export function checkSolver(name: string, create: (system: System, tolerances: Tolerances) => Solver): void {
  const tolerances = { rtol: 1e-8, atol: 1e-10 };
  const over = (solver: Solver, x: Float64Array, ticks: number, h: number): void => {
    for (let k = 0; k < ticks; k++) expect(solver.integrate(k * h, (k + 1) * h, x)).toBe('done');
  };

  describe(`the solver ${name}`, () => {
    it('follows the closed form of a linear system', () => {
      const x = Float64Array.of(1, 2);
      over(create(decay, tolerances), x, 20, 0.05);
      expect(x[0]).toBeCloseTo(3 * Math.exp(-1), 6);
      expect(x[1]).toBeCloseTo(2 * Math.exp(-1), 6);
    });

    it('hands the time to the right-hand side: the integral of cos is sin', () => {
      const x = Float64Array.of(0);
      over(create({ size: 1, derive: (t, _x, dx) => void (dx[0] = Math.cos(t)) }, tolerances), x, 30, 0.1);
      expect(x[0]).toBeCloseTo(Math.sin(3), 6);
    });

    it('leaves the state where it was when there is no finite solution', () => {
      const x = Float64Array.of(1);
      const solver = create({ size: 1, derive: (_t, _x, dx) => void (dx[0] = Number.NaN) }, tolerances);
      expect(solver.integrate(0, 1, x)).toBe('failed');
      expect([...x]).toEqual([1]);
    });

    it('goes on bit for bit from its memory', () => {
      const one = create(decay, tolerances);
      const x = Float64Array.of(1, 2);
      over(one, x, 7, 0.1);
      const other = create(decay, tolerances);
      other.restore(one.memory());
      const y = x.slice();
      one.integrate(0.7, 0.8, x);
      other.integrate(0.7, 0.8, y);
      expect([...y]).toEqual([...x]);
    });
  });
}

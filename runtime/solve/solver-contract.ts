import { describe, expect, it } from 'vitest';
import type { Watch } from './crossings.ts';
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
export function checkSolver(
  name: string,
  create: (system: System, tolerances: Tolerances, watch?: Watch) => Solver,
): void {
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

    describe('where a function crosses', () => {
      /** x = cos t, y = −sin t. */
      const oscillator: System = {
        size: 2,
        derive(_t, x, dx) {
          dx[0] = x[1]!;
          dx[1] = -x[0]!;
        },
      };
      const watching = (
        directions: readonly number[],
        g: (t: number, x: Float64Array) => number[],
      ): Watch => ({
        count: directions.length,
        directions,
        off: new Uint8Array(directions.length),
        crossed: new Uint8Array(directions.length),
        evaluate: (t, x, out) => out.set(g(t, x)),
      });
      /** Times of all crossings up to 7 s. */
      const crossings = (watch: Watch, h: number): { t: number; which: number[] }[] => {
        const solver = create(oscillator, { rtol: 1e-10, atol: 1e-12 }, watch);
        const x = Float64Array.of(1, 0);
        const found = [];
        for (let k = 0, at = 0; k * h < 7;) {
          const outcome = solver.integrate(at, (k + 1) * h, x);
          at = solver.end;
          if (outcome === 'crossed') found.push({ t: at, which: [...watch.crossed] });
          else k++;
        }
        return found;
      };

      it.each([
        [0, [Math.PI / 2, (3 * Math.PI) / 2]],
        [1, [(3 * Math.PI) / 2]],
        [-1, [Math.PI / 2]],
      ])('in direction %i (0 = both) the stretch ends, once each', (direction, wanted) => {
        const found = crossings(
          watching([direction], (_t, x) => [x[0]!]),
          0.02,
        );
        expect(found.length).toBe(wanted.length);
        wanted.forEach((t, i) => expect(found[i]!.t).toBeCloseTo(t, 7));
      });

      it('the first of several comes first, and together what crosses together', () => {
        const watch = watching([1, 1, 1], (t, x) => [t - 1, x[0]! + 2, t - 1]);
        expect(crossings(watch, 0.02)).toEqual([{ t: 1, which: [1, 0, 1] }]);
      });

      it('the state has arrived there, and the next stretch begins where the last ended', () => {
        const watch = watching([-1], (_t, x) => [x[0]!]);
        const solver = create(oscillator, tolerances, watch);
        const x = Float64Array.of(1e-3, -1);
        expect(solver.integrate(0, 0.01, x)).toBe('crossed');
        expect(x[0]).toBeLessThanOrEqual(0);
        expect(x[0]).toBeGreaterThan(-1e-15);
        expect(solver.integrate(solver.end, 0.01, x)).toBe('done');
        expect(solver.end).toBe(0.01);
      });

      it('one that begins at zero counts once it has left', () => {
        const watch = watching([-1], (_t, x) => [x[1]!]);
        const solver = create(oscillator, tolerances, watch);
        // y leaves zero upward, comes back at π.
        const x = Float64Array.of(-1, 0);
        let end = 0;
        for (let k = 0; k < 200 && end === 0; k++)
          if (solver.integrate(k * 0.02, (k + 1) * 0.02, x) === 'crossed') end = solver.end;
        expect(end).toBeCloseTo(Math.PI, 6);
      });

      it('one at the end of the stretch ends it there, to the last bit', () => {
        // In one step, whose end 0.03 + (0.34 − 0.03) is more than 0.34 in doubles.
        const solver = create(
          oscillator,
          { rtol: 0.1, atol: 0.1 },
          watching([1], (t) => [Math.min(t - (0.03 + (0.34 - 0.03)), 0)]),
        );
        const x = Float64Array.of(1, 0);
        expect(solver.integrate(0.03, 0.34, x)).toBe('crossed');
        expect(solver.end).toBe(0.34);
      });

      it('one that is off does not count', () => {
        const watch = watching([0], (_t, x) => [x[0]!]);
        watch.off[0] = 1;
        expect(crossings(watch, 0.02)).toEqual([]);
      });
    });
  });
}

import { describe, expect, it } from 'vitest';
import { createTsit5 } from './tsit5.ts';
import { checkSolver } from './solver-contract.ts';

checkSolver('tsit5', createTsit5);

describe('tsit5', () => {
  it.each([1e-4, 1e-6, 1e-8, 1e-10])('holds a tolerance of %d on the Lotka–Volterra invariant', (rtol) => {
    const solver = createTsit5(
      {
        size: 2,
        derive(_t, x, dx) {
          dx[0] = x[0]! * (1 - x[1]!);
          dx[1] = x[1]! * (x[0]! - 1);
        },
      },
      { rtol, atol: rtol },
    );
    // V = x - ln x + y - ln y is constant along every orbit (Volterra 1926).
    const invariant = (x: Float64Array): number => x[0]! - Math.log(x[0]!) + x[1]! - Math.log(x[1]!);
    const x = Float64Array.of(2, 1);
    const start = invariant(x);
    for (let k = 0; k < 20; k++) solver.integrate(k * 0.5, (k + 1) * 0.5, x);
    expect(Math.abs(invariant(x) - start)).toBeLessThan(200 * rtol);
  });

  it('takes a fast transient in steps of its own within one long tick', () => {
    const solver = createTsit5(
      { size: 1, derive: (t, x, dx) => void (dx[0] = -1000 * (x[0]! - Math.cos(t))) },
      { rtol: 1e-6, atol: 1e-9 },
    );
    const x = Float64Array.of(0);
    expect(solver.integrate(0, 1, x)).toBe('done');
    // x → (cos t + λ⁻¹ sin t)/(1 + λ⁻²) with λ = 1000 once the transient is over.
    expect(x[0]).toBeCloseTo((Math.cos(1) + 1e-3 * Math.sin(1)) / (1 + 1e-6), 5);
    expect(solver.stats.steps).toBeGreaterThan(100);
  });

  it('ends and says so when the right-hand side chatters', () => {
    const solver = createTsit5(
      { size: 1, derive: (_t, x, dx) => void (dx[0] = x[0]! > 0 ? -1 : 3) },
      { rtol: 1e-9, atol: 1e-12 },
    );
    const x = Float64Array.of(0.05);
    expect(solver.integrate(0, 1, x)).toBe('inaccurate');
    expect(Math.abs(x[0]!)).toBeLessThan(0.1);
    expect(solver.stats.rhs).toBeLessThan(30_000);
  });
});

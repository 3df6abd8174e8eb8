import { describe, expect, it } from 'vitest';
import { makeRk4Room, stepRk4 } from './rk4-step.ts';
import { createRk4 } from './rk4.ts';
import { checkSolver } from './solver-contract.ts';
import { isFiniteVector } from './solver.ts';

checkSolver('rk4', (system, _tolerances, watch) => createRk4(system, watch));

describe('rk4', () => {
  /** Error at t = 1 of dx/dt = x cos t, x(0) = 1, whose solution is exp(sin t). */
  function errorWith(steps: number): number {
    const solver = createRk4({ size: 1, derive: (t, x, dx) => void (dx[0] = x[0]! * Math.cos(t)) });
    const x = Float64Array.of(1);
    for (let k = 0; k < steps; k++) solver.integrate(k / steps, (k + 1) / steps, x);
    return Math.abs(x[0]! - Math.exp(Math.sin(1)));
  }

  it('converges with order 4: half the step, a sixteenth of the error', () => {
    expect(Math.log2(errorWith(20) / errorWith(40))).toBeCloseTo(4, 0);
    expect(Math.log2(errorWith(40) / errorWith(80))).toBeGreaterThan(3.9);
  });

  it('fails, and counts it, where the step leads to no number', () => {
    const solver = createRk4({ size: 1, derive: (_t, _x, dx) => void (dx[0] = Number.NaN) });
    expect(solver.integrate(0, 1, Float64Array.of(0))).toBe('failed');
    expect(solver.stats).toMatchObject({ steps: 0, rejected: 1 });
  });

  it('takes a step that was made for the system as its own, and counts it so', () => {
    const derive = (t: number, x: Float64Array, dx: Float64Array): void => {
      dx[0] = x[1]! * Math.cos(t);
      dx[1] = t > 3 ? Number.NaN : -x[0]!;
    };
    const room = makeRk4Room(2);
    const tryStep = (clock: Float64Array, x: Float64Array, end: Float64Array): void => {
      const out = new Float64Array(2);
      derive(clock[0]!, x, room.k1);
      stepRk4({ size: 2, derive }, clock[0]!, clock[1]!, x, out, room);
      clock[2] = isFiniteVector(out) ? 0 : Number.NaN;
      if (clock[2] === 0) end.set(out);
    };
    const neverAsked = (): void => expect.unreachable();
    const [walked, whole] = [
      { size: 2, derive },
      { size: 2, derive: neverAsked, tryStep },
    ].map((system) => {
      const solver = createRk4(system);
      const x = Float64Array.of(1, 3);
      const seen = Array.from({ length: 8 }, (_, k) => [
        solver.integrate(k * 0.5, (k + 1) * 0.5, x),
        solver.end,
        ...x,
      ]);
      return { seen, stats: solver.stats };
    });
    expect(whole).toEqual(walked);
    expect(walked!.stats).toEqual({ steps: 6, rejected: 2, rhs: 32 });
  });

  it('spends four evaluations a step', () => {
    const solver = createRk4({ size: 1, derive: (_t, _x, dx) => void (dx[0] = 1) });
    const x = Float64Array.of(0);
    solver.integrate(0, 1, x);
    solver.integrate(1, 2, x);
    expect(solver.stats).toEqual({ steps: 2, rejected: 0, rhs: 8 });
    expect(x[0]).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';
import { createTsit5 } from './tsit5.ts';
import { checkSolver } from './solver-contract.ts';
import { errorOf, makeTsit5Room, stepTsit5 } from './tsit5-step.ts';

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

  const steady = { size: 1, derive: (_t: number, _x: Float64Array, dx: Float64Array) => void (dx[0] = 1) };
  const tight = { rtol: 1e-6, atol: 1e-9 };

  it('begins with the whole stretch, may go on five times as far, and keeps that through a stretch it is cut by', () => {
    const solver = createTsit5(steady, tight);
    const x = Float64Array.of(0);
    solver.integrate(3, 4, x);
    expect(solver.memory()).toEqual([5]);
    solver.integrate(4, 4.125, x);
    expect(solver.memory()).toEqual([5]);
    expect(solver.stats).toEqual({ steps: 2, rejected: 0, rhs: 14 });
    solver.restore([]);
    solver.integrate(0, 16, x);
    expect(solver.stats.steps).toBe(3);
  });

  it('takes a step that was made for the system as its own, and counts it so', () => {
    const derive = (t: number, x: Float64Array, dx: Float64Array): void => {
      dx[0] = -40 * (x[0]! - Math.cos(t));
      dx[1] = x[0]! - x[1]!;
    };
    const room = makeTsit5Room(2);
    const tryStep = (clock: Float64Array, x: Float64Array, end: Float64Array): void => {
      derive(clock[0]!, x, room.k[0]!);
      stepTsit5({ size: 2, derive }, clock[0]!, clock[1]!, x, end, room);
      const scaled = [0, 1].map(
        (i) =>
          Math.abs(errorOf(room, clock[1]!, i)) /
          (tight.atol + tight.rtol * Math.max(Math.abs(x[i]!), Math.abs(end[i]!))),
      );
      clock[2] = Math.max(...scaled);
    };
    const [walked, whole] = [
      { size: 2, derive },
      { size: 2, derive, tryStep },
    ].map((system) => {
      const solver = createTsit5(system, tight);
      const x = Float64Array.of(0, 3);
      for (let k = 0; k < 20; k++) solver.integrate(k * 0.5, (k + 1) * 0.5, x);
      return { x: [...x], memory: solver.memory(), stats: solver.stats };
    });
    expect(whole).toEqual(walked);
    expect(walked!.stats.rejected).toBeGreaterThan(0);
  });

  it('goes on with the step it has kept', () => {
    const fast = {
      size: 1,
      derive: (t: number, _x: Float64Array, dx: Float64Array) => void (dx[0] = Math.cos(50 * t)),
    };
    const solver = createTsit5(fast, { rtol: 0, atol: 1e-8 });
    const x = Float64Array.of(0);
    solver.integrate(0, 1, x);
    expect(solver.stats.rejected).toBeGreaterThan(0);
    const next = createTsit5(fast, { rtol: 0, atol: 1e-8 });
    next.restore(solver.memory());
    const before = solver.stats.rejected;
    const y = Float64Array.from(x);
    solver.integrate(1, 1.001, x);
    next.integrate(1, 1.001, y);
    expect([solver.stats.rejected - before, next.stats.rejected]).toEqual([0, 0]);
    expect([...y]).toEqual([...x]);
  });

  it('takes a rest that its step lacks a billionth of in one step', () => {
    const stepsFrom = (wanted: number): number => {
      const solver = createTsit5(steady, tight);
      solver.restore([wanted]);
      solver.integrate(0, 1, Float64Array.of(0));
      return solver.stats.steps;
    };
    expect([1 - 0.5e-9, 1 - 1.005e-9].map(stepsFrom)).toEqual([1, 2]);
  });

  it('takes steps of an error up to 1, and sets the next by h·0.9·error^(−1/5)', () => {
    const wave = {
      size: 1,
      derive: (t: number, _x: Float64Array, dx: Float64Array) => void (dx[0] = Math.cos(3 * t)),
    };
    const room = makeTsit5Room(1);
    const [start, end] = [Float64Array.of(0), Float64Array.of(0)];
    wave.derive(0, start, room.k[0]!);
    stepTsit5(wave, 0, 0.5, start, end, room);
    const error = Math.abs(errorOf(room, 0.5, 0));
    const withError = (scaled: number) => {
      const solver = createTsit5(wave, { rtol: 0, atol: error / scaled });
      solver.integrate(0, 0.5, Float64Array.of(0));
      return solver;
    };
    expect(withError(0.5).memory()[0]).toBeCloseTo(0.5 * 0.9 * 0.5 ** -0.2, 12);
    expect(withError(1).stats).toMatchObject({ steps: 1, rejected: 0 });
    expect(withError(1.5).stats.rejected).toBe(1);
  });

  it('measures the error of a state against its size at both ends of a step', () => {
    const decay = {
      size: 1,
      derive: (_t: number, x: Float64Array, dx: Float64Array) => void (dx[0] = -x[0]!),
    };
    const stepsFrom = (height: number): number => {
      const solver = createTsit5(decay, { rtol: 1e-8, atol: 0 });
      solver.integrate(0, 5, Float64Array.of(height));
      return solver.stats.steps;
    };
    expect(stepsFrom(1e6)).toBe(stepsFrom(1));
    // From 0 there is no size but that of the end.
    const wave = {
      size: 1,
      derive: (t: number, _x: Float64Array, dx: Float64Array) => void (dx[0] = Math.cos(t)),
    };
    const x = Float64Array.of(0);
    const solver = createTsit5(wave, { rtol: 1e-6, atol: 0 });
    expect(solver.integrate(0, 1, x)).toBe('done');
    expect(x[0]).toBeCloseTo(Math.sin(1), 5);
  });

  it('finishes in sixteen steps where no step is small enough', () => {
    // No number until steps of 1·0.2^n vanish beside 3, which they do for n = 23: 1 evaluation and 6 for each of 23 steps.
    let calls = 0;
    const solver = createTsit5(
      { size: 1, derive: (t, _x, dx) => void (dx[0] = ++calls <= 1 + 23 * 6 ? Number.NaN : Math.cos(t)) },
      tight,
    );
    const x = Float64Array.of(Math.sin(3));
    expect(solver.integrate(3, 4, x)).toBe('inaccurate');
    expect(x[0]).toBeCloseTo(Math.sin(4), 9);
    expect(solver.end).toBe(4);
    expect(solver.stats).toEqual({ steps: 16, rejected: 23, rhs: 1 + 23 * 6 + 16 * 7 });
    expect(solver.memory()).toEqual([0]);
  });

  it('ends where a crossing falls on the end of a step that is not the last', () => {
    const watch = {
      count: 1,
      directions: [1],
      off: new Uint8Array(1),
      crossed: new Uint8Array(1),
      evaluate: (t: number, _x: Float64Array, g: Float64Array) => void (g[0] = Math.min(t - 0.25, 0)),
    };
    const solver = createTsit5(steady, tight, watch);
    solver.restore([0.25]);
    expect(solver.integrate(0, 1, Float64Array.of(0))).toBe('crossed');
    expect(solver.end).toBe(0.25);
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

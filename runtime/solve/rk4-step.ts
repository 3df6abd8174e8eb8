import type { System } from './solver.ts';

/** Room for the stages of one system, allocated once. */
export interface Rk4Room {
  k1: Float64Array;
  k2: Float64Array;
  k3: Float64Array;
  k4: Float64Array;
  stage: Float64Array;
}

export function makeRk4Room(size: number): Rk4Room {
  const array = (): Float64Array => new Float64Array(size);
  return { k1: array(), k2: array(), k3: array(), k4: array(), stage: array() };
}

/**
 * One step of the classical Runge–Kutta method of order 4 with four stages, from x at t to `out` at t + h; `k1` must hold f(t, x).
 * `out` may be x. Must not allocate.
 * Source: W. Kutta, Z. Math. Phys. 46 (1901); tableau in Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, II.1.
 */
export function stepRk4(
  system: System,
  t: number,
  h: number,
  x: Float64Array,
  out: Float64Array,
  room: Rk4Room,
): void {
  const { k1, k2, k3, k4, stage } = room;
  const n = system.size;
  for (let i = 0; i < n; i++) stage[i] = x[i]! + 0.5 * h * k1[i]!;
  system.derive(t + 0.5 * h, stage, k2);
  for (let i = 0; i < n; i++) stage[i] = x[i]! + 0.5 * h * k2[i]!;
  system.derive(t + 0.5 * h, stage, k3);
  for (let i = 0; i < n; i++) stage[i] = x[i]! + h * k3[i]!;
  system.derive(t + h, stage, k4);
  for (let i = 0; i < n; i++) out[i] = x[i]! + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!);
}

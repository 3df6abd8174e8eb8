import type { System } from './solver.ts';

/**
 * The pair 5(4) of Ch. Tsitouras, Runge–Kutta pairs of order 5(4) satisfying only the first column simplifying assumption, Computers &
 * Mathematics with Applications 62 (2011) 770–775: seven stages, the last of which is the first of the next step, and an interpolant of order 4.
 */
export const C = [0, 0.161, 0.327, 0.9, 0.9800255409045097, 1, 1] as const;
export const A = [
  [],
  [0.161],
  [-0.008480655492356989, 0.335480655492357],
  [2.8971530571054935, -6.359448489975075, 4.3622954328695815],
  [5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525],
  [5.86145544294642, -12.92096931784711, 8.159367898576159, -0.071584973281401, -0.028269050394068383],
  [0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774],
] as const;
/** Weights of order 5 less those of order 4: the error estimate. */
export const E = [
  -0.00178001105222577714,
  -0.0008164344596567469,
  0.007880878010261995,
  -0.1447110071732629,
  0.5823571654525552,
  -0.45808210592918697,
  1 / 66,
] as const;

/** Room for the stages of one system, allocated once. `k[0]` holds f(t, x) at the start of a step, `k[6]` at its end. */
export interface Tsit5Room {
  k: Float64Array[];
  stage: Float64Array;
  /** Weights of the interpolant. */
  weights: Float64Array;
}

export function makeTsit5Room(size: number): Tsit5Room {
  return {
    k: Array.from({ length: 7 }, () => new Float64Array(size)),
    stage: new Float64Array(size),
    weights: new Float64Array(7),
  };
}

/** One step from x at t to `end` at t + h; `k[0]` must hold f(t, x), afterwards `k[6]` holds f(t + h, end). Must not allocate. */
export function stepTsit5(
  system: System,
  t: number,
  h: number,
  x: Float64Array,
  end: Float64Array,
  { k, stage }: Tsit5Room,
): void {
  const [k1, k2, k3, k4, k5, k6, k7] = k as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const n = system.size;
  for (let i = 0; i < n; i++) stage[i] = x[i]! + h * A[1][0] * k1[i]!;
  system.derive(t + C[1] * h, stage, k2);
  for (let i = 0; i < n; i++) stage[i] = x[i]! + h * (A[2][0] * k1[i]! + A[2][1] * k2[i]!);
  system.derive(t + C[2] * h, stage, k3);
  for (let i = 0; i < n; i++) stage[i] = x[i]! + h * (A[3][0] * k1[i]! + A[3][1] * k2[i]! + A[3][2] * k3[i]!);
  system.derive(t + C[3] * h, stage, k4);
  for (let i = 0; i < n; i++)
    stage[i] = x[i]! + h * (A[4][0] * k1[i]! + A[4][1] * k2[i]! + A[4][2] * k3[i]! + A[4][3] * k4[i]!);
  system.derive(t + C[4] * h, stage, k5);
  for (let i = 0; i < n; i++)
    stage[i] =
      x[i]! +
      h * (A[5][0] * k1[i]! + A[5][1] * k2[i]! + A[5][2] * k3[i]! + A[5][3] * k4[i]! + A[5][4] * k5[i]!);
  system.derive(t + h, stage, k6);
  for (let i = 0; i < n; i++)
    end[i] =
      x[i]! +
      h *
        (A[6][0] * k1[i]! +
          A[6][1] * k2[i]! +
          A[6][2] * k3[i]! +
          A[6][3] * k4[i]! +
          A[6][4] * k5[i]! +
          A[6][5] * k6[i]!);
  system.derive(t + h, end, k7);
}

/** The error estimate of state i after a step of h, in the unit of the state. Must not allocate. */
export function errorOf({ k }: Tsit5Room, h: number, i: number): number {
  let sum = 0;
  for (let s = 0; s < 7; s++) sum += E[s]! * k[s]![i]!;
  return h * sum;
}

/** The weights b₁(θ) … b₇(θ) of the interpolant at the share θ of a step, 0 ≤ θ ≤ 1: x(t + θh) ≈ x + h·Σ bᵢ(θ)·kᵢ. Must not allocate. */
export function weightsAt(theta: number, b: Float64Array): void {
  const square = theta * theta;
  b[0] =
    -1.0530884977290216 *
    theta *
    (theta - 1.3299890189751412) *
    (square - 1.4364028541716351 * theta + 0.7139816917074209);
  b[1] = 0.1017 * square * (square - 2.1966568338249754 * theta + 1.2949852507374631);
  b[2] = 2.490627285651252793 * square * (square - 2.38535645472061657 * theta + 1.57803468208092486);
  b[3] = -16.54810288924490272 * (theta - 1.21712927295533244) * (theta - 0.61620406037800089) * square;
  b[4] = 47.37952196281928122 * (theta - 1.203071208372362603) * (theta - 0.658047292653547382) * square;
  b[5] = -34.87065786149660974 * (theta - 1.2) * (theta - 2 / 3) * square;
  b[6] = 2.5 * (theta - 1) * (theta - 0.6) * square;
}

/** The state at the share θ of the step of h just taken from x to `end`. Must not allocate. */
export function interpolateTsit5(
  theta: number,
  h: number,
  x: Float64Array,
  end: Float64Array,
  { k, weights }: Tsit5Room,
  out: Float64Array,
): void {
  if (theta === 1) return out.set(end);
  weightsAt(theta, weights);
  for (let i = 0; i < x.length; i++) {
    let sum = 0;
    for (let s = 0; s < 7; s++) sum += weights[s]! * k[s]![i]!;
    out[i] = x[i]! + h * sum;
  }
}

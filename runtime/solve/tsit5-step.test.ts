import { describe, expect, it } from 'vitest';
import { A, C, E, errorOf, interpolateTsit5, makeTsit5Room, stepTsit5, weightsAt } from './tsit5-step.ts';

const b = A[6].concat(0 as never) as unknown as number[];
const a = (i: number, j: number): number => A[i]?.[j] ?? 0;
const STAGES = [0, 1, 2, 3, 4, 5, 6];
const sum = (term: (i: number) => number): number => STAGES.reduce((total, i) => total + term(i), 0);
const c = (i: number): number => C[i]!;
/** Σ a_ij·f(j). */
const row = (i: number, f: (j: number) => number): number => sum((j) => a(i, j) * f(j));

/** The 17 conditions of a method of order 5: Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, II.2. */
const CONDITIONS: [order: number, name: string, value: (w: readonly number[]) => number, wanted: number][] = [
  [1, 'b', (w) => sum((i) => w[i]!), 1],
  [2, 'bc', (w) => sum((i) => w[i]! * c(i)), 1 / 2],
  [3, 'bc²', (w) => sum((i) => w[i]! * c(i) ** 2), 1 / 3],
  [3, 'bac', (w) => sum((i) => w[i]! * row(i, c)), 1 / 6],
  [4, 'bc³', (w) => sum((i) => w[i]! * c(i) ** 3), 1 / 4],
  [4, 'bcac', (w) => sum((i) => w[i]! * c(i) * row(i, c)), 1 / 8],
  [4, 'bac²', (w) => sum((i) => w[i]! * row(i, (j) => c(j) ** 2)), 1 / 12],
  [4, 'baac', (w) => sum((i) => w[i]! * row(i, (j) => row(j, c))), 1 / 24],
  [5, 'bc⁴', (w) => sum((i) => w[i]! * c(i) ** 4), 1 / 5],
  [5, 'bc²ac', (w) => sum((i) => w[i]! * c(i) ** 2 * row(i, c)), 1 / 10],
  [5, 'b(ac)²', (w) => sum((i) => w[i]! * row(i, c) ** 2), 1 / 20],
  [5, 'bcac²', (w) => sum((i) => w[i]! * c(i) * row(i, (j) => c(j) ** 2)), 1 / 15],
  [5, 'bac³', (w) => sum((i) => w[i]! * row(i, (j) => c(j) ** 3)), 1 / 20],
  [5, 'bcaac', (w) => sum((i) => w[i]! * c(i) * row(i, (j) => row(j, c))), 1 / 30],
  [5, 'bacac', (w) => sum((i) => w[i]! * row(i, (j) => c(j) * row(j, c))), 1 / 40],
  [5, 'baac²', (w) => sum((i) => w[i]! * row(i, (j) => row(j, (k) => c(k) ** 2))), 1 / 60],
  [5, 'baaac', (w) => sum((i) => w[i]! * row(i, (j) => row(j, (k) => row(k, c)))), 1 / 120],
];

describe('the tableau of Tsitouras', () => {
  it('has rows that sum to the nodes', () => {
    for (const i of STAGES) expect(row(i, () => 1)).toBeCloseTo(c(i), 14);
  });

  it.each(CONDITIONS)('of order %i meets the condition %s', (_order, _name, value, wanted) => {
    expect(value(b)).toBeCloseTo(wanted, 13);
  });

  it.each(CONDITIONS.filter(([order]) => order < 5))(
    'estimates an error of order 5: condition %i %s of the embedded method',
    (_order, _name, value, wanted) => {
      expect(value(b.map((weight, i) => weight - E[i]!))).toBeCloseTo(wanted, 13);
    },
  );

  it('estimates h·Σ eᵢ·kᵢ, the step of order 5 less that of order 4', () => {
    const room = makeTsit5Room(1);
    STAGES.forEach((i) => room.k[i]!.fill(i + 1));
    expect(errorOf(room, 0.5, 0)).toBeCloseTo(0.5 * sum((i) => E[i]! * (i + 1)), 15);
  });

  it('estimates something: the embedded method is not of order 5', () => {
    const embedded = b.map((weight, i) => weight - E[i]!);
    const off = CONDITIONS.filter(([order]) => order === 5).map(
      ([, , value, wanted]) => value(embedded) - wanted,
    );
    expect(Math.max(...off.map(Math.abs))).toBeGreaterThan(1e-4);
  });
});

describe('the interpolant of Tsitouras', () => {
  it('is at the end what the step came to, to the last bit', () => {
    const room = makeTsit5Room(1);
    room.k.forEach((k) => k.fill(1 / 3));
    const out = Float64Array.of(0);
    interpolateTsit5(1, 0.1, Float64Array.of(1), Float64Array.of(42), room, out);
    expect(out[0]).toBe(42);
  });

  it('begins at x and ends at the step', () => {
    const weights = new Float64Array(7);
    weightsAt(0, weights);
    expect([...weights].every((weight) => weight === 0)).toBe(true);
    weightsAt(1, weights);
    for (const i of STAGES) expect(weights[i]).toBeCloseTo(b[i]!, 13);
  });

  it.each(CONDITIONS.filter(([order]) => order < 5))(
    'is of order 4 inside: condition %i %s at θ',
    (order, _name, value, wanted) => {
      const weights = new Float64Array(7);
      for (const theta of [0.1, 0.37, 0.5, 0.83]) {
        weightsAt(theta, weights);
        expect(value([...weights])).toBeCloseTo(wanted * theta ** order, 13);
      }
    },
  );
});

describe('a step of Tsitouras', () => {
  it('converges with order 5: half the step, an error 32 times smaller', () => {
    const errors = [8, 16, 32].map((steps) => {
      const system = {
        size: 2,
        derive(_t: number, x: Float64Array, dx: Float64Array) {
          dx[0] = x[1]!;
          dx[1] = -x[0]!;
        },
      };
      const room = makeTsit5Room(2);
      const x = Float64Array.of(1, 0);
      system.derive(0, x, room.k[0]!);
      for (let i = 0; i < steps; i++) {
        stepTsit5(system, (2 * i) / steps, 2 / steps, x, x, room);
        room.k[0]!.set(room.k[6]!);
      }
      return Math.hypot(x[0]! - Math.cos(2), x[1]! + Math.sin(2));
    });
    for (const i of [0, 1]) expect(Math.log2(errors[i]! / errors[i + 1]!)).toBeCloseTo(5, 0);
  });
});

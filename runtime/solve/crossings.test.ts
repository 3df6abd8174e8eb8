import { describe, expect, it } from 'vitest';
import { CrossingFinder } from './crossings.ts';

type Function = (t: number, x: number) => number;

/** A finder over functions of time, and of a state that is the share of the step unless it is told otherwise. */
function over(functions: readonly Function[], directions: readonly number[] = functions.map(() => 0)) {
  let evaluations = 0;
  const watch = {
    count: functions.length,
    evaluate(t: number, x: Float64Array, g: Float64Array) {
      evaluations++;
      functions.forEach((f, i) => (g[i] = f(t, x[0]!)));
    },
    directions,
    off: new Uint8Array(functions.length),
    crossed: new Uint8Array(functions.length).fill(1),
  };
  const finder = new CrossingFinder(watch, 1);
  return {
    watch,
    evaluations: () => evaluations,
    begin: (t: number) => finder.begin(t, Float64Array.of(0)),
    find: (t: number, h: number, state = (theta: number) => theta) =>
      finder.find(t, h, (theta, x) => void (x[0] = state(theta))),
    crossed: () => [...watch.crossed],
  };
}

/** The share of the first step, from t to t + h. */
function first(f: Function, { t = 0, h = 1, direction = 0 } = {}): number {
  const one = over([f], [direction]);
  one.begin(t);
  return one.find(t, h);
}

describe('a crossing', () => {
  it.each([
    ['t³ − 0.2', (t: number) => t ** 3 - 0.2, Math.cbrt(0.2), 20],
    ['cos 2t', (t: number) => Math.cos(2 * t), Math.PI / 4, 20],
    ['t⁹ − 10⁻⁴', (t: number) => t ** 9 - 1e-4, 1e-4 ** (1 / 9), 20],
    // Hit exactly, it is closed in on from one side, by halving.
    ['t − 0.3', (t: number) => t - 0.3, 0.3, 50],
    ['e^−t − 0.4', (t: number) => Math.exp(-t) - 0.4, -Math.log(0.4), 50],
  ])('of %s is found to the last bits, on its far side', (_, f, root, most) => {
    const one = over([f]);
    one.begin(0);
    const share = one.find(0, 1);
    expect(Math.abs(share - root)).toBeLessThan(2 ** -50);
    expect(f(share) * f(0)).toBeLessThanOrEqual(0);
    expect(one.crossed()).toEqual([1]);
    // Looks at the start, at two moments soon after it, and at up to four shares; halving a quarter to 2⁻⁵¹ takes 49 more.
    expect(one.evaluations()).toBeLessThanOrEqual(1 + 2 + 4 + most);
  });

  it.each([
    [10, 2, 11.3],
    [-7, 3, -5.5],
    [1e6, 1e-3, 1e6 + 4e-4],
    [3e5, 1000, 3e5 + 700.3],
  ])('from %d on in a step of %d is found at the time %d, to its last bits', (t, h, root) => {
    const one = over([(at) => (at - root) * (1 + (at - t) / h)]);
    one.begin(t);
    const at = t + one.find(t, h) * h;
    expect(Math.abs(at - root)).toBeLessThan(2 ** -50 * (Math.abs(t) + h));
    expect(at).toBeGreaterThanOrEqual(root);
    expect(one.evaluations()).toBeLessThanOrEqual(1 + 2 + 4 + 50);
  });

  it('is one of the state, which the step interpolates', () => {
    const one = over([(_, x) => x - 1]);
    one.begin(0);
    expect(one.find(0, 0.1, (theta) => 4 * theta * theta)).toBeCloseTo(0.5, 14);
  });

  it('counts in its direction only', () => {
    const wave: Function = (t) => Math.sin(2 * Math.PI * (t + 0.1));
    expect(first(wave, { direction: -1 })).toBeCloseTo(0.4, 14);
    expect(first(wave, { direction: 1 })).toBeCloseTo(0.9, 14);
    expect(first(wave, { direction: 0 })).toBeCloseTo(0.4, 14);
    expect(first((t) => t - 0.3, { direction: -1 })).toBeNaN();
    expect(first((t) => 0.3 - t, { direction: 1 })).toBeNaN();
  });

  it.each([1, -1])(
    'is where zero is reached, also to stay there, and not where zero is left (sign %d)',
    (sign) => {
      const direction = sign;
      expect(first((t) => sign * Math.min(t - 0.4, 0), { direction })).toBeCloseTo(0.4, 14);
      expect(first((t) => sign * Math.max(t - 0.4, 0), { direction })).toBeNaN();
      expect(first((t) => sign * (t - 1), { direction })).toBe(1);
      expect(first(() => 0, { direction })).toBeNaN();
    },
  );

  it('is none beyond the step', () => {
    expect(first((t) => t - 1.001)).toBeNaN();
  });

  it('of a function that is off is none', () => {
    const one = over([(t) => t - 0.3]);
    one.watch.off[0] = 1;
    one.begin(0);
    expect(one.find(0, 1)).toBeNaN();
  });

  it.each([1e-6, 0.25, 0.5, 0.75])('there and back about the share %d is seen', (share) => {
    const [here, back] = [share * 0.999, share * 1.001];
    expect(first((t) => (t - here) * (t - back)) / here).toBeCloseTo(1, 9);
  });

  it.each([0.1, 1e-3, 1e-7, 1.005e-9])('back through zero at %d is seen, where it began at zero', (root) => {
    expect(Math.abs(first((t) => t * (root - t)) - root)).toBeLessThan(2 ** -50);
    expect(Math.abs(first((t) => t * (t - root)) - root)).toBeLessThan(2 ** -50);
  });

  it('in the second step is found there, which looks at no moment soon after its start', () => {
    const one = over([(t) => t - 1.6]);
    one.begin(0);
    expect(one.evaluations()).toBe(1);
    expect(one.crossed()).toEqual([0]);
    expect(one.find(0, 1)).toBeNaN();
    expect(one.evaluations()).toBe(1 + 2 + 4);
    expect(one.find(1, 0.5)).toBeNaN();
    expect(one.evaluations()).toBe(1 + 2 + 4 + 4);
    expect(one.find(1.5, 1)).toBeCloseTo(0.1, 14);
  });

  it('soon after the start is looked for only in the first quarter of a step', () => {
    const looks = (h: number): number => {
      const one = over([() => 1]);
      one.begin(0);
      one.find(0, h);
      return one.evaluations() - 1;
    };
    expect([1, 4.1e-6, 4e-6, 4.1e-9, 4e-9, 1e-12].map(looks)).toEqual([6, 6, 5, 5, 4, 4]);
  });

  it('that comes first wins, and only those that have crossed by then are named', () => {
    const early: Function = (t) => t - 0.31;
    const late: Function = (t) => 0.42 - t;
    const never: Function = (t) => t + 1;
    for (const [functions, crossed] of [
      [
        [early, late, never],
        [1, 0, 0],
      ],
      [
        [never, late, early],
        [0, 0, 1],
      ],
      [
        [early, early, late],
        [1, 1, 0],
      ],
      [
        [late, early, early],
        [0, 1, 1],
      ],
    ] as const) {
      const all = over(functions);
      all.begin(0);
      expect(all.find(0, 1)).toBeCloseTo(0.31, 14);
      expect(all.crossed()).toEqual(crossed);
    }
  });
});

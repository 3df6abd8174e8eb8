import { expect, it } from 'vitest';
import { Arrivals } from './arrivals.ts';

it('of one µs, or of a clock behind the last reading of a list, are one µs apart', () => {
  const arrivals = new Arrivals();
  expect([0, 0, 0, 1e-6, 2, 2.0000004].map((at) => arrivals.next(at))).toEqual([
    0, 1e-6, 2e-6, 3e-6, 2, 2.000001,
  ]);
});

it('that may be together are, but not before what came already', () => {
  const arrivals = new Arrivals();
  const times = [arrivals.next(1), arrivals.join(1), arrivals.next(1), arrivals.join(0.5), arrivals.join(3)];
  expect(times).toEqual([1, 1, 1.000001, 1.000001, 3]);
});

import { expect, it } from 'vitest';
import { inverseNormal } from './inverse-normal.ts';

it.each([
  // Abramowitz and Stegun, table 26.5 and 26.6; the tails by Wichura's own check values.
  [0.25, -0.6744897501960817],
  [0.975, 1.959963984540054],
  [0.001, -3.090232306167813],
  [1e-20, -9.262340089798408],
  // Roots of the complementary error function with 60 digits.
  [1e-14, -7.650628092935269],
  [1e-100, -21.273453560965324],
])('a share of %d lies below the standard normal deviate %d', (p, deviate) => {
  expect(Math.abs(inverseNormal(p) / deviate - 1)).toBeLessThan(1e-14);
});

it('is odd about the middle and has no end', () => {
  expect(inverseNormal(0.5)).toBe(0);
  expect(inverseNormal(0.3)).toBeCloseTo(-inverseNormal(0.7), 14);
  expect([inverseNormal(0), inverseNormal(1)]).toEqual([-Infinity, Infinity]);
});

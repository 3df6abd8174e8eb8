import { describe, expect, it } from 'vitest';
import { studentQuantile } from './student-quantile.ts';

describe('Student quantile', () => {
  it.each([
    // Tables of the t distribution, upper tail.
    [0.95, 8, 1.8595],
    [0.95, 18, 1.7341],
    [0.975, 10, 2.2281],
    [0.975, 30, 2.0423],
    [0.995, 20, 2.8453],
    [0.95, 120, 1.6577],
  ])('at %f with %i degrees of freedom is the table value %f', (probability, freedom, expected) => {
    expect(studentQuantile(probability, freedom)).toBeCloseTo(expected, 3);
  });

  it.each([
    // Tables; with one degree of freedom it is the Cauchy distribution.
    [0.75, 1, 1],
    [0.975, 1, 12.7062],
    [0.975, 2, 4.3027],
    [0.9995, 2, 31.5991],
  ])('at %f with only %i degrees of freedom is exactly %f', (probability, freedom, expected) => {
    expect(studentQuantile(probability, freedom)).toBeCloseTo(expected, 4);
  });

  it.each([
    [0.9, 1.2815515655446004],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.9995, 3.2905267314919255],
  ])('at %f goes to the normal quantile %f with many degrees of freedom', (probability, expected) => {
    expect(studentQuantile(probability, Infinity)).toBeCloseTo(expected, 12);
    expect(studentQuantile(probability, 1e12)).toBeCloseTo(expected, 9);
  });

  it.each([
    [0.95, 1.6448536269514722],
    [0.9995, 3.2905267314919255],
  ])('at %f has the terms that Abramowitz and Stegun print under 26.7.5', (probability, x) => {
    const g1 = (x ** 3 + x) / 4;
    const g2 = (5 * x ** 5 + 16 * x ** 3 + 3 * x) / 96;
    const g3 = (3 * x ** 7 + 19 * x ** 5 + 17 * x ** 3 - 15 * x) / 384;
    const g4 = (79 * x ** 9 + 776 * x ** 7 + 1482 * x ** 5 - 1920 * x ** 3 - 945 * x) / 92_160;
    for (const n of [3, 4, 8]) {
      const series = x + g1 / n + g2 / n ** 2 + g3 / n ** 3 + g4 / n ** 4;
      expect(studentQuantile(probability, n) / series).toBeCloseTo(1, 11);
    }
  });
});

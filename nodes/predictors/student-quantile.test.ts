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
    [0.9, 1.2815515655],
    [0.95, 1.644853627],
    [0.975, 1.9599639845],
    [0.9995, 3.2905267315],
  ])('at %f goes to the normal quantile %f with many degrees of freedom', (probability, expected) => {
    expect(studentQuantile(probability, 1e12)).toBeCloseTo(expected, 9);
  });
});

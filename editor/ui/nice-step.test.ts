import { describe, expect, it } from 'vitest';
import { niceStep } from './nice-step.ts';

describe('niceStep', () => {
  it.each([
    [1200, 5],
    [1, 0.005],
    [100, 0.5],
    [3000, 10],
    [0, 1],
  ])('a range of %s moves in steps of %s', (range, step) => {
    expect(niceStep(range)).toBeCloseTo(step, 12);
  });
});

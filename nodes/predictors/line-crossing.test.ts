import { describe, expect, it } from 'vitest';
import { lineCrossing } from './line-crossing.ts';

const score = (a: number, b: number, v11: number, v12: number, v22: number, x: number): number =>
  (a + b * x) / Math.sqrt(v11 + 2 * v12 * x + v22 * x * x);

describe('the time a doubtful line crosses zero', () => {
  it('is that of the line itself at score 0', () => {
    expect(lineCrossing(-3, 0.5, 0.1, 0.01, 0.001, 0)).toBeCloseTo(6, 12);
  });

  it.each([-3, -1.645, -0.5, 0.5, 1.645, 3])('is where the line has the score %d', (z) => {
    const x = lineCrossing(-3, 0.5, 0.1, 0.01, 0.001, z);
    expect(score(-3, 0.5, 0.1, 0.01, 0.001, x)).toBeCloseTo(z, 10);
  });

  it('is never where the slope may be zero at that score, or falls', () => {
    // b/√v₂₂ = 1.5
    expect(lineCrossing(-3, 0.15, 0.1, 0, 0.01, 1.6)).toBe(Infinity);
    expect(lineCrossing(-3, 0.15, 0.1, 0, 0.01, 1.4)).toBeLessThan(Infinity);
    expect(lineCrossing(-3, -0.15, 0.1, 0, 0, -1)).toBe(Infinity);
    expect(lineCrossing(-3, 0, 0.1, 0, 0.001, -1)).toBe(Infinity);
    // b/√v₂₂ = 1 to the last bit
    expect(lineCrossing(0.5, 1, 1, 0, 1, 1)).toBe(Infinity);
  });

  it('is now where it has crossed, never in the past', () => {
    expect(lineCrossing(1, 0.5, 0.01, 0, 0.001, 2)).toBe(0);
    expect(lineCrossing(0, 0.5, 0.1, 0.01, 0.001, 0)).toBe(0);
    expect(lineCrossing(-0.1, 0.5, 0.01, 0, 0.001, -1.645)).toBe(0);
    expect(lineCrossing(0.1, -0.5, 0.01, 0, 0, -1)).toBe(0);
    expect(lineCrossing(0.05, 0.5, 0.01, 0, 0.001, 2)).toBeGreaterThan(0);
  });

  it('does not cancel where the line is known to ten digits', () => {
    // a + b·x = z·√v₁₁ where only the level is in doubt.
    const x = lineCrossing(-1, 1e-7, 1e-20, 0, 0, 2);
    expect((x - 1e7) / (2e-10 / 1e-7)).toBeCloseTo(1, 5);
    const early = lineCrossing(-1, 1e-7, 1e-20, 0, 0, -2);
    expect((1e7 - early) / (2e-10 / 1e-7)).toBeCloseTo(1, 5);
  });
});

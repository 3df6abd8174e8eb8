import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LateTicks } from './late-ticks.ts';

const START = 1_700_000_000;

describe('late ticks', () => {
  it('tell a quantile that is at most 41 % above the true one, never below', () => {
    const seconds = fc.double({ min: 1e-4, max: 90, noNaN: true });
    fc.assert(
      fc.property(fc.array(seconds, { minLength: 1, maxLength: 300 }), (all) => {
        const late = new LateTicks();
        all.forEach((one, i) => late.note(one, START + (i % 50)));
        const truth = all.toSorted((a, b) => a - b)[Math.ceil(0.99 * all.length) - 1]!;
        const told = late.quantile(0.99, START + 50);
        expect(told).toBeGreaterThanOrEqual(truth * (1 - 1e-12));
        expect(told).toBeLessThanOrEqual(truth * Math.SQRT2 * (1 + 1e-12));
      }),
    );
  });

  it('forget what is older than a minute, and say 0 where there were none', () => {
    const late = new LateTicks();
    expect(late.quantile(0.99, START)).toBe(0);
    late.note(3, START);
    late.note(0.001, START + 40);
    expect(late.quantile(0.99, START + 54)).toBeGreaterThan(2.9);
    expect(late.quantile(0.99, START + 61)).toBeLessThan(0.002);
    expect(late.quantile(0.99, START + 1000)).toBe(0);
  });
});

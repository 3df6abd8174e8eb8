import { describe, expect, it } from 'vitest';
import { learnControl, sigmaOf, targetOf } from './in-control.ts';

const nothing = () => ({ learned: 0, mean: 0, squares: 0 });

describe('what a process is like while nothing is wrong', () => {
  it('is the mean and the standard deviation of the first samples', () => {
    const x = nothing();
    const p = { trainingSamples: 4 };
    const taken = [2, 4, 4, 6, 100, 100].map((value) => learnControl(x, value, p));
    expect(taken).toEqual([true, true, true, true, false, false]);
    expect(targetOf(x, p)).toBeCloseTo(4, 12);
    expect(sigmaOf(x, p)).toBeCloseTo(Math.sqrt((4 + 0 + 0 + 4) / 3), 12);
  });

  it('keeps all digits of a small deviation around a great mean', () => {
    const x = nothing();
    for (const value of [1e9 + 1, 1e9 + 2, 1e9 + 3]) learnControl(x, value, { trainingSamples: 3 });
    expect(sigmaOf(x, { trainingSamples: 3 })).toBeCloseTo(1, 6);
  });

  it('is what the params say, without learning', () => {
    const x = nothing();
    const p = { target: 10, sigma: 2, trainingSamples: 4 };
    expect(learnControl(x, 99, p)).toBe(false);
    expect([targetOf(x, p), sigmaOf(x, p)]).toEqual([10, 2]);
  });

  it('learns only what is not given', () => {
    const x = nothing();
    const p = { target: 10, trainingSamples: 2 };
    for (const value of [1, 3]) learnControl(x, value, p);
    expect(targetOf(x, p)).toBe(10);
    expect(sigmaOf(x, p)).toBeCloseTo(Math.SQRT2, 12);
  });

  it('goes on learning while all samples are the same', () => {
    const x = nothing();
    const p = { trainingSamples: 2 };
    expect([5, 5, 5, 6, 7].map((value) => learnControl(x, value, p))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(sigmaOf(x, p)).toBeCloseTo(0.5, 12);
  });
});

import { describe, expect, it } from 'vitest';
import { backoffSeconds } from './backoff.ts';

describe('the pause before the next attempt', () => {
  it('doubles from 1 s to 30 s', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 1_000].map((failures) => backoffSeconds(failures, () => 1));
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it('is cut by chance to half of it at most', () => {
    expect(backoffSeconds(4, () => 0)).toBe(4);
    expect(backoffSeconds(4, () => 0.5)).toBe(6);
  });
});

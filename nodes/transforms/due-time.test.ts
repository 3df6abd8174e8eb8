import { describe, expect, it } from 'vitest';
import { dueBefore, dueUpTo } from './due-time.ts';

describe('due times', () => {
  it.each([
    [0, 0, -1],
    [0.1, 0, 0],
    [0.3, 1, 0],
    [0.300001, 1, 1],
    [0.299999, 0, 0],
    [0.9, 3, 2],
  ])('of 0.3 s: the last up to %d s is number %d, before it %d', (t, upTo, before) => {
    expect([dueUpTo(t, 0.3), dueBefore(t, 0.3)]).toEqual([upTo, before]);
  });

  it('that are no whole microseconds are rounded, and none is lost or met twice', () => {
    const every = 1 / 3;
    for (let k = 0; k < 1_000; k++) {
      const t = Math.round(k * every * 1e6) / 1e6;
      expect([dueUpTo(t, every), dueBefore(t, every)]).toEqual([k, k - 1]);
    }
  });
});

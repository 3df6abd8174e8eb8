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
    for (const every of [1 / 3, Math.SQRT2 / 1000]) {
      for (let k = 0; k < 1_000; k++) {
        const micros = Math.round(k * every * 1e6);
        const [before, at, after] = [micros - 1, micros, micros + 1].map((n) => n / 1e6) as [
          number,
          number,
          number,
        ];
        expect([dueUpTo(before, every), dueUpTo(at, every)]).toEqual([k - 1, k]);
        expect([dueBefore(at, every), dueBefore(after, every)]).toEqual([k - 1, k]);
      }
    }
  });
});

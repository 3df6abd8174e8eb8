import { expect, it, vi } from 'vitest';
import { lookTogether } from './look-together.ts';

it('all who look share one timer, which ends with the last of them', () => {
  vi.useFakeTimers();
  try {
    let looks = 0;
    const undo = [1, 2, 3].map(() => lookTogether(() => void looks++));
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(37);
    expect(looks).toBe(3);
    undo[0]!();
    vi.advanceTimersByTime(37);
    expect(looks).toBe(5);
    undo[1]!();
    undo[2]!();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

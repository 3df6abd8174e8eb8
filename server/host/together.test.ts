import { expect, it, vi } from 'vitest';
import { together } from './together.ts';

it('many calls of a turn run once at its end, those that follow at once with the next pause', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  try {
    let ran = 0;
    const call = together(() => void ran++, 2);
    for (let i = 0; i < 5; i++) call();
    expect(ran).toBe(0);
    await new Promise(setImmediate);
    expect(ran).toBe(1);
    for (let i = 0; i < 5; i++) call();
    await new Promise(setImmediate);
    expect(ran).toBe(1);
    vi.advanceTimersByTime(2);
    expect(ran).toBe(2);
    vi.advanceTimersByTime(2);
    call();
    await new Promise(setImmediate);
    expect(ran).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startFollowing } from './live-store.ts';
import { goLive, goTo, pause, play, step, usePast } from './past-store.ts';
import { followScope, useScopeView } from './scope-view.ts';

const TIME = 1_700_000_000;

// No page draws.
vi.stubGlobal('requestAnimationFrame', () => 0);

/** Answers of the server wait until a test gives them. */
const asked: { time: number; answer(): Promise<void> }[] = [];
vi.stubGlobal('fetch', (path: string) => {
  const time = Number(new URL(path, 'http://page').searchParams.get('time'));
  const { promise, resolve } = Promise.withResolvers<Response>();
  const at = { twin: 'pump-01', time, t: time - 0.25, next: time + 0.25, version: 1 };
  asked.push({
    time,
    async answer() {
      resolve(Response.json({ ...at, ports: {}, nodes: {}, outOfService: [], alarms: [] }));
      const before = usePast.getState().instant;
      await vi.waitUntil(() => usePast.getState().instant !== before, { timeout: 15_000 });
    },
  });
  return promise;
});

beforeEach(() => startFollowing('pump-01'));
afterEach(() => {
  goLive();
  asked.length = 0;
});

describe('the time that the page shows', () => {
  it('is where the scope ends, which follows again once the page is live', () => {
    usePast.setState({ time: TIME });
    expect(useScopeView.getState().heldAt).toBe(TIME);
    useScopeView.setState({ heldAt: 1_600_000_000 });
    followScope();
    expect(useScopeView.getState().heldAt).toBe(TIME);
    useScopeView.setState({ heldAt: 1_600_000_000 });
    usePast.setState({ time: TIME + 10 });
    expect(useScopeView.getState().heldAt).toBe(TIME + 10);
    goLive();
    expect(usePast.getState().time).toBeUndefined();
    expect(useScopeView.getState().heldAt).toBeUndefined();
  });

  it('is the one that was asked for last, also where the answer to a step comes after that', async () => {
    goTo(TIME);
    await asked[0]!.answer();
    step(-1);
    goTo(TIME - 100);
    await asked[1]!.answer();
    await asked[2]!.answer();
    expect(asked.map(({ time }) => time)).toEqual([TIME, TIME - 0.25 - 1e-6, TIME - 100]);
    expect(usePast.getState()).toMatchObject({ time: TIME - 100, instant: { t: TIME - 100.25 } });
  });

  it('goes by no faster where it is paused and played again at once', () => {
    vi.useFakeTimers();
    usePast.setState({ time: TIME });
    for (let i = 0; i < 5; i++) {
      play();
      pause();
    }
    play();
    vi.advanceTimersByTime(1_000);
    expect(usePast.getState().time).toBeCloseTo(TIME + 1, 3);
    vi.useRealTimers();
  });
});

import type { Timers } from '@twinloom/runtime/schedule/pacer';

/** The clock and timers of the process. */
export const realTimers: Timers = {
  now: () => (performance.timeOrigin + performance.now()) / 1000,
  after: (seconds, run) => {
    const timer = setTimeout(run, Math.ceil(seconds * 1000));
    return () => clearTimeout(timer);
  },
};

/** Where the stream's rates come from, so that a test can hold the time. */
export interface Clock {
  /** Monotonic, ms. */
  now(): number;
  /** Runs once after a delay in ms; returns its undo. */
  after(delayMs: number, run: () => void): () => void;
}

/** The real clock; its timers keep no process alive. */
export const realClock: Clock = {
  now: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs).unref();
    return () => clearTimeout(timer);
  },
};

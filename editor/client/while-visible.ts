/** What tells whether the page is seen, and the time; given in so that tests own both. */
export interface PageTime {
  isHidden(): boolean;
  /** Calls `run` whenever the page is hidden or shown; returns the undo. */
  onTurned(run: () => void): () => void;
  every(delayMs: number, run: () => void): () => void;
  /** ms */
  now(): number;
}

const thisPage: PageTime = {
  isHidden: () => document.visibilityState === 'hidden',
  onTurned(run) {
    document.addEventListener('visibilitychange', run);
    return () => document.removeEventListener('visibilitychange', run);
  },
  every(delayMs, run) {
    const timer = setInterval(run, delayMs);
    return () => clearInterval(timer);
  },
  now: () => performance.now(),
};

/**
 * Asks now and every so many ms as long as the page is seen, and at once when it is seen again after that long; never again before the last
 * is answered. Returns the undo.
 */
export function whileVisible(
  ask: () => Promise<void>,
  everyMs: number,
  page: PageTime = thisPage,
): () => void {
  let isAsking = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  const askIfSeen = (): void => {
    if (isAsking || page.isHidden()) return;
    isAsking = true;
    lastAt = page.now();
    void ask().finally(() => (isAsking = false));
  };
  askIfSeen();
  const stop = page.every(everyMs, askIfSeen);
  const unhear = page.onTurned(() => {
    if (page.now() - lastAt >= everyMs) askIfSeen();
  });
  return () => {
    stop();
    unhear();
  };
}

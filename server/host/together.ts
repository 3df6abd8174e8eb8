/**
 * A function that has something run once for many calls: at the end of this turn of the thread where it did not run for `pauseMs`, else when that is over.
 */
export function together(run: () => void, pauseMs: number): () => void {
  let isDue = false;
  let last = Number.NEGATIVE_INFINITY;
  const go = (): void => {
    isDue = false;
    last = performance.now();
    run();
  };
  return () => {
    if (isDue) return;
    isDue = true;
    if (performance.now() - last >= pauseMs) setImmediate(go);
    else setTimeout(go, pauseMs);
  };
}

import type { Instant } from './definition.ts';
import { countOf, markedSum, pushSample, type WindowParam, type WindowState } from './sample-window.ts';

/**
 * Step of a node with the `windowStates` that says the mean of its window: generated functions know it, and do in place what it does
 * (`emit/window-mean-text.ts`). Summed anew at each sample from the oldest on, so that nothing drifts. Must not allocate.
 */
export function windowMean(
  y: { out: number },
  x: WindowState,
  u: { in: number },
  { window }: { window: WindowParam },
  instant: Pick<Instant, 't' | 'quality' | 'mark'>,
): void {
  const isWhole = pushSample(x, window, instant.t, u.in, instant.quality('in'));
  y.out = markedSum(x, isWhole, instant) / countOf(x);
}

import { rateWords } from '../words/rate.ts';

/** The stream sends a port at most so often a second; a port that speaks faster is shown at this rate. */
const FASTEST = 20;
/** How far back a rate looks: a short while where that tells enough, else a longer one, s. */
const SHORT = 10;
const LONG = 60;
/** So many samples in the short while are enough. */
const ENOUGH = 5;
/** Before so much time has passed nothing is said, s. */
const LEAST = 2;

/** Takes the count of samples so far at a time, s, and says how many come per second; undefined while it is too early to say. */
export type SampleRate = (t: number, count: number) => number | undefined;

/** Watches the rate of one port. */
export function watchRate(): SampleRate {
  const seen: { t: number; count: number }[] = [];
  return (t, count) => {
    // Another layout begins to count anew.
    if (count < (seen.at(-1)?.count ?? 0)) seen.length = 0;
    seen.push({ t, count });
    while (t - seen[0]!.t > LONG) seen.shift();
    const recent = seen.find((one) => t - one.t <= SHORT)!;
    const from = count - recent.count >= ENOUGH ? recent : seen[0]!;
    return t - from.t < LEAST ? undefined : (count - from.count) / (t - from.t);
  };
}

/** A rate for the screen: `20/s or more`, `2.5/s`, `12/min`, `none in 1 min`. */
export function formatRate(perSecond: number): string {
  if (perSecond >= FASTEST * 0.9) return rateWords.orMore(`${FASTEST}/s`);
  if (perSecond >= 9.5) return `${Math.round(perSecond)}/s`;
  if (perSecond >= 0.95) return `${Number(perSecond.toFixed(1))}/s`;
  const perMinute = Math.round(perSecond * 60);
  return perMinute === 0 ? rateWords.none : `${perMinute}/min`;
}

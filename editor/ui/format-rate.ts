import { formatAge } from './format-age.ts';

/** The page sees at most so many samples of a port in a second. */
const MOST = 19;

/**
 * How often samples come, from the time between them and the age of the last one, both in s: `10 per s`, `every 12 s`; what is silent for much
 * longer than usual is as slow as its age.
 */
export function formatRate(period: number, age: number): string {
  if (!(period > 0)) return 'not known yet';
  const slow = age > 3 * period ? age : period;
  const perSecond = 1 / slow;
  if (perSecond >= MOST) return '20 per s, or more';
  return perSecond >= 0.95
    ? `${perSecond.toFixed(perSecond < 9.95 ? 1 : 0)} per s`
    : `every ${formatAge(slow)}`;
}

import { readTimeText } from '../ui/read-time-text.ts';

/** A time of the past as people write it, or s since 1970, to the millisecond: what they type is no finer. Undefined where it is none. */
export function readPastTime(text: string, now: number): number | undefined {
  const typed = text.trim();
  const seconds = Number(typed);
  const t = typed !== '' && Number.isFinite(seconds) ? seconds : readTimeText(typed, now);
  return t === undefined ? undefined : Math.round(t * 1000) / 1000;
}

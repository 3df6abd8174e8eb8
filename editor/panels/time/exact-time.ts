import { dayAndTime } from '../../ui/format-time.ts';

/** Day and time to the millisecond, where the reader is: 2026-11-27 14:03:27.250. */
export function exactTime(t: number): string {
  const millis = Math.round(t * 1000);
  return `${dayAndTime(Math.floor(millis / 1000))}.${String(millis % 1000).padStart(3, '0')}`;
}

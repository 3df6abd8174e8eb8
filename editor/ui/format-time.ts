/** Time of day of t, s since 1970, where the reader is: 14:03:27. */
export function timeOfDay(t: number): string {
  return new Date(t * 1000).toLocaleTimeString('en-GB');
}

/** The same behind its day: 2026-11-27 14:03:27. */
export function dayAndTime(t: number): string {
  return `${new Date(t * 1000).toLocaleDateString('sv-SE')} ${timeOfDay(t)}`;
}

/** Time of day to a tenth of a second: 14:03:27.4. */
export function timeWithTenths(t: number): string {
  const tenths = Math.round(t * 10);
  return `${timeOfDay(Math.floor(tenths / 10))}.${((tenths % 10) + 10) % 10}`;
}

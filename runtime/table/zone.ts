import { zoneMinutes } from './iso-time.ts';

const MINUTE = 60 * 1e6;
const QUARTER = 15 * MINUTE;
const OFFSET = /^[+-]\d{2}(?::?\d{2})?$/;

/** What a clock on the wall showed (µs since 1970, as if in UTC) → µs since 1970. An hour that comes twice in autumn is the first one that is not before `last`. */
export type ToUtc = (wall: number, last: number) => number;

/** The clocks of `UTC`, of a fixed offset such as `+01:00`, or of a place such as `Europe/Berlin`; undefined for a zone nobody knows. */
export function clockOf(zone: string): ToUtc | undefined {
  if (/^(utc|gmt|z)$/i.test(zone)) return (wall) => wall;
  if (OFFSET.test(zone)) {
    const offset = zoneMinutes(zone) * MINUTE;
    return (wall) => wall - offset;
  }
  const offsetAt = offsetsOf(zone);
  if (!offsetAt) return undefined;
  return (wall, last) => {
    // A day on either side of a change the offset is one of the two that may hold.
    const before = wall - offsetAt(wall - 24 * 60 * MINUTE);
    const after = wall - offsetAt(wall + 24 * 60 * MINUTE);
    const real = [before, after].filter((utc) => utc + offsetAt(utc) === wall).toSorted((a, b) => a - b);
    return real.find((utc) => utc >= last) ?? real[0] ?? before;
  };
}

/** µs by which a place is ahead of UTC at a time; asked once for each quarter of an hour. */
function offsetsOf(zone: string): ((utc: number) => number) | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
  const known = new Map<number, number>();
  return (utc) => {
    const quarter = Math.floor(utc / QUARTER);
    let offset = known.get(quarter);
    if (offset === undefined) {
      const parts = format.formatToParts((quarter * QUARTER) / 1000);
      const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
      offset = zoneMinutes(name.replace('GMT', '') || undefined) * MINUTE;
      known.set(quarter, offset);
    }
    return offset;
  };
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;
/** A number above this counts in ms: as s it would lie beyond the year 5000. */
const LAST_SECOND = 1e11;

/** s since 1970 out of a number of s or ms, or an ISO 8601 text; a text without a zone is UTC. Undefined where it is no time. */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return secondsOf(value);
  const match = typeof value === 'string' ? ISO.exec(value.trim()) : null;
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '0', zone = 'Z'] = match;
  const midnight = midnightOf(Number(year), Number(month), Number(day));
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (midnight === undefined || h > 23 || m > 59 || s > 60) return undefined;
  return midnight + h * 3600 + m * 60 + s + Number(`0.${fraction}`) - offsetOf(zone);
}

function secondsOf(value: number): number | undefined {
  const seconds = Math.abs(value) > LAST_SECOND ? value / 1000 : value;
  return Math.abs(seconds) <= LAST_SECOND ? seconds : undefined;
}

/** Undefined for a day the calendar does not have. */
function midnightOf(year: number, month: number, day: number): number | undefined {
  const milliseconds = Date.UTC(year, month - 1, day);
  const date = new Date(milliseconds);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? milliseconds / 1000 : undefined;
}

function offsetOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60;
  return zone.startsWith('-') ? -seconds : seconds;
}

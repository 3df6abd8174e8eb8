/** A time as a cell says it, in µs: since 1970, or since the origin of the run. */
export interface CellTime {
  micros: number;
  isAbsolute: boolean;
}

/** A first number above this is a time since 1970, s. */
const FIRST_ABSOLUTE = 1e8;
/** A number above this is no time in seconds: the year 5138. */
const MILLISECONDS = 1e11;
const MICROS = 1e6;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ]\s*(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Reads the first time of a file, which says what the others are; undefined when it is none. */
export function readFirstTime(text: string): CellTime | { problem: string } {
  const isAbsolute = ISO.test(text) || Number(text) > FIRST_ABSOLUTE;
  const micros = readTime(text, isAbsolute);
  return typeof micros === 'number' ? { micros, isAbsolute } : micros;
}

/** Reads a further time of a file in whole µs: ISO 8601 or a number of seconds, as the first one was. */
export function readTime(text: string, isAbsolute: boolean): number | { problem: string } {
  if (NUMBER.test(text)) {
    const seconds = Number(text);
    if (seconds > MILLISECONDS)
      return { problem: `${text} is too large for seconds; divide milliseconds by 1000` };
    return Math.round(seconds * MICROS);
  }
  const micros = readIso(text);
  if (micros === undefined) return { problem: `"${text}" is no time; write ISO 8601 or seconds` };
  return isAbsolute ? micros : { problem: `"${text}" is a date, but the first time was a number of seconds` };
}

/** ISO 8601 as µs since 1970; no zone is UTC. Undefined when it is none or names a day that is not. */
function readIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const [h, m, s] = [hour || 0, minute || 0, second || 0];
  const date = new Date(Date.UTC(year, month - 1, day, h, m, s));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && h < 24 && m < 60 && s < 60;
  if (!isReal) return undefined;
  const fraction = Math.round(Number(`0.${match[7] ?? '0'}`) * MICROS);
  return date.getTime() * 1000 + fraction - zoneMinutes(match[8]) * 60 * MICROS;
}

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || /^z$/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return zone.startsWith('-') ? -minutes : minutes;
}

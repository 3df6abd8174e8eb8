import { readIso } from '@twinloom/runtime/table/iso-time';
import { PLAIN_NUMBER } from '@twinloom/runtime/table/read-number';

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

/** Reads the first time of a file, which says what the others are; undefined when it is none. */
export function readFirstTime(text: string): CellTime | { problem: string } {
  const isAbsolute = readIso(text) !== undefined || Number(text) > FIRST_ABSOLUTE;
  const micros = readTime(text, isAbsolute);
  return typeof micros === 'number' ? { micros, isAbsolute } : micros;
}

/** Reads a further time of a file in whole µs: ISO 8601 or a number of seconds, as the first one was. */
export function readTime(text: string, isAbsolute: boolean): number | { problem: string } {
  if (PLAIN_NUMBER.test(text)) {
    const seconds = Number(text);
    if (seconds > MILLISECONDS)
      return { problem: `${text} is too large for seconds; divide milliseconds by 1000` };
    return Math.round(seconds * MICROS);
  }
  const micros = readIso(text)?.micros;
  if (micros === undefined) return { problem: `"${text}" is no time; write ISO 8601 or seconds` };
  return isAbsolute ? micros : { problem: `"${text}" is a date, but the first time was a number of seconds` };
}

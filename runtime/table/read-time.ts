import type { TimeForm } from './format.ts';
import { readIso, wallMicros } from './iso-time.ts';
import { readNumber } from './read-number.ts';
import type { ToUtc } from './zone.ts';

const MICROS = 1e6;
const ISO_LIKE = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/;
const DATE =
  /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[,T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:](\d+))?)?\s*([AaPp])?\.?[Mm]?\.?)?$/;
/** A two-digit year from here on is one of the last century. */
const CENTURY = 70;

/** How one cell becomes a time. */
export interface TimeReading {
  form: TimeForm;
  decimal: '.' | ',';
  toUtc: ToUtc;
}

/** A time in µs: since 1970, or from the start of the file where the form is `seconds`. Undefined when the text is none. */
export function readTime(
  text: string,
  { form, decimal, toUtc }: TimeReading,
  last: number,
): number | undefined {
  switch (form) {
    case 'iso': {
      const iso = readIso(plainIso(text));
      return iso && (iso.hasZone ? iso.micros : toUtc(iso.micros, last));
    }
    case 'day-month-year':
    case 'month-day-year': {
      const wall = readDate(text, form === 'day-month-year');
      return wall === undefined ? undefined : toUtc(wall, last);
    }
    case 'epoch-seconds':
    case 'seconds':
      return scaled(text, decimal, MICROS);
    case 'epoch-milliseconds':
      return scaled(text, decimal, 1000);
    default:
      return form satisfies never;
  }
}

/** The two numbers of a date whose order nothing says (`3/4/2024`), and what stands between them; undefined for any other text. */
export function dateNumbers(text: string): { first: number; second: number; between: string } | undefined {
  const match = DATE.exec(text);
  return match ? { first: Number(match[1]), second: Number(match[3]), between: match[2] ?? '' } : undefined;
}

/** `2024/3/9 7:05` → `2024-03-09 07:05`. */
function plainIso(text: string): string {
  return text
    .replace(
      ISO_LIKE,
      (_all, year: string, month: string, day: string) =>
        `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    )
    .replace(/(?<=[T ])(\d):/, '0$1:');
}

function readDate(text: string, isDayFirst: boolean): number | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [first, second] = [Number(match[1]), Number(match[3])];
  const written = Number(match[4]);
  const year = match[4]?.length === 2 ? written + (written >= CENTURY ? 1900 : 2000) : written;
  const half = match[9]?.toLowerCase();
  const hour = Number(match[5] ?? 0);
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  return wallMicros({
    year,
    month: isDayFirst ? second : first,
    day: isDayFirst ? first : second,
    hour: half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0),
    minute: Number(match[6] ?? 0),
    second: Number(match[7] ?? 0),
    fraction: match[8],
  });
}

function scaled(text: string, decimal: '.' | ',', factor: number): number | undefined {
  const number = readNumber(text, decimal);
  return number === undefined ? undefined : Math.round(number * factor);
}

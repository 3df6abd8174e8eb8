const MICROS = 1e6;
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ]\s*(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** ISO 8601 (T or blank; no zone is UTC) as µs since 1970, and whether it names a zone. Undefined when it is none or names a day that is not. */
export function readIso(text: string): { micros: number; hasZone: boolean } | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const local = wallMicros({ year, month, day, hour, minute, second, fraction: match[7] });
  if (local === undefined) return undefined;
  return { micros: local - zoneMinutes(match[8]) * 60 * MICROS, hasZone: match[8] !== undefined };
}

/** A date and a time of day as somebody reads them off a clock. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** Digits behind the seconds. */
  fraction: string | undefined;
}

/** The same as µs since 1970, as if the clock showed UTC; undefined for a day or an hour that is not. */
export function wallMicros(wall: WallTime): number | undefined {
  const { year, month, day } = wall;
  const [h, m, s] = [wall.hour || 0, wall.minute || 0, wall.second || 0];
  const date = new Date(Date.UTC(year, month - 1, day, h, m, s));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && h < 24 && m < 60 && s < 60;
  return isReal
    ? date.getTime() * 1000 + Math.round(Number(`0.${wall.fraction ?? '0'}`) * MICROS)
    : undefined;
}

/** Minutes by which `Z`, `+01:00`, `+0100` or `+01` is ahead of UTC. */
export function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || /^z$/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return zone.startsWith('-') ? -minutes : minutes;
}

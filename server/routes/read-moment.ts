import { readIso } from '@twinloom/runtime/table/iso-time';

const MICROS = 1e6;

/** A time that a person wrote, as ISO 8601 (no zone = UTC) or in s since 1970; s since 1970, NaN where it is none. */
export function readMoment(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  return (readIso(text.trim())?.micros ?? Number.NaN) / MICROS;
}

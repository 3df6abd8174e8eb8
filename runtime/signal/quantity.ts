import { conversion, conversionProblem } from './convert.ts';
import { parseUnit } from './unit.ts';

/** Longer than any quantity; the pattern takes the square of a text's length. */
const LONGEST = 200;
const NUMBER = /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*$/;
const DURATIONS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, min: 60, h: 3600, d: 86400 };

/** Reads `"5 s"`, `"20 Cel"` or `"3.5"` (already in `unit`) as a number in `unit`. */
export function parseQuantity(text: string, unit: string): { value: number } | { problem: string } {
  return parseIn(text, unit, false);
}

/** The same for a difference of two values: `"5 Cel"` is 5 K, where a scale begins does not matter. */
export function parseDifference(text: string, unit: string): { value: number } | { problem: string } {
  return parseIn(text, unit, true);
}

function parseIn(text: string, unit: string, isDifference: boolean): { value: number } | { problem: string } {
  const match = text.length <= LONGEST ? NUMBER.exec(text) : null;
  if (!match) return { problem: `"${text.slice(0, LONGEST)}" does not begin with a number` };
  const [, digits = '', code = ''] = match;
  const number = Number(digits);
  if (code === '') return { value: number };
  const from = parseUnit(code);
  if ('problem' in from) return { problem: `"${code}" is not a unit: ${from.problem}` };
  const to = parseUnit(unit === '' ? '1' : unit);
  if ('problem' in to) return { problem: to.problem };
  const rule = conversion(from.unit, to.unit);
  if (!rule)
    return { problem: `${code} cannot become ${unit || '1'}: ${conversionProblem(from.unit, to.unit)}` };
  return { value: rule.factor * number + (isDifference ? 0 : rule.offset) };
}

/** Reads a duration in s. */
export function parseDuration(value: string | number): { seconds: number } | { problem: string } {
  if (typeof value === 'number')
    return Number.isFinite(value) && value >= 0 ? { seconds: value } : { problem: `${value} is no duration` };
  const match = value.length <= LONGEST ? NUMBER.exec(value) : null;
  const [, digits = '', code = ''] = match ?? [];
  const scale = DURATIONS[code === '' ? 's' : code];
  const seconds = Number(digits) * (scale ?? Number.NaN);
  if (match && Number.isFinite(seconds) && seconds >= 0) return { seconds };
  return { problem: `"${value.slice(0, LONGEST)}" is no duration` };
}

/** Writes a duration as the file keeps it. */
export function formatDuration(seconds: number): string {
  if (seconds !== 0 && seconds < 1) return `${seconds * 1000} ms`;
  return `${seconds} s`;
}

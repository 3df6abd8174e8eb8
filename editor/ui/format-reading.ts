import { formatValue } from '@twinloom/runtime/signal/format-value';
import { ABSENT, BAD, type QualityCode } from '@twinloom/runtime/signal/quality';
import { readVector, type Vector } from '@twinloom/runtime/signal/vector';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { valuesWords } from '../words/values.ts';

interface Shown {
  value: number;
  quality: QualityCode;
  type: string;
  unit: string;
  object: unknown;
  /** Why there is no answer though nothing is broken. */
  lacks?: string;
}

/** The value of a reading for the screen, without its unit; a dash where there is none or no answer, `bad` where it cannot be trusted. */
export function formatReading({ value, quality, type, object, lacks }: Shown): string {
  if (quality === ABSENT) return '–';
  if (quality === BAD) return lacks ? '–' : valuesWords.qualities.bad;
  switch (type) {
    case 'number':
      return formatValue(value);
    case 'boolean':
      return value === 0 ? 'false' : 'true';
    case 'event':
      return '●';
    case 'string':
      return typeof object === 'string' ? shorten(object) : '–';
    case 'vector':
      return sayVector(readVector(object));
    default:
      return object === undefined ? formatValue(value) : shorten(JSON.stringify(object));
  }
}

/** Beside the span of a vector what is smaller than this is rounding. */
const ROUNDING = 1e-9;

function sayVector(vector: Vector | undefined): string {
  if (!vector) return '–';
  let [low, high] = [Infinity, -Infinity];
  for (const value of vector.values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const say = (value: number): string =>
    formatValue(Math.abs(value) < ROUNDING * (high - low) ? 0 : value, 3);
  return valuesWords.range(vector.values.length, say(low), say(high));
}

/** The same with the unit behind it. */
export function formatReadingWithUnit(reading: Shown): string {
  const text = formatReading(reading);
  const unit =
    reading.quality >= BAD || !(reading.type === 'number' || reading.type === 'vector')
      ? ''
      : formatUnit(reading.unit);
  return unit === '' ? text : `${text} ${unit}`;
}

function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}

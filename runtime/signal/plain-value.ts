import { conversion } from './convert.ts';
import { parseUnit } from './unit.ts';
import { writeVector, type Vector } from './vector.ts';

/** The value as JSON can write it, its numbers brought from a unit to another. Throws where that measures something else. */
export function plainValue(value: unknown, from: string, to: string): unknown {
  if (isVector(value, from)) {
    const values = value.values.map((entry) => convert(entry, from, to));
    return writeVector({ ...value, values });
  }
  return typeof value === 'number' ? convert(value, from, to) : value;
}

/** Of what has names only a vector has a unit too. */
function isVector(value: unknown, unit: string): value is Vector {
  return unit !== '' && typeof value === 'object' && value !== null && 'values' in value;
}

function convert(value: number, from: string, to: string): number {
  if (from === to || from === '') return value;
  const [a, b] = [parseUnit(from), parseUnit(to)];
  const rule = 'unit' in a && 'unit' in b ? conversion(a.unit, b.unit) : undefined;
  if (!rule) throw new Error(`${from} does not convert to ${to}`);
  return rule.factor * value + rule.offset;
}

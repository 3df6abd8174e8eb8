import { conversion } from '@twinloom/runtime/signal/convert';
import { parseUnit } from '@twinloom/runtime/signal/unit';

/** A value of one unit in another, both UCUM codes; as it is where one of them is not known. */
export function inUnit(value: number, unit: string, wanted: string): number {
  if (wanted === '' || unit === '' || unit === wanted) return value;
  const [from, to] = [parseUnit(unit), parseUnit(wanted)];
  const found = 'unit' in from && 'unit' in to ? conversion(from.unit, to.unit) : undefined;
  return found ? found.factor * value + found.offset : value;
}

import { conversion } from '@twinloom/runtime/signal/convert';
import { parseUnit } from '@twinloom/runtime/signal/unit';

/** The unit a trace is drawn in, and how its values get there: drawn = factor · value + offset. */
export interface Shown {
  unit: string;
  factor: number;
  offset: number;
}

/** Ports of one dimension share an axis, in the unit of the first of them, so that measured and modelled lie on each other. */
export function shareUnits(units: readonly string[]): Shown[] {
  const first: string[] = [];
  return units.map((unit) => {
    const same = { unit, factor: 1, offset: 0 };
    const parsed = parseUnit(unit);
    if (unit === '' || !('unit' in parsed)) return same;
    for (const candidate of first) {
      const target = parseUnit(candidate);
      const rule = 'unit' in target ? conversion(parsed.unit, target.unit) : undefined;
      if (rule) return { unit: candidate, ...rule };
    }
    first.push(unit);
    return same;
  });
}

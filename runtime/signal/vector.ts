/** Numbers with one unit, in their order. A waveform also carries the time between its values, s. */
export interface Vector {
  values: readonly number[];
  spacing?: number;
}

/** Numbers beyond this are no measurement. */
const GREATEST = 1e30;

/**
 * A vector from how it is written: a list of numbers, or `{ values, spacing }` with the spacing in s. Undefined when it is none: empty,
 * with an entry that is no number within ±1e30, or with a spacing that is not above 0.
 */
export function readVector(written: unknown): Vector | undefined {
  if (isList(written)) return isMeasured(written) ? { values: Array.from(written) } : undefined;
  if (typeof written !== 'object' || written === null || !('values' in written)) return undefined;
  const { values } = written;
  if (!isList(values) || !isMeasured(values)) return undefined;
  const spacing = 'spacing' in written ? written.spacing : undefined;
  if (spacing === undefined) return { values: Array.from(values) };
  return typeof spacing === 'number' && spacing > 0 && spacing <= GREATEST
    ? { spacing, values: Array.from(values) }
    : undefined;
}

/** How a vector is written: a plain list where it has no spacing. */
export function writeVector({ values, spacing }: Vector): readonly number[] | Vector {
  return spacing === undefined ? values : { spacing, values };
}

function isList(given: unknown): given is readonly unknown[] | Float64Array {
  return Array.isArray(given) || given instanceof Float64Array;
}

function isMeasured(list: readonly unknown[] | Float64Array): list is readonly number[] {
  if (list.length === 0) return false;
  for (let i = 0; i < list.length; i++) {
    const entry = list[i];
    if (typeof entry !== 'number' || !(entry >= -GREATEST && entry <= GREATEST)) return false;
  }
  return true;
}

import { minus, power, times, toNumber } from './scale.ts';
import { exactUnit, parseUnit, type Unit } from './unit.ts';

/**
 * How values go from one unit to another: value in `to` = factor · value in `from` + offset; undefined where the dimensions differ.
 * Rounded once: m3/h to m3/s is 1/3600, Cel to [degF] is 1.8 and 32, a unit to itself 1 and 0.
 */
export function conversion(from: Unit, to: Unit): { factor: number; offset: number } | undefined {
  if (!sameDimension(from, to)) return undefined;
  if (from.factor === to.factor && from.offset === to.offset) return { factor: 1, offset: 0 };
  return (
    exactConversion(from, to) ?? {
      factor: from.factor / to.factor,
      offset: (from.offset - to.offset) / to.factor,
    }
  );
}

function exactConversion(from: Unit, to: Unit): { factor: number; offset: number } | undefined {
  const [a, b] = [exactUnit(from), exactUnit(to)];
  if (!a || !b) return undefined;
  const inverse = power(b.factor, -1);
  const shift = minus(a.offset, b.offset);
  return shift && { factor: toNumber(times(a.factor, inverse)), offset: toNumber(times(shift, inverse)) };
}

/** Both measure the same kind of quantity, whatever their scale. */
export function sameDimension(a: Unit, b: Unit): boolean {
  return a.dimension.every((exponent, place) => exponent === b.dimension[place]);
}

/** The unit of a difference of two values: Cel → K, [degF] → [degR], any other unit itself. */
export function differenceUnit(unit: Unit): Unit {
  if (unit.offset === 0) return unit;
  const read = parseUnit(unit.code.replace('Cel', 'K').replace('[degF]', '[degR]'));
  return 'unit' in read ? read.unit : { ...unit, code: 'K', factor: 1, offset: 0 };
}

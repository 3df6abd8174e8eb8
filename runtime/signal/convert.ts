import { minus, power, times, toNumber } from './scale.ts';
import { baseUnits, curveWords } from './unit-atoms.ts';
import { exactUnit, parseUnit, type Unit } from './unit.ts';

/**
 * How values go from one unit to another: value in `to` = factor · value in `from` + offset; undefined where the dimensions or the curves
 * differ (`conversionProblem` says which). Rounded once: m3/h to m3/s is 1/3600, Cel to [degF] is 1.8 and 32, B[W] to dB[kW] 10 and -30, a
 * unit to itself 1 and 0.
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

/** Both measure the same kind of quantity on the same curve, whatever their scale. */
export function sameDimension(a: Unit, b: Unit): boolean {
  return a.curve === b.curve && a.dimension.every((exponent, place) => exponent === b.dimension[place]);
}

/** Why nothing converts between two units whose `conversion` is undefined: `they measure different things`. */
export function conversionProblem(from: Unit, to: Unit): string {
  const curved = from.curve !== undefined ? from : to;
  if (from.curve !== to.curve && curved.curve !== undefined)
    return `${curved.code} is ${curveWords[curved.curve]} scale, and no factor and offset make it ${from === curved ? to.code : `of ${from.code}`}`;
  const arbitrary = baseUnits.find(
    (code, place) => code.startsWith('[') && from.dimension[place] !== to.dimension[place],
  );
  if (arbitrary !== undefined) return `${arbitrary} is an arbitrary unit, which becomes no other`;
  return 'they measure different things';
}

/** A value in this unit → its coherent SI value. */
export function toSi({ factor, offset, curve }: Unit, value: number): number {
  const straight = factor * value + offset;
  switch (curve) {
    case undefined:
      return straight;
    case 'lg':
      return 10 ** straight;
    case 'ln':
      return Math.exp(straight);
    case 'ld':
      return 2 ** straight;
    case 'tan':
      return Math.atan(straight);
    case 'sqrt':
      return straight ** 2;
    default:
      throw new Error(`there is no curve ${curve satisfies never}`);
  }
}

/** A coherent SI value → the value in this unit; NaN where the unit has none, such as the level of a negative power. */
export function fromSi({ factor, offset, curve }: Unit, si: number): number {
  return ((curve === undefined ? si : straightened(curve, si)) - offset) / factor;
}

function straightened(curve: NonNullable<Unit['curve']>, si: number): number {
  switch (curve) {
    case 'lg':
      return Math.log10(si);
    case 'ln':
      return Math.log(si);
    case 'ld':
      return Math.log2(si);
    case 'tan':
      return Math.tan(si);
    case 'sqrt':
      return Math.sqrt(si);
    default:
      throw new Error(`there is no curve ${curve satisfies never}`);
  }
}

/** The unit of a difference of two values: Cel → K, [degF] → [degR], dB[W] → dB; any other unit itself. */
export function differenceUnit(unit: Unit): Unit {
  if (unit.offset === 0 && unit.curve === undefined) return unit;
  const code = unit.code
    .replace('Cel', 'K')
    .replace('[degF]', '[degR]')
    .replace('[degRe]', '(5.K/4)')
    .replace(/B\[[^\]]*\]/, 'B');
  const read = parseUnit(code);
  return 'unit' in read ? read.unit : unit;
}

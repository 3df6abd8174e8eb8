import library from '@lhncbc/ucum-lhc';

/** What a UCUM code is by the oracle, in this product's terms. */
export interface OracleUnit {
  /** In coherent SI, with a mole as the number of the oracle: see `avogadro`. */
  factor: number;
  /** Exponents of m, kg, s, A, K, cd; a mole is a number there. */
  dimension: number[];
  /** Exponent of the radian. */
  angle: number;
  isArbitrary: boolean;
  isSpecial: boolean;
}

/** What the oracle's table says a mole is: UCUM 2.1, before the SI of 2019. */
export const avogadro = 6.0221367e23;

const oracle = library.UcumLhcUtils.getInstance();

/** Reads a code with the ucum-lhc library of the US National Library of Medicine; undefined where it refuses or would correct it. */
export function readWithOracle(code: string): OracleUnit | undefined {
  const { unit, retMsg } = quietly(() => oracle.getSpecifiedUnit(code, 'validate'));
  if (unit === null || retMsg.length > 0) return undefined;
  const [m = 0, s = 0, g = 0, angle = 0, K = 0, C = 0, cd = 0] = unit.dim_?.dimVec_ ?? [];
  return {
    factor: unit.magnitude_ * 1e-3 ** g,
    dimension: [m, g, s + C, C, K, cd],
    angle,
    isArbitrary: unit.isArbitrary_,
    isSpecial: unit.isSpecial_,
  };
}

/** A value in another unit by the oracle; undefined where it refuses. */
export function convertWithOracle(value: number, from: string, to: string): number | undefined {
  const { status, toVal } = quietly(() => oracle.convertUnitTo(from, value, to));
  return status === 'succeeded' && toVal !== null ? toVal : undefined;
}

/** Every code in the oracle's table: all UCUM atoms, and several hundred compounds of laboratories. */
export function oracleCodes(): string[] {
  const codes = library.UnitTables.getInstance()
    .allUnitsByDef()
    .map((unit) => unit.csCode_);
  return [...new Set(codes)];
}

/** The oracle writes to the console what it could not read. */
function quietly<T>(work: () => T): T {
  const { log } = console;
  console.log = () => undefined;
  try {
    return work();
  } finally {
    console.log = log;
  }
}

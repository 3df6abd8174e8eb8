import { baseUnits } from '../signal/unit-atoms.ts';
import { parseUnit, type Unit } from '../signal/unit.ts';

/** The symbols of a UCUM code with their exponents; a number and an annotation count as symbols. */
type Factors = Map<string, number>;

/** As in `parseUnit`: a symbol runs to the next sign or digit, square brackets belong to it. */
const PIECE = /(?<symbol>10[*^]|(?:\[[^\]]*\]|[^\d./(){}+\-[\]"=\s])+)|(?<number>\d+)|(?<note>\{[^}]*\})/y;
const EXPONENT = /[+-]?\d+/y;
const GREATEST_EXPONENT = 99;

/** The unit of a product a·b, or of a quotient for sign -1, with a readable code (`N.m`, `m3/s`); undefined where no code can say it. */
export function multiplyUnits(a: Unit, b: Unit, sign: number): Unit | undefined {
  return combined([
    [a, 1],
    [b, sign],
  ]);
}

/** The unit of a power, also of a root (exponent 0.5); undefined where no code can say it, as for the root of a metre. */
export function raiseUnit(unit: Unit, exponent: number): Unit | undefined {
  return combined([[unit, exponent]]);
}

function combined(powers: readonly (readonly [Unit, number])[]): Unit | undefined {
  const factors: Factors = new Map();
  for (const [unit, exponent] of powers) {
    const reader = { code: unit.code, at: 0 };
    if (!readTerm(reader, exponent, factors)) return fromDimension(powers);
  }
  return unitOf(factors) ?? fromDimension(powers);
}

/** The code of coherent SI, for what has no code in its own symbols: the root of Pa/(kg/m3) is m/s. */
function fromDimension(powers: readonly (readonly [Unit, number])[]): Unit | undefined {
  if (powers.some(([unit]) => unit.curve !== undefined)) return undefined;
  const factor = powers.reduce((product, [unit, exponent]) => product * unit.factor ** exponent, 1);
  if (Math.abs(factor - 1) > 1e-12) return undefined;
  const factors: Factors = new Map();
  for (const [unit, exponent] of powers)
    baseUnits.forEach((symbol, place) => add(factors, symbol, unit.dimension[place]! * exponent));
  return unitOf(factors);
}

function unitOf(factors: Factors): Unit | undefined {
  const code = formatFactors(factors);
  const read = code === undefined ? undefined : parseUnit(code);
  return read && 'unit' in read ? read.unit : undefined;
}

function add(factors: Factors, symbol: string, exponent: number): void {
  factors.set(symbol, (factors.get(symbol) ?? 0) + exponent);
}

interface Reader {
  code: string;
  at: number;
}

/** Adds the symbols of `kg.m/s2` or `W/(m2.K)`, each exponent times `exponent`, up to a closing parenthesis; false where it is not understood. */
function readTerm(reader: Reader, exponent: number, factors: Factors): boolean {
  let sign = takes(reader, '/') ? -1 : 1;
  for (;;) {
    if (!readComponent(reader, sign * exponent, factors)) return false;
    if (takes(reader, '.')) sign = 1;
    else if (takes(reader, '/')) sign = -1;
    else return true;
  }
}

function readComponent(reader: Reader, exponent: number, factors: Factors): boolean {
  if (takes(reader, '(')) return readTerm(reader, exponent, factors) && takes(reader, ')');
  const { symbol, number, note } = match(PIECE, reader)?.groups ?? {};
  const piece = symbol ?? number ?? note;
  if (piece === undefined) return false;
  const own = symbol === undefined ? undefined : match(EXPONENT, reader)?.[0];
  if (piece !== '1') add(factors, piece, exponent * Number(own ?? 1));
  // An annotation behind a symbol says of what it is: it means nothing for a product.
  if (note === undefined && reader.code[reader.at] === '{') match(PIECE, reader);
  return true;
}

function takes(reader: Reader, sign: string): boolean {
  if (reader.code[reader.at] !== sign) return false;
  reader.at++;
  return true;
}

function match(pattern: RegExp, reader: Reader): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.code);
  if (found) reader.at = pattern.lastIndex;
  return found ?? undefined;
}

/** Undefined for exponents that are not whole, or beyond what a code may carry. */
function formatFactors(factors: Factors): string | undefined {
  const above: string[] = [];
  const below: string[] = [];
  for (const [symbol, exponent] of factors) {
    if (!Number.isInteger(exponent) || Math.abs(exponent) > GREATEST_EXPONENT) return undefined;
    if (exponent > 0) above.push(formatFactor(symbol, exponent, '.'));
    if (exponent < 0) below.push(formatFactor(symbol, -exponent, '/'));
  }
  return [above.join('.') || '1', ...below].join('/');
}

/** Numbers cannot carry an exponent and are written out; annotations mean nothing and stand once. */
function formatFactor(symbol: string, size: number, sign: string): string {
  if (symbol.startsWith('{')) return symbol;
  if (/^\d+$/.test(symbol)) return Array.from({ length: size }, () => symbol).join(sign);
  return size === 1 ? symbol : `${symbol}${size}`;
}

import { parseUnit, type Unit } from '../signal/unit.ts';

/** A symbol of a UCUM code with its exponent, or a whole code in parentheses. */
type Factors = Map<string, number>;

const FACTOR = /^(\[[^\]]*\]|[A-Za-z%'"]|\[[^\]]*\])+|^10\*|^10\^/;

/** The unit of a product aᵐ·bⁿ with a readable code (`N.m`, `m3/s`); undefined where no code can say it. */
export function multiplyUnits(a: Unit, m: number, b: Unit, n: number): Unit | undefined {
  const factors: Factors = new Map();
  add(factors, a.code, m);
  add(factors, b.code, n);
  const code = formatFactors(factors);
  const read = code === undefined ? undefined : parseUnit(code);
  return read && 'unit' in read ? read.unit : undefined;
}

/** The unit of a power, also of a root (exponent 0.5) where every exponent divides. */
export function raiseUnit(unit: Unit, exponent: number): Unit | undefined {
  return multiplyUnits(unit, exponent, ONE, 1);
}

const ONE: Unit = { code: '1', factor: 1, offset: 0, dimension: [0, 0, 0, 0, 0, 0, 0] };

function add(factors: Factors, code: string, exponent: number): void {
  const read = readFactors(code) ?? new Map([[`(${code})`, 1]]);
  for (const [symbol, own] of read) factors.set(symbol, (factors.get(symbol) ?? 0) + own * exponent);
}

/** Reads `kg.m/s2` as kg¹ m¹ s⁻²; undefined for codes with parentheses, annotations or numbers. */
function readFactors(code: string): Factors | undefined {
  const factors: Factors = new Map();
  let sign = 1;
  let rest = code;
  if (code === '1') return factors;
  if (rest.startsWith('/')) {
    sign = -1;
    rest = rest.slice(1);
  }
  if (rest.startsWith('1/')) {
    sign = -1;
    rest = rest.slice(2);
  }
  while (rest !== '') {
    const symbol = FACTOR.exec(rest)?.[0];
    if (symbol === undefined) return undefined;
    rest = rest.slice(symbol.length);
    const exponent = /^[+-]?\d+/.exec(rest)?.[0] ?? '';
    rest = rest.slice(exponent.length);
    factors.set(symbol, (factors.get(symbol) ?? 0) + sign * (exponent === '' ? 1 : Number(exponent)));
    if (rest === '') break;
    if (rest[0] !== '.' && rest[0] !== '/') return undefined;
    sign = rest[0] === '/' ? -1 : 1;
    rest = rest.slice(1);
  }
  return factors;
}

function formatFactors(factors: Factors): string | undefined {
  const above: string[] = [];
  const below: string[] = [];
  for (const [symbol, exponent] of factors) {
    if (exponent === 0) continue;
    if (!Number.isInteger(exponent)) return undefined;
    const size = Math.abs(exponent);
    const isGroup = symbol.startsWith('(');
    const piece =
      size === 1
        ? symbol
        : isGroup
          ? Array.from({ length: size }, () => symbol).join('.')
          : `${symbol}${size}`;
    if (exponent > 0) above.push(piece);
    else below.push(isGroup && size > 1 ? `(${piece})` : piece);
  }
  if (above.length === 0 && below.length === 0) return '1';
  const top = above.join('.') || '1';
  return [top, ...below].join('/');
}

/** An exact number: numerator / denominator · π^pi. The denominator is above zero. */
export interface Scale {
  numerator: bigint;
  denominator: bigint;
  pi: number;
}

export const ONE: Scale = { numerator: 1n, denominator: 1n, pi: 0 };

/** The exact scale a decimal text such as `0.45359237` or `1.602e-19` writes; the text must be one. */
export function scaleOf(text: string): Scale {
  const [digits = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  const shift = Number(exponent) - fraction.length;
  const size = 10n ** BigInt(Math.abs(shift));
  const value = BigInt(whole + fraction);
  return shift < 0 ? reduced(value, size, 0) : { numerator: value * size, denominator: 1n, pi: 0 };
}

/** a · b. */
export function times(a: Scale, b: Scale): Scale {
  return reduced(a.numerator * b.numerator, a.denominator * b.denominator, a.pi + b.pi);
}

/** a^exponent for a whole exponent; a must not be zero where the exponent is below zero. */
export function power(a: Scale, exponent: number): Scale {
  const [up, down] = exponent < 0 ? [a.denominator, a.numerator] : [a.numerator, a.denominator];
  const size = BigInt(Math.abs(exponent));
  return { numerator: up ** size, denominator: down ** size, pi: a.pi === 0 ? 0 : a.pi * exponent };
}

/** a − b; undefined where they hold different powers of π. */
export function minus(a: Scale, b: Scale): Scale | undefined {
  if (a.pi !== b.pi) return undefined;
  return reduced(
    a.numerator * b.denominator - b.numerator * a.denominator,
    a.denominator * b.denominator,
    a.pi,
  );
}

/** The nearest double; Infinity or 0 where it lies outside their range. */
export function toNumber({ numerator, denominator, pi }: Scale): number {
  const ratio = nearest(numerator < 0n ? -numerator : numerator, denominator);
  return (numerator < 0n ? -ratio : ratio) * Math.PI ** pi;
}

const EXACT = BigInt(Number.MAX_SAFE_INTEGER);

function nearest(numerator: bigint, denominator: bigint): number {
  // Both fit a double exactly: one division rounds once.
  if (numerator <= EXACT && denominator <= EXACT) return Number(numerator) / Number(denominator);
  const shift = Math.max(0, 66 + bitLength(denominator) - bitLength(numerator));
  const scaled = numerator << BigInt(shift);
  const quotient = scaled / denominator;
  // A sticky last bit keeps the rounding to 53 bits right where the division leaves a remainder.
  const sticky = quotient * denominator === scaled ? quotient : quotient | 1n;
  const half = Math.floor(shift / 2);
  return Number(sticky) * 2 ** -half * 2 ** (half - shift);
}

function bitLength(value: bigint): number {
  return value.toString(16).length * 4;
}

function reduced(numerator: bigint, denominator: bigint, pi: number): Scale {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a, pi };
}

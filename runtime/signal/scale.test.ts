import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minus, ONE, power, scaleOf, times, toNumber } from './scale.ts';

describe('an exact scale', () => {
  it.each([
    ['5', 5n, 1n],
    ['1e3', 1000n, 1n],
    ['0.45359237', 45_359_237n, 100_000_000n],
    ['2.5e-1', 1n, 4n],
    ['-3', -3n, 1n],
    ['-0.5', -1n, 2n],
  ])('of %s is %d over %d', (text, numerator, denominator) => {
    expect(scaleOf(text)).toEqual({ numerator, denominator, pi: 0 });
  });

  it('multiplies, divides and subtracts without rounding, in lowest terms over a positive number', () => {
    const [half, third] = [scaleOf('0.5'), power(scaleOf('3'), -1)];
    expect(times(half, third)).toEqual({ numerator: 1n, denominator: 6n, pi: 0 });
    expect(minus(third, half)).toEqual({ numerator: -1n, denominator: 6n, pi: 0 });
    expect(power(times(half, scaleOf('3')), -2)).toEqual({ numerator: 4n, denominator: 9n, pi: 0 });
    expect(power(half, 0)).toEqual(ONE);
  });

  it('keeps its powers of π apart', () => {
    const pi = { ...ONE, pi: 1 };
    expect(times(power(pi, 3), power(pi, -1)).pi).toBe(2);
    expect(minus(pi, ONE)).toBeUndefined();
    expect(toNumber(power(pi, -2))).toBeCloseTo(1 / Math.PI ** 2, 15);
  });

  it.each([
    // Half way between two doubles, to the even one; and the least bit more.
    '9007199254740993',
    '9007199254740995',
    '9007199254740993.0000000000001',
    '4503599627370496.5',
    '4503599627370497.5',
    '0.1',
    '1.602176634e-19',
    '123456789012345678901234567890',
    '1e-300',
    '1.7976931348623157e308',
    '0',
  ])('becomes the double that the language reads from %s', (text) => {
    expect(toNumber(scaleOf(text))).toBe(Number(text));
    expect(toNumber(scaleOf(`-${text}`))).toBe(text === '0' ? 0 : Number(`-${text}`));
  });

  it('becomes the double that the language reads, from any decimal', () => {
    const digits = fc.stringMatching(/^[1-9]\d{0,24}$/);
    fc.assert(
      fc.property(digits, digits, fc.integer({ min: -280, max: 250 }), (whole, fraction, exponent) => {
        const text = `${whole}.${fraction}e${exponent}`;
        expect(toNumber(scaleOf(text))).toBe(Number(text));
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { NOT_A_NUMBER, readNumber } from './read-number.ts';

describe('a number in a cell', () => {
  it.each([
    ['1.5', 1.5],
    ['-.5', -0.5],
    ['+2.', 2],
    ['1e-3', 0.001],
    ['1,234.5', 1234.5],
    ['12,345,678', 12_345_678],
    ['1.5 bar', undefined],
    ['1,5', undefined],
    ['0x10', undefined],
    ['', undefined],
  ])('with a decimal point: %j is %s', (text, value) => {
    expect(readNumber(text, '.')).toBe(value);
  });

  it.each([
    ['1,5', 1.5],
    ['-,5', -0.5],
    ['2', 2],
    ['1,5e3', 1500],
    ['1.234,5', 1234.5],
    ["1'234'567", 1_234_567],
    ['1 234,5', 1234.5],
    ['1.5', undefined],
    ['1,2,3', undefined],
  ])('with a decimal comma: %j is %s', (text, value) => {
    expect(readNumber(text, ',')).toBe(value);
  });

  it.each(['NaN', '-inf', 'NULL', 'n/a', '#N/A', '---'])(
    '%j stands for a measurement that is none',
    (text) => {
      expect(NOT_A_NUMBER.test(text)).toBe(true);
    },
  );
});

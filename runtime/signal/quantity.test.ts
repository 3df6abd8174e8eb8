import { describe, expect, it } from 'vitest';
import { formatValue } from './format-value.ts';
import { formatDuration, parseDifference, parseDuration, parseQuantity } from './quantity.ts';

describe('a difference of quantities', () => {
  it.each([
    ['5 Cel', 'K', 5],
    ['9 [degF]', 'K', 5],
    ['5 K', 'Cel', 5],
    ['2 km', 'm', 2000],
  ])('of %s in %s is %d', (text, unit, value) => {
    const read = parseDifference(text, unit);
    expect('value' in read ? read.value : read.problem).toBeCloseTo(value, 12);
  });
});

describe('a duration', () => {
  it('may be 0, and is written in ms where it is below a second', () => {
    expect(parseDuration(0)).toEqual({ seconds: 0 });
    expect(parseDuration(-1)).toHaveProperty('problem');
    expect([0, 0.5, 1, 1.5, 90].map(formatDuration)).toEqual(['0 s', '500 ms', '1 s', '1.5 s', '90 s']);
  });
});

describe('a quantity', () => {
  it('that does not convert says into what', () => {
    expect(parseQuantity('5 m', 's')).toEqual({ problem: expect.stringContaining('m cannot become s') });
    expect(parseQuantity('5 m', '')).toEqual({ problem: expect.stringContaining('m cannot become 1') });
  });

  it.each([
    ['5 s', 's', 5],
    ['20 Cel', 'K', 293.15],
    ['3.5', 'm', 3.5],
    ['36 m3/h', 'm3/s', 0.01],
    ['-1e-3 km', 'm', -1],
    ['50%', '1', 0.5],
  ])('%s is in %s %d', (text, unit, value) => {
    const read = parseQuantity(text, unit);
    expect('value' in read && read.value).toBeCloseTo(value, 12);
  });

  it.each([
    ['five', 's'],
    ['5 m', 's'],
    ['5 xyz', 's'],
    ['', 's'],
  ])('%j is none in %s', (text, unit) => {
    expect(parseQuantity(text, unit)).toHaveProperty('problem');
  });
});

describe('a duration', () => {
  it.each([
    ['100ms', 0.1],
    ['5 s', 5],
    ['2 min', 120],
    ['1 h', 3600],
    ['7 d', 604800],
    [0.25, 0.25],
    ['3', 3],
  ])('%s is %d s', (text, seconds) => {
    expect(parseDuration(text)).toEqual({ seconds });
  });

  it.each(['soon', '-1 s', -1, Number.NaN, '5 m', ''])('%s is none', (text) => {
    expect(parseDuration(text)).toHaveProperty('problem');
  });

  it('is written as it is read', () => {
    for (const seconds of [0, 0.1, 5, 90])
      expect(parseDuration(formatDuration(seconds))).toEqual({ seconds });
  });
});

describe('a value for the screen', () => {
  it.each([
    [0, '0'],
    [12.5, '12.5'],
    [1234.56, '1235'],
    [0.0123456, '0.01235'],
    [-2.53412, '-2.534'],
    [1.5e7, '1.5e7'],
    [2e-5, '2e-5'],
    [Number.NaN, '–'],
    [Infinity, '–'],
  ])('%d reads %s', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });
});

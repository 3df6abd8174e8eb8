import { describe, expect, it } from 'vitest';
import { between, findPlace, isGrowing, type Method, type Outside, type Place } from './interpolate.ts';

const AXIS = [0, 1, 4];

function placeOf(x: number, method: Method = 'linear', outside: Outside = 'hold'): Place {
  const place = { below: -1, share: -1, isOutside: false };
  findPlace(AXIS, x, method, outside, place);
  return place;
}

describe('a place on an axis', () => {
  it('is the interval and the share of it', () => {
    expect(placeOf(0.25)).toEqual({ below: 0, share: 0.25, isOutside: false });
    expect(placeOf(1)).toEqual({ below: 1, share: 0, isOutside: false });
    expect(placeOf(2.5)).toEqual({ below: 1, share: 0.5, isOutside: false });
    expect(placeOf(4)).toEqual({ below: 1, share: 1, isOutside: false });
  });

  it('is held at the ends, or goes on along the last interval', () => {
    expect(placeOf(-1)).toEqual({ below: 0, share: 0, isOutside: true });
    expect(placeOf(10)).toEqual({ below: 1, share: 1, isOutside: true });
    expect(placeOf(-1, 'linear', 'extend').share).toBe(-1);
    expect(placeOf(10, 'linear', 'extend').share).toBe(3);
  });

  it('is the nearest point, or the one before', () => {
    expect([0.4, 0.5, 2.4, 2.6].map((x) => placeOf(x, 'nearest').share)).toEqual([0, 1, 0, 1]);
    expect([0.9, 3.9, 4].map((x) => placeOf(x, 'previous').share)).toEqual([0, 0, 1]);
  });
});

describe('between two numbers', () => {
  it('is exact at both ends', () => {
    expect(between(0.1, 0.3, 0)).toBe(0.1);
    expect(between(0.1, 0.3, 1)).toBe(0.3);
  });
});

describe('a growing axis', () => {
  it('has no step down and none of nothing', () => {
    expect([isGrowing([1, 2, 3]), isGrowing([1, 1]), isGrowing([2, 1])]).toEqual([true, false, false]);
  });
});

import { describe, expect, it } from 'vitest';
import { readVector, writeVector } from './vector.ts';

describe('a vector', () => {
  it('is a list of numbers, or values with a spacing', () => {
    expect(readVector([1, -2.5])).toEqual({ values: [1, -2.5] });
    expect(readVector(Float64Array.of(1, 2))).toEqual({ values: [1, 2] });
    expect(readVector({ values: [1, 2], spacing: 0.001 })).toEqual({ values: [1, 2], spacing: 0.001 });
  });

  it.each([
    [[]],
    [[1, Number.NaN]],
    [[1, null]],
    [['1']],
    [[1e31]],
    [{ values: [1], spacing: 0 }],
    [{ values: [1], spacing: 'x' }],
    [{ spacing: 1 }],
    ['1,2'],
    [3],
    [null],
  ])('is not %j', (written) => {
    expect(readVector(written)).toBeUndefined();
  });

  it('is written as it was read', () => {
    for (const written of [[1, 2], { spacing: 0.5, values: [3] }])
      expect(writeVector(readVector(written)!)).toEqual(written);
  });
});

import { describe, expect, it } from 'vitest';
import { outlineOf } from './outline.ts';

describe('the outline of a vector', () => {
  it('is a line from edge to edge, the greatest value at the top', () => {
    expect(outlineOf([0, 10, 5], 40, 20)).toBe('M0.0 19.0L20.0 1.0L40.0 10.0');
  });

  it('of values that are alike is a line in the middle, of one value too', () => {
    expect(outlineOf([3, 3], 40, 20)).toBe('M0.0 10.0L40.0 10.0');
    expect(outlineOf([3], 40, 20)).toBe('M0 10.0H40');
  });

  it('of many values keeps each peak, however narrow, in one stroke per unit of width', () => {
    const values = new Array<number>(4_000).fill(0);
    values[2_050] = 8;
    const drawn = outlineOf(values, 40, 20).split('M').slice(1);
    expect(drawn).toHaveLength(40);
    expect(drawn.filter((stroke) => stroke.includes(' 1.0V'))).toEqual(['20.5 1.0V19.0']);
  });

  it('of a flank between two strokes has no hole', () => {
    const drawn = outlineOf([...new Array<number>(100).fill(0), ...new Array<number>(100).fill(1)], 40, 20);
    expect(drawn.split('M')[21]).toBe('20.5 1.0V19.0');
  });
});

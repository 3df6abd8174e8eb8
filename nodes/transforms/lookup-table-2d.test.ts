import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { lookupTable2d } from './lookup-table-2d.ts';

/** z = 2x + 3y + xy at the points: a bilinear surface, which bilinear interpolation gives exactly. */
const surface = (x: number, y: number): number => 2 * x + 3 * y + x * y;
const X = [0, 1, 4];
const Y = [-1, 2];
const VALUES = X.map((x) => Y.map((y) => surface(x, y)));

function read(x: number, y: number, params: Record<string, unknown> = {}) {
  const run = trace(lookupTable2d, {
    params: { x: X, y: Y, values: VALUES, unit: '1', ...params },
    inputs: { x, y },
    for: 1,
  });
  expect(run.diagnostics).toEqual([]);
  return run.last('out');
}

describe('a 2-D lookup table', () => {
  it.each([
    [0, -1],
    [4, 2],
    [0.5, 0.5],
    [3, 1.9],
  ])('is the bilinear surface at %d, %d', (x, y) => {
    expect(read(x, y).value).toBeCloseTo(surface(x, y), 12);
    expect(read(x, y).quality).toBe('good');
  });

  it('holds its edge as uncertain, extends it, or is bad beyond', () => {
    expect(read(9, 2)).toMatchObject({ value: surface(4, 2), quality: 'uncertain' });
    expect(read(9, 5, { outside: 'extend' }).value).toBeCloseTo(surface(9, 5), 10);
    expect(read(1, -2, { outside: 'bad' }).quality).toBe('bad');
  });

  it('takes the nearest point', () => {
    expect(read(0.9, 1.9, { method: 'nearest' }).value).toBe(surface(1, 2));
  });

  it.each([
    ['values', { values: VALUES.slice(1) }],
    ['values', { values: VALUES.map((row) => [...row, 0]) }],
    ['x', { x: [0, 1, 1] }],
  ])('refuses %s that do not fit', (param, params) => {
    const { diagnostics } = trace(lookupTable2d, {
      params: { x: X, y: Y, values: VALUES, ...params },
      inputs: { x: 0, y: 0 },
      for: 1,
    });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

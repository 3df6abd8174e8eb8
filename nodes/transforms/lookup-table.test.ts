import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { lookupTable } from './lookup-table.ts';

const POINTS = [
  [0, 20],
  [10, 18],
  [20, 10],
];

function read(values: readonly number[], params: Record<string, unknown> = {}): unknown[] {
  const samples = values.map((value, t): [number, number] => [t, value]);
  const run = trace(lookupTable, {
    params: { points: POINTS, unit: 'm', ...params },
    inputs: { in: samples },
    for: 99,
  });
  expect(run.diagnostics).toEqual([]);
  return run.samples('out').map(({ value, quality }) => (quality === 'good' ? value : [value, quality]));
}

describe('a lookup table', () => {
  it('goes through its points, straight between them', () => {
    expect(read([0, 5, 10, 12.5, 20])).toEqual([20, 19, 18, 16, 10]);
  });

  it('holds its ends as uncertain, extends them, or is bad there', () => {
    expect(read([-5, 25])).toEqual([
      [20, 'uncertain'],
      [10, 'uncertain'],
    ]);
    expect(read([-5, 25], { outside: 'extend' })).toEqual([
      [21, 'uncertain'],
      [6, 'uncertain'],
    ]);
    expect(read([-5, 20], { outside: 'bad' })).toEqual([[undefined, 'bad'], 10]);
  });

  it('finds its place among many points', () => {
    const points = Array.from({ length: 10 }, (_, x) => [x, x ** 2]);
    const halves = points.slice(0, -1).map(([x]) => x! + 0.5);
    // Half-way the line from x² to (x + 1)² is ¼ above the square.
    expect(read(halves, { points })).toEqual(halves.map((x) => x ** 2 + 0.25));
  });

  it('takes the nearest point, or the one before', () => {
    expect(read([4, 6, 19], { method: 'nearest' })).toEqual([20, 18, 10]);
    expect(read([4, 6, 19], { method: 'previous' })).toEqual([20, 20, 18]);
  });

  it('converts what is wired to it into the unit of its x', () => {
    const run = trace(lookupTable, {
      params: { points: POINTS, inputUnit: 'L/s', unit: 'm' },
      inputs: { in: 0.0125 },
      units: { in: 'm3/s' },
      for: 1,
    });
    expect(run.last('out').value).toBeCloseTo(16, 12);
    expect(run.unit('out')).toBe('m');
  });

  it.each([
    [[[0, 1]]],
    [
      [
        [1, 0],
        [1, 2],
      ],
    ],
    [
      [
        [0, 'x'],
        [1, 2],
      ],
    ],
  ])('refuses the points %j', (points) => {
    const { diagnostics } = trace(lookupTable, { params: { points }, inputs: { in: 1 }, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe('points');
  });
});

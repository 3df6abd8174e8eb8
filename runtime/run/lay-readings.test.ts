import { describe, expect, it } from 'vitest';
import type { Decoded } from '../node/definition.ts';
import { layReadings } from './lay-readings.ts';

const lay = (reads: Record<string, Decoded | readonly Decoded[]>) =>
  layReadings(Object.entries(reads).map(([node, of]) => ({ source: { node }, reads: of })));

describe('the instants of a delivery', () => {
  it('are one where no source reads a list, whatever the times say', () => {
    expect(lay({ a: { value: 1, t: 5 }, b: { value: 2 }, c: { problem: 'odd' } })).toEqual([
      [
        { node: 'a', value: 1, t: 5 },
        { node: 'b', value: 2 },
        { node: 'c', problem: 'odd' },
      ],
    ]);
  });

  it('are as many as a list is long; what is no list is in the first', () => {
    const a = [
      { value: 1, t: 1 },
      { value: 2, t: 2 },
    ];
    expect(lay({ a, b: { value: 9 } })).toEqual([
      [
        { node: 'b', value: 9 },
        { node: 'a', value: 1, t: 1 },
      ],
      [{ node: 'a', value: 2, t: 2 }],
    ]);
  });

  it('have of two lists what was measured at one time, in order of time', () => {
    const a = [
      { value: 1, t: 1 },
      { value: 3, t: 3 },
    ];
    const b = [
      { value: 2, t: 2 },
      { problem: 'odd', t: 3 },
    ];
    expect(lay({ a, b })).toEqual([
      [{ node: 'a', value: 1, t: 1 }],
      [{ node: 'b', value: 2, t: 2 }],
      [
        { node: 'a', value: 3, t: 3 },
        { node: 'b', problem: 'odd', t: 3 },
      ],
    ]);
  });

  it('have of lists without times those in the same place', () => {
    const nodes = lay({ a: [{ value: 1 }, { value: 2 }], b: [{ value: 3 }] });
    expect(nodes.map((inputs) => inputs.map(({ value }) => value))).toEqual([[1, 3], [2]]);
  });

  it('are none where all lists are empty', () => {
    expect(lay({ a: [], b: [] })).toEqual([]);
  });

  it.each([Number.NaN, Infinity, -Infinity])(
    'have all readings where one has the time %s: it has none',
    (t) => {
      const a = [
        { value: 1, t: 1 },
        { value: 2, t },
        { value: 3, t: 3 },
      ];
      expect(lay({ a, b: [{ value: 4, t }] })).toEqual([
        [{ node: 'b', value: 4 }],
        [{ node: 'a', value: 1, t: 1 }],
        [{ node: 'a', value: 2 }],
        [{ node: 'a', value: 3, t: 3 }],
      ]);
    },
  );
});

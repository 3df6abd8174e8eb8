import { describe, expect, it } from 'vitest';
import { encodeLoose, looseColumns, looseSamples } from './loose-row.ts';

const START = 1_700_000_000;

function piece(ids: number[], rows: readonly (readonly [index: number, t: number, value: number])[]) {
  const columns = {
    indexes: Uint32Array.from(rows, ([index]) => index),
    times: Float64Array.from(rows, ([, t]) => START + t),
    values: Float64Array.from(rows, ([, , value]) => value),
    qualities: Uint8Array.from(rows, ([, , value]) => (Number.isNaN(value) ? 2 : 0)),
  };
  return { ids: Int32Array.from(ids), columns, begin: 0, end: rows.length };
}

describe('a loose row', () => {
  const pieces = [
    piece(
      [11, 12, 13],
      [
        [0, 1, 0.1 + 0.2],
        [2, 1, -0],
        [0, 2, Number.NaN],
        [2, 2, 5],
      ],
    ),
    piece(
      [11, 12, 13],
      [
        [1, 9, 7],
        [0, 0.5, 8],
      ],
    ),
    // The list of ports is another one: the same series stands at another place.
    piece(
      [14, 11],
      [
        [1, 3, 6],
        [0, 3, 4],
      ],
    ),
  ];
  const row = encodeLoose(pieces);

  it('has of each series its samples bit for bit, in the order in which they came', () => {
    expect(looseSamples(row, 11)).toEqual({
      times: Float64Array.of(1, 2, 0.5, 3).map((t) => START + t),
      values: Float64Array.of(0.1 + 0.2, Number.NaN, 8, 6),
      qualities: Uint8Array.of(0, 2, 0, 0),
    });
    expect(looseSamples(row, 12)?.values).toEqual(Float64Array.of(7));
    expect(looseSamples(row, 13)?.values).toEqual(Float64Array.of(-0, 5));
    expect(looseSamples(row, 14)?.times).toEqual(Float64Array.of(START + 3));
    expect(looseSamples(row, 15)).toBeUndefined();
  });

  it('can be read from any place in memory', () => {
    const shifted = new Uint8Array(row.length + 3);
    shifted.set(row, 3);
    expect([...looseColumns(shifted.subarray(3))]).toEqual([...looseColumns(row)]);
  });

  it('holds times once that several ports share', () => {
    const rows = (ports: number, step: number) =>
      Array.from({ length: 10 * ports }, (_, i) => {
        const index = i % ports;
        return [index, Math.floor(i / ports) + index * step, i] as const;
      });
    const ids = Array.from({ length: 20 }, (_, i) => i + 1);
    const [shared, own] = [0, 0.001].map((step) => encodeLoose([piece(ids, rows(20, step))]));
    expect(own!.length - shared!.length).toBe(19 * 10 * 8);
    expect(looseSamples(shared!, 20)?.times).toEqual(Float64Array.from({ length: 10 }, (_, i) => START + i));
    expect(looseSamples(own!, 20)?.times[9]).toBe(START + 9 + 19 * 0.001);
  });
});

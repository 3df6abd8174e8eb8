import { describe, expect, it } from 'vitest';
import { decodeSeconds, encodeSeconds, mergeSeconds, rollUp } from './rollup-block.ts';

const START = 1_700_000_000;
const seconds = rollUp({
  times: Float64Array.of(START + 0.25, START + 0.5, START + 2),
  values: Float64Array.of(1, 4, Number.NaN),
  qualities: Uint8Array.of(0, 1, 2),
});
const expected = {
  times: Float64Array.of(START, START + 2),
  min: Float64Array.of(1, Number.NaN),
  max: Float64Array.of(4, Number.NaN),
  mean: Float64Array.of(2.5, Number.NaN),
  count: Float64Array.of(2, 0),
  qualities: Uint8Array.of(1, 2),
};
/** The same as the first version wrote it. */
const FORMER =
  'GQAAAAwAAAAMAAAACAAAAGNgAIIGB4Y/DCEMNxkcQTw4+PDDvp6RCQBjYMANBH441DMwAABjYMANWH441DMwAABjYMAHHICSAA==';

describe('the seconds of samples', () => {
  it('have the least, the greatest and the mean of what was not bad, and the worst quality', () => {
    expect(seconds).toEqual(expected);
  });

  it('come back from their bytes, also from those of the first version', () => {
    for (const bytes of [encodeSeconds(seconds), new Uint8Array(Buffer.from(FORMER, 'base64'))]) {
      const { qualities, ...numbers } = decodeSeconds(bytes);
      expect({ ...numbers, qualities: Uint8Array.from(qualities) }).toEqual(expected);
    }
  });

  it('with one sample each come back too, in fewer bytes', () => {
    const samples = {
      times: Float64Array.from({ length: 600 }, (_, i) => START + i + 0.5),
      values: Float64Array.from({ length: 600 }, (_, i) => (i === 7 ? Number.NaN : Math.sin(i))),
      qualities: Uint8Array.from({ length: 600 }, (_, i) => (i === 7 ? 2 : 0)),
    };
    const single = rollUp(samples);
    const bytes = encodeSeconds(single);
    const { qualities, ...numbers } = decodeSeconds(bytes);
    expect({ ...numbers, qualities: Uint8Array.from(qualities) }).toEqual(single);
    expect(bytes.length).toBeLessThan(600 * 8);
  });

  it('of samples that came in two lots are those of all together', () => {
    const lot = (...rows: [t: number, value: number, quality: number][]) => ({
      times: Float64Array.from(rows, ([t]) => START + t),
      values: Float64Array.from(rows, ([, value]) => value),
      qualities: Uint8Array.from(rows, ([, , quality]) => quality),
    });
    const first = lot([1, 4, 0], [1.5, 8, 1], [3, Number.NaN, 2], [5, 1, 0]);
    const late = lot([0, 7, 0], [1.25, 3, 0], [3.5, 9, 0], [5.5, Number.NaN, 2]);
    const merged = mergeSeconds(rollUp(first), rollUp(late));
    expect(merged).toEqual({
      times: Float64Array.of(0, 1, 3, 5).map((t) => START + t),
      min: Float64Array.of(7, 3, 9, 1),
      max: Float64Array.of(7, 8, 9, 1),
      mean: Float64Array.of(7, 5, 9, 1),
      count: Float64Array.of(1, 3, 1, 1),
      qualities: Uint8Array.of(0, 1, 2, 2),
    });
  });
});

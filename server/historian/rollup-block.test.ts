import { describe, expect, it } from 'vitest';
import { decodeSeconds, encodeSeconds, rollUp } from './rollup-block.ts';

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
});

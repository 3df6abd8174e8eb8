import { studyRequestSchema } from '@twinloom/runtime/graph/scenario';
import { describe, expect, it } from 'vitest';
import { recordingsOf } from './recordings-of.ts';

const PIECE = 5_000;

/** A history that has no end, and counts the pieces that were read of it. */
function endless() {
  const read = { pieces: 0 };
  function* pieces() {
    for (; ; read.pieces++) {
      const times = Float64Array.from({ length: PIECE }, (_, i) => 1_000 + (read.pieces * PIECE + i) / 1_000);
      yield { times, columns: [{ values: times, qualities: new Uint8Array(PIECE) }] };
    }
  }
  return { read, rows: () => ({ units: ['m'], pieces: pieces() }) };
}

describe('what an input said, to be replayed', () => {
  it('is read a piece at a time between other work, and no more of it than is replayed', async () => {
    const { read, rows } = endless();
    const request = studyRequestSchema.parse({
      horizon: '365 d',
      inputs: { level: { policy: 'replay', from: 1_000 } },
      variants: {},
    });
    let turns = 0;
    let isReading = true;
    const turn = (): void => {
      turns++;
      if (isReading) setImmediate(turn);
    };
    turn();
    const recorded = await recordingsOf({ rows } as never, 'tank', request);
    isReading = false;
    const [recording] = recorded.values();
    expect(recording!.times).toHaveLength(1_000_000);
    expect(recording!.times[1]).toBeCloseTo(0.001, 9);
    expect(read.pieces).toBe(199);
    expect(turns).toBeGreaterThan(100);
  });
});

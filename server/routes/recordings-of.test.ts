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
    const recorded = await recordingsOf({ rows } as never, 'tank', request, 1e9);
    isReading = false;
    const [recording] = recorded.values();
    if (!recording || 'problem' in recording) throw new Error('it was not read');
    expect(recording.times).toHaveLength(1_000_000);
    expect(recording.times[1]).toBeCloseTo(0.001, 9);
    expect(read.pieces).toBe(199);
    expect(turns).toBeGreaterThan(100);
  });
  it('is told to be none where the time is no time, or lies ahead', async () => {
    const replay = (from: number | string) => ({ level: { policy: 'replay' as const, from } });
    const request = studyRequestSchema.parse({
      horizon: '1 min',
      inputs: replay('yesterday'),
      variants: { later: { inputs: replay(2_000) } },
    });
    const recorded = await recordingsOf(endless() as never, 'tank', request, 1_500);
    expect([...recorded.values()]).toEqual([
      { problem: '"yesterday" is no time' },
      { problem: 'the time it is replayed from lies in the future' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import { packSnapshot } from '../journal/packed-snapshot.ts';
import { EntryPacker, type PackedEntries } from '../journal/packed-entries.ts';
import { TwinStands } from './twin-stands.ts';

const snapshot = packSnapshot({} as never);

function entry(micros: number): LogEntry {
  return { kind: 'time', micros, instants: micros, isSettled: true };
}

/** Entries of twins in turn, in one piece. */
function pieceOf(...told: [twin: string, micros: number][]): PackedEntries {
  const packer = new EntryPacker();
  for (const [twin, micros] of told) packer.add(twin, entry(micros));
  return packer.take();
}

function microsOf(stands: TwinStands, twin: string): number[] | undefined {
  return stands.of(twin)?.entries.map(({ micros }) => micros);
}

describe('where twins stand', () => {
  it('is their last state with what was put into each since, in its order, whoever is asked for first', () => {
    const stands = new TwinStands();
    for (const twin of ['a', 'b']) stands.set(twin, 1, snapshot);
    stands.follow(pieceOf(['a', 1], ['b', 2]));
    stands.set('a', 1, snapshot);
    stands.follow(pieceOf(['b', 3]));
    stands.follow(pieceOf(['b', 4], ['a', 5], ['c', 6]));
    expect(microsOf(stands, 'a')).toEqual([5]);
    stands.follow(pieceOf(['a', 7], ['b', 8]));
    expect(microsOf(stands, 'b')).toEqual([2, 3, 4, 8]);
    expect(microsOf(stands, 'a')).toEqual([5, 7]);
    expect(microsOf(stands, 'c')).toBeUndefined();
    expect(stands.set('b', 2, snapshot)?.entries.map(({ micros }) => micros)).toEqual([2, 3, 4, 8]);
    expect(microsOf(stands, 'b')).toEqual([]);
  });

  it('unpacks what many twins share once, not once for each', () => {
    const stands = new TwinStands();
    const twins = Array.from({ length: 200 }, (_, i) => `t${i}`);
    for (const twin of twins) stands.set(twin, 1, snapshot);
    let reads = 0;
    const piece = pieceOf(...twins.map((twin, i): [string, number] => [twin, i]));
    const counted = {
      ...piece,
      get bytes() {
        reads++;
        return piece.bytes;
      },
    };
    stands.follow(counted);
    expect(twins.map((twin) => microsOf(stands, twin))).toEqual(twins.map((_, i) => [i]));
    expect(reads).toBe(1);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openHistory } from './history-database.ts';
import { KeptSeconds } from './kept-seconds.ts';
import { encodeSeconds, rollUp } from './rollup-block.ts';

const close: (() => void)[] = [];
afterEach(() => {
  for (const undo of close.splice(0).reverse()) undo();
});

/** A block of so many seconds with this value. */
const block = (first: number, value: number, n = 600): Uint8Array =>
  encodeSeconds(
    rollUp({
      times: Float64Array.from({ length: n }, (_, i) => first + i),
      values: new Float64Array(n).fill(value),
      qualities: new Uint8Array(n),
    }),
  );

function begin(mostBytes?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  close.push(() => rmSync(folder, { recursive: true }));
  const { database, sql } = openHistory(folder);
  close.push(() => database.close());
  return { database, kept: new KeptSeconds(sql, mostBytes) };
}

describe('blocks of seconds', () => {
  it('are read once and kept', () => {
    const { database, kept } = begin();
    kept.put(1, 600, block(600, 5));
    const first = kept.at(1, 600);
    expect(first!.mean[599]).toBe(5);
    database.exec("UPDATE seconds SET data = x'00'");
    expect(kept.at(1, 600)).toBe(first);
    expect(kept.at(1, 1_200)).toBeUndefined();
  });

  it('are read anew where they were written anew', () => {
    const { kept } = begin();
    kept.put(1, 600, block(600, 5));
    kept.put(2, 600, block(600, 6));
    expect([kept.at(1, 600)!.max[0], kept.at(2, 600)!.max[0]]).toEqual([5, 6]);
    kept.put(1, 600, block(600, 7));
    expect([kept.at(1, 600)!.max[0], kept.at(2, 600)!.max[0]]).toEqual([7, 6]);
  });

  it('stay within their bytes: what was not asked for the longest goes first', () => {
    const { database, kept } = begin(3 * 41 * 600);
    for (let i = 1; i <= 4; i++) kept.put(1, 600 * i, block(600 * i, i));
    for (const i of [1, 2, 3, 1, 4]) kept.at(1, 600 * i);
    expect(kept.bytes).toBe(3 * 41 * 600);
    database.exec('DELETE FROM seconds');
    expect([1, 2, 3, 4].filter((i) => kept.at(1, 600 * i))).toEqual([1, 3, 4]);
  });

  it('are found by when they begin, also those that are gone from what is kept', () => {
    const { database, kept } = begin();
    for (let i = 1; i <= 4; i++) kept.put(1, 600 * i, block(600 * i, i));
    expect(kept.begins(1, 600, 1_800)).toEqual([1_200, 1_800]);
    kept.at(1, 1_200);
    database.exec('DELETE FROM seconds WHERE first = 1200');
    expect(kept.begins(1, 0, 9_000)).toEqual([600, 1_800, 2_400]);
  });
});

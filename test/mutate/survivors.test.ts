import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mutantsOf } from './mutants.ts';
import { judge, type ListedSurvivor } from './survivors.ts';

const ROOT = join(import.meta.dirname, '../..');
const list = JSON.parse(
  readFileSync(join(import.meta.dirname, 'survivors.json'), 'utf8'),
) as ListedSurvivor[];

const file = 'runtime/solve/rk4.ts';
const [mutant] = mutantsOf('y = a + b;');
const survivors = mutant ? [{ file, mutant }] : [];
const entry: ListedSurvivor = {
  file,
  line: 'y = a + b;',
  becomes: 'y = a - b;',
  kind: 'tuning',
  reason: 'b is 0',
};
const ran = new Set([file]);

describe('a run held against the list', () => {
  it('has a fresh survivor where the list does not name it', () => {
    expect(judge(ran, survivors, [])).toEqual({ fresh: survivors, listed: 0, complaints: [] });
  });

  it('has none where the list names it', () => {
    expect(judge(ran, survivors, [entry])).toEqual({ fresh: [], listed: 1, complaints: [] });
  });

  it.each([
    ['an entry that survives no more', [], entry, 'does not survive any more'],
    ['an entry without a reason', survivors, { ...entry, reason: ' ' }, 'no reason'],
    [
      'a difference in physics',
      [],
      { ...entry, file: 'nodes/physics/tank.ts' },
      'only equivalents may survive here',
    ],
  ] as const)('complains about %s', (_, alive, listed, complaint) => {
    expect(judge(ran, alive, [listed]).complaints).toEqual([
      `${complaint}: ${listed.file}: y = a + b; → y = a - b;`,
    ]);
  });

  it('says nothing of entries whose file was not run', () => {
    expect(judge(new Set(), [], [entry]).complaints).toEqual([]);
  });
});

describe('the list of survivors', () => {
  it('names mutants that there are, each once', () => {
    const keys = list.map((one) => JSON.stringify([one.file, one.line, one.becomes]));
    expect(keys).toEqual([...new Set(keys)]);
    const there = new Set(
      [...new Set(list.map((one) => one.file))].flatMap((path) =>
        mutantsOf(readFileSync(join(ROOT, path), 'utf8')).map(({ from, to }) =>
          JSON.stringify([path, from, to]),
        ),
      ),
    );
    expect(keys.filter((key) => !there.has(key))).toEqual([]);
  });

  it('has a reason for each, and only equivalents in physics and predictors', () => {
    expect(judge(new Set(), [], list).complaints).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { HEAD_CHARACTERS } from './detect.ts';
import { loadTable } from './load-table.ts';

const WANTED = [{ name: 'a', column: 'a', type: 'number' }] as const;

async function* inPieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 100_000) yield text.slice(at, at + 100_000);
}

describe('a table whose format nobody said', () => {
  it('is read as it seems to be written', async () => {
    const done = await loadTable(inPieces('time;a\n0;1,5\n2;2,5\n'), {}, WANTED);
    if ('problem' in done) throw new Error(done.problem.says);
    expect([...done.table.times]).toEqual([0, 2]);
    expect([...done.table.columns.a!.values]).toEqual([1.5, 2.5]);
  });

  it('goes on behind what it was judged by', async () => {
    const rows = Math.ceil(HEAD_CHARACTERS / 10) + 50_000;
    const text = `time,a\n${Array.from({ length: rows }, (_, i) => `${i},${i % 10}.5\n`).join('')}`;
    expect(text.length).toBeGreaterThan(HEAD_CHARACTERS);
    const done = await loadTable(inPieces(text), {}, WANTED);
    if ('problem' in done) throw new Error(done.problem.says);
    expect(done.table.times.length).toBe(rows);
    expect(done.table.times.at(-1)).toBe(rows - 1);
  });

  it('is refused where it may be meant in two ways', async () => {
    const text = 'when,a\n3/4/2024 10:00,1\n3/4/2024 11:00,2\n';
    const open = await loadTable(inPieces(text), {}, WANTED);
    expect('problem' in open && open.problem.says).toBe(
      '"3/4/2024 10:00" may be day and month, or month and day',
    );
    const said = await loadTable(inPieces(text), { timeForm: 'day-month-year' }, WANTED);
    // 3 April 2024, 10:00 UTC.
    expect('table' in said && said.table.epoch).toBe(1_712_138_400);
  });

  it('is refused where it is no table', async () => {
    const done = await loadTable(inPieces('hello\n'), {}, WANTED);
    expect('problem' in done && done.problem.says).toContain('one column only');
  });
});

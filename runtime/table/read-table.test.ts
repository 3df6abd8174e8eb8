import { describe, expect, it } from 'vitest';
import type { CsvFormat, WantedColumn } from './format.ts';
import { readTable } from './read-table.ts';
import { cellValue } from './table.ts';

const PLAIN: CsvFormat = {
  separator: ',',
  decimal: '.',
  header: true,
  time: 'time',
  timeForm: 'seconds',
  zone: 'UTC',
};

async function* inPieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 7) yield text.slice(at, at + 7);
}

function column(
  name: string,
  type: WantedColumn['type'] = 'number',
  at: string | number = name,
): WantedColumn {
  return { name, column: at, type };
}

async function read(text: string, format: Partial<CsvFormat> = {}, wanted = [column('a')]) {
  return await readTable(inPieces(text), { ...PLAIN, ...format }, wanted);
}

async function readGood(text: string, format: Partial<CsvFormat> = {}, wanted = [column('a')]) {
  const done = await read(text, format, wanted);
  if ('problem' in done) throw new Error(done.problem.says);
  const { table, notes } = done;
  const values = Object.fromEntries(
    Object.entries(table.columns).map(([name, one]) => [
      name,
      [...table.times].map((_t, row) => cellValue(one, row)),
    ]),
  );
  return { times: [...table.times], epoch: table.epoch, values, notes };
}

describe('a table', () => {
  it('counts dates from the first row and keeps when that was', async () => {
    const { times, epoch } = await readGood('time,a\n2024-03-09 10:00,1\n2024-03-09 10:00:00.5,2\n', {
      timeForm: 'iso',
    });
    expect(times).toEqual([0, 0.5]);
    expect(epoch).toBe(Date.UTC(2024, 2, 9, 10) / 1000);
  });

  it('takes seconds as they are', async () => {
    expect(await readGood('time,a\n5,1\n7.5,2\n')).toMatchObject({ times: [5, 7.5], epoch: undefined });
  });

  it('tells an empty cell from a bad one', async () => {
    const { values, notes } = await readGood('time,a\n0,1\n1,\n2,NaN\n3,about 4\n4,2\n5,oops\n');
    expect(values.a).toEqual([1, undefined, null, null, 2, null]);
    expect(notes).toEqual(['a: 2 cells are no numbers and will be bad samples (line 5, "about 4").']);
  });

  it('understands quality columns', async () => {
    const text = 'time,a,a.quality\n0,1,good\n1,2,Bad\n2,3,absent\n3,,bad\n4,5,uncertain\n5,6,great\n';
    const done = await read(text);
    if ('problem' in done) throw new Error(done.problem.says);
    expect([...done.table.columns.a!.quality]).toEqual([0, 2, 3, 2, 1, 2]);
    expect(done.notes.join()).toContain('line 7, "great"');
  });

  it('reads true and false, texts, decimal commas, and columns by their number', async () => {
    const { values } = await readGood(
      '0;1,5;on;"x;y"\n1;1.000,25;FALSE;z\n2;;;x;y\n'.replace('x;y\n', 'z\n'),
      { separator: ';', decimal: ',', header: false, time: 1 },
      [column('n', 'number', 2), column('b', 'boolean', 3), column('s', 'string', 4)],
    );
    expect(values).toEqual({
      n: [1.5, 1000.25, undefined],
      b: [true, false, undefined],
      s: ['x;y', 'z', 'z'],
    });
  });

  it('turns a file round that is newest first', async () => {
    const { times, values, notes } = await readGood('time,a\n3,30\n2,20\n2,21\n0,0\n');
    expect([times, values.a]).toEqual([
      [0, 2, 2, 3],
      [0, 21, 20, 30],
    ]);
    expect(notes[0]).toContain('newest first');
    expect(notes[1]).toContain('1 row has the time of the row before');
  });

  it('says that rows are short', async () => {
    const { values, notes } = await readGood('time,a,b\n0,1,2\n1\n', {}, [column('a'), column('b')]);
    expect(values).toEqual({ a: [1, undefined], b: [2, undefined] });
    expect(notes).toEqual(['1 row is shorter than the first; what is missing there is no sample.']);
  });

  it.each([
    ['time,a\n0,1\n2,2\n1,3\n', {}, 'line 4: the time 1 goes back'],
    ['time,a\n2,1\n1,2\n3,3\n', {}, 'line 4: the time 3 goes forward, while the rows before it go back'],
    ['time,a\n0,1\nlater,2\n', {}, 'line 3: "later" is not a time of the form that was chosen'],
    ['time,a\n0,1\n,2\n', {}, 'line 3 has no time'],
    ['time,a\n0,1\n1,2,5\n', {}, 'line 3 has 3 cells, the first line has 2'],
    ['time,a\n0,"1\n', {}, 'line 2: a quote is opened and never closed'],
    ['time,b\n0,1\n', {}, 'the file has no column "a"'],
    ['t,a\n0,1\n', {}, 'the file has no column "time"'],
    ['time,a\n', {}, 'the file has no row of values'],
    ['', {}, 'the file is empty'],
    ['time,a\n-1,1\n', {}, 'the first time is -1 s, before the start'],
    ['time,a\n0,1\n', { zone: 'Nowhere' }, 'there is no time zone "Nowhere"'],
  ])('of %j is refused', async (text, format, says) => {
    const done = await read(text, format);
    expect('problem' in done && done.problem.says).toBe(says);
    expect('problem' in done && done.problem.remedy).toMatch(/\w{3}/);
  });
});

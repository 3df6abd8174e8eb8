import { describe, expect, it } from 'vitest';
import { detectCsv, type Detected } from './detect.ts';
import type { PartialFormat } from './format.ts';

function detect(text: string, given: PartialFormat = {}): Detected {
  const found = detectCsv(text, true, given);
  if ('problem' in found) throw new Error(found.problem.says);
  return found;
}

describe('how a CSV is written', () => {
  it.each([
    [
      'time,a\n0,1.5\n1,2.5\n',
      { separator: ',', decimal: '.', header: true, time: 'time', timeForm: 'seconds' },
    ],
    ['time;a\n0,5;1,5\n1,5;2,25\n', { separator: ';', decimal: ',', timeForm: 'seconds' }],
    ['t\ta\n0\t1\n1\t2\n', { separator: 'tab', header: true, time: 't' }],
    ['0,1\n1,2\n2,3\n', { separator: ',', header: false, time: 1 }],
    ['2024-03-09T10:00:00Z,1\n2024-03-09T10:00:01Z,2\n', { header: false, timeForm: 'iso' }],
    [
      'Zeit;Fluss\n2024-03-09 10:00:00;1,5\n',
      { separator: ';', decimal: ',', time: 'Zeit', timeForm: 'iso' },
    ],
    ['Datum;p\n09.03.2024 10:00;1,5\n09.03.2024 10:01;1,25\n', { timeForm: 'day-month-year', decimal: ',' }],
    ['a,when\n1,3/25/2024 10:00\n2,3/25/2024 11:00\n', { timeForm: 'month-day-year', time: 'when' }],
    ['a,when\n1,25/3/2024 10:00\n', { timeForm: 'day-month-year' }],
    ['ts,a\n1709979273,1\n1709979274,2\n', { timeForm: 'epoch-seconds' }],
    ['ts,a\n1709979273000,1\n1709979274000,2\n', { timeForm: 'epoch-milliseconds' }],
    ['n,time,a\n1,0.5,7\n2,1.5,8\n', { time: 'time', timeForm: 'seconds' }],
    ['time;a\n0;1.234,5\n1;2.345,25\n', { separator: ';', decimal: ',' }],
    ['time;a\n0;1,234.5\n1;2,345.25\n', { separator: ';', decimal: '.' }],
    ['time,a\n0,"1,5"\n1,"2,25"\n', { separator: ',', decimal: ',' }],
    ['time,a\n3,1\n1,2\n2,3\n', { time: 'time', timeForm: 'seconds' }],
    ['time,note\n0,"a;b"\n1,"c;d"\n', { separator: ',' }],
  ])('%j', (text, format) => {
    const found = detect(text);
    expect(found.format).toMatchObject(format);
    expect(found.doubts).toEqual([]);
  });

  it('takes the order of day and month in which times rise', () => {
    // As day and month: 2 January, 3 January, 1 February; the other way round they go back.
    expect(detect('when,a\n02/01/2024,1\n03/01/2024,2\n01/02/2024,3\n').format.timeForm).toBe(
      'day-month-year',
    );
  });

  it('asks where nothing tells day from month', () => {
    const { doubts } = detect('when,a\n3/4/2024 10:00,1\n3/4/2024 11:00,2\n');
    expect(doubts).toEqual([
      { about: 'timeForm', says: '"3/4/2024 10:00" may be day and month, or month and day: choose which.' },
    ]);
    expect(detect('when,a\n3/4/2024 10:00,1\n', { timeForm: 'day-month-year' }).doubts).toEqual([]);
  });

  it('asks whether a comma before three digits is a thousand', () => {
    expect(detect('time;a\n0;1,234\n1;5,678\n').doubts[0]?.says).toBe(
      '"1,234" may be 1234 or 1.234: choose the decimal sign.',
    );
    expect(detect('time;a\n0;1,234\n1;5,67\n').doubts).toEqual([]);
  });

  it('keeps what a person said', () => {
    const given = {
      separator: ';',
      decimal: '.',
      header: false,
      time: 2,
      timeForm: 'iso',
      zone: '+01:00',
    } as const;
    expect(detect('a;2024-01-01\n', given).format).toEqual(given);
  });

  it('says whether times name their zone', () => {
    expect(detect('time,a\n2024-03-09T10:00:00+01:00,1\n').hasZones).toBe(true);
    expect(detect('time,a\n2024-03-09T10:00:00,1\n').hasZones).toBe(false);
  });

  it('names a port for each column, with type and unit', () => {
    const { columns } = detect(
      'time,flow [m3/h],flow (l/s),temp_C,pump,state,,flow [m3/h].quality\n0,1,2,3,true,idle,,good\n1,2,NaN,,false,run,,bad\n',
    );
    expect(columns.map(({ role, name, type, unit }) => [role, name, type, unit])).toEqual([
      ['time', 'time', 'number', undefined],
      ['value', 'flow', 'number', 'm3/h'],
      ['value', 'flow2', 'number', 'l/s'],
      ['value', 'temp', 'number', 'Cel'],
      ['value', 'pump', 'boolean', undefined],
      ['value', 'state', 'string', undefined],
      ['empty', 'column7', 'number', undefined],
      ['quality', 'flowM3HQuality', 'number', undefined],
    ]);
  });

  it('looks at whole rows only where the text is cut off', () => {
    const found = detectCsv('time,a\n0,1\n1,2\n2,3', false);
    expect('rows' in found && found.rows.length).toBe(2);
  });

  it.each([
    ['', 'the file is empty'],
    ['  \n\n', 'the file is empty'],
    ['PK\u0003\u0004\0\0\0', 'this is an Excel workbook or an archive, not a CSV'],
    ['\u0000\u0001\u0002', 'this is not text'],
    ['hello\nworld\n', 'the file has one column only: no comma, semicolon or tab separates anything'],
    ['time,a\n', 'the file has names but no row of values'],
    ['name,colour\nanna,red\nbob,blue\n', 'no column of the file holds times'],
    ['name,a\n3,1\n1,2\n2,3\n', 'no column of the file holds times'],
  ])('of %j is said to be: %s', (text, says) => {
    const found = detectCsv(text, true);
    expect('problem' in found && found.problem.says).toBe(says);
  });
});

import { inLanguage } from './language.ts';
import { plural } from './plural.ts';

/** TODO */
export const csvWords = inLanguage('csv', {
  noColumnChosen: 'no column is chosen',
  tickAColumn: 'Tick at least one column of values.',
  noPortName: (name: string) => `"${name}" cannot be the name of a port`,
  portNameRule: 'Begin with a letter; letters, digits, - and _ only.',
  twoCalled: (name: string) => `two columns are called "${name}"`,
  giveAnotherName: 'Give one of them another name.',
  firstRows: 'First rows as they were understood',
  timeFromStart: 'time from the start',
  timeInUtc: 'time, in UTC',
  column: (number: number) => `column ${number}`,
  portOf: (column: string) => `Port of ${column}`,
  kindOf: (column: string) => `Kind of ${column}`,
  trueOrFalse: 'true or false',
  text: 'text',
  unitOf: (column: string) => `Unit of ${column}`,
  unit: 'unit',
  noUnit: 'no unit',
  emptyMeans: 'Empty: no sample',
  badMeans: 'Not of this kind: a bad sample',
  bad: 'bad',
  dayMonthYear: 'day, month, year',
  monthDayYear: 'month, day, year',
  secondsSince1970: 's since 1970',
  millisecondsSince1970: 'ms since 1970',
  secondsFromStart: 's from the start',
  separator: 'Separator',
  comma: 'comma  ,',
  tab: 'tab',
  semicolon: 'semicolon  ;',
  decimalSign: 'Decimal sign',
  decimalPoint: 'point  1.5',
  decimalComma: 'comma  1,5',
  firstRow: 'First row',
  names: 'names',
  values: 'values',
  timeIsIn: 'Time is in',
  timesAre: 'Times are',
  timeZone: 'Time zone',
  zoneInTimes: 'as the times say',
  noZoneNeeded: 'none needed',
  zoneOfComputer: (zone: string) => `${zone} (this computer)`,
  choose: 'choose',
  close: 'Close',
  repeat: 'Begin again after the last row',
  cancel: 'Cancel',
  storing: 'Storing',
  addToFlow: 'Add to the flow',
  apply: 'Apply',
  reading: 'Reading the file to its end.',
  rowsOver: (rows: number, time: string) =>
    `${countOfRows(rows)} over ${time}. The first comes when the node first runs.`,
  rowsOverFrom: (rows: number, time: string, from: string) =>
    `${countOfRows(rows)} over ${time}, from ${from}. The first comes when the node first runs.`,
});

function countOfRows(rows: number): string {
  return `${rows.toLocaleString('en')} ${plural(rows, { one: 'row', other: 'rows' })}`;
}

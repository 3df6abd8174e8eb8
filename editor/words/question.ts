import { inLanguage } from './language.ts';

/** What is said of the rows of a question to the twin: what fails, and how inputs are fed. */
export const questionWords = inLanguage('question', {
  begin: {
    label: 'Begin',
    now: 'now',
    asShown: 'Begin at the time that the page shows',
    noTime: 'Say when it begins: 14:02, 2026-11-27 14:02, or how long ago, such as 2 h. Nothing is now.',
    notPast: 'That is not past. Say an earlier time, or nothing to begin now.',
  },
  record: {
    label: 'Ports over time',
    usual: 'those of KPIs and scope',
    another: 'another…',
    remove: (port: string) => `Keep ${port} no more`,
  },
  seed: {
    label: 'Seed of chance',
    means: 'With the same seed chance draws the same again.',
    bad: 'The seed is a whole number, such as 7. Nothing is 1.',
  },
  fault: {
    noTarget: 'Say what fails: an input, a port, a param or a state.',
    cannotHappen: {
      input: 'This cannot happen to such an input. Choose what else happens.',
      port: 'This cannot happen to such a port. Choose what else happens.',
      param: 'This cannot happen to a param. Choose what else happens.',
      state: 'This cannot happen to a state. Choose what else happens.',
    },
    noSize: (unit: string) => `Say by how much${inUnit(unit)}.`,
    noGoal: (unit: string) => `Say to which value it jumps${inUnit(unit)}.`,
    badSize: (problem: string, unit: string) => `The size: ${problem}. Give a number${inUnit(unit)}.`,
    aSecond: (unit: string) => `${unit} a second`,
    badBegin: (text: string) => `“${text}” is no duration. Say when it begins as “10 min”.`,
    badLength: (text: string) => `“${text}” is no duration. Say how long it lasts as “10 min”.`,
  },
  input: {
    none: 'Choose the input.',
    twice: 'This input is fed twice. Remove one of the two.',
    badGoal: (problem: string, unit: string) => `Where it goes: ${problem}. Give a value${inUnit(unit)}.`,
    noTime: 'Say over how long it goes there, such as 10 min.',
    noFile: 'Choose a CSV file with times in one column and values in another.',
    noFactor: 'Say by which number it is multiplied, such as 1.15.',
    noForecast: 'No predictor of the flow looks ahead of this input. Feed it with a ramp or a profile.',
    noPredictor: 'Choose the predictor whose forecast it follows.',
    noPast: 'Say from when it is replayed: 14:02, 2026-11-27 14:02, or how long ago, such as 2 h.',
    notPast: 'That is not past. Say an earlier time, or how long ago, such as 2 h.',
  },
  profile: {
    writeSo: 'Write numbers with a point, and times as 2026-11-27 14:02:10 or in seconds.',
    noColumn: {
      number: 'the file has no column of numbers',
      boolean: 'the file has no column of truth values',
      string: 'the file has no column of texts',
    },
    twoColumns: 'Give it a column of times and one of values.',
    noValue: 'the file has no good value',
    another: 'Choose another file.',
    tooMany: (count: string) => `the file has ${count} values`,
    fewer: (most: string) => `Choose one with at most ${most}, or every so many of its rows.`,
    points: (count: number, seconds: string) => `${pointsOf(count)}, to ${seconds} s`,
    pointsOfFile: (count: number, file: string, seconds: string) =>
      `${pointsOf(count)} of ${file}, to ${seconds} s`,
  },
  number: {
    noHorizon: 'Say how far to look ahead, such as 1 h.',
    noAxis: 'Choose what varies from run to run, or let only the variants run.',
    noGoal: 'Choose the KPI that is to be best.',
    noValue: (variant: string, change: string) =>
      `${variant}: “${change}” has no value. Give one, or take that change away.`,
    none: (where: string) => `${where}: there is no number. Give one.`,
    noNumber: (where: string, text: string) =>
      `${where}: “${text}” is no number. Write it with a point, such as 1.15.`,
  },
  maintenance: {
    noAsset: 'Maintenance: choose the asset that is replaced.',
    noAssetOf: (variant: string) =>
      `${variant} says when an asset is replaced. Choose under Maintenance which asset that is.`,
    takeOut: 'Look at no maintenance',
  },
  amount: {
    empty: 'it is empty',
    noNumber: (text: string) => `“${text}” is no number`,
    mayMean: (text: string, meanings: string) => `“${text}” may mean ${meanings}`,
    or: ' or ',
  },
});

function inUnit(unit: string): string {
  return unit === '' ? '' : `, in ${unit}`;
}

function pointsOf(count: number): string {
  return count === 1 ? '1 point' : `${count.toLocaleString('en')} points`;
}

import { inLanguage } from './language.ts';

/** What the run of a node’s example says. */
export const exampleWords = inLanguage('example', {
  unknownAnswer: 'it answered in words this page does not know',
  cancelled: 'the run was cancelled',
  startAgain: 'Start it again.',
  tookTooLong: (seconds: number) => `the run was ended after ${seconds} s`,
  runShorter: 'Run a shorter time or a longer tick; a flow that never comes to an end shows here too.',
  workerDied: 'the simulation worker could not be loaded or ended',
  reloadPage: 'Reload the page; if it stays, report it.',
  timeIn: (timeUnit: string) => `time in ${timeUnit}`,
  inUnit: (name: string, unit: string) => `${name} in ${unit}`,
  placeInVector: 'place in the vector',
  badWhile: ', bad for a while',
  bad: 'bad',
  noValue: 'no value',
  falseAndTrue: 'false and true',
  once: 'once',
  times: (count: number) => `${count} times`,
  range: (low: string, high: string) => `${low} to ${high}`,
  valuesInRange: (count: number, values: string) => `${count} values, ${values}`,
  example: 'Example',
  opening: 'Opening',
  open: 'Open this example',
  chart: (traces: string, to: string, timeUnit: string) =>
    `${traces} over ${to} ${timeUnit}; the table below has the numbers`,
  and: ' and ',
  asTable: 'As a table',
  doesNotRun: (problems: string) => `The example does not run: ${problems}.`,
  wasNotRun: (says: string, remedy: string) => `The example was not run: ${says}. ${remedy}`,
  running: 'Running the example.',
});

import { inLanguage } from './language.ts';

/** TODO */
export const formulaWords = inLanguage('formula', {
  not: 'not ',
  and: ' and ',
  or: ' or ',
  if: 'if ',
  otherwise: 'otherwise',
  truthValue: 'truth value',
  anyUnit: 'any unit',
  completions: 'What may stand here',
  atCharacter: (says: string, column: number, what: string) => `${says}, at character ${column}.${what}`,
  noSuchInput: (name: string) => `there is no input ${name}`,
  notWired: (name: string) => `no result yet: ${name} is not wired`,
  noValueYet: (name: string) => `no result yet: ${name} has no value`,
  inputIsBad: (name: string) => `no result: ${name} is bad`,
  noNumber: 'no result: it works out to no number now',
  resultNow: (result: string, what: string) => `= ${result} now${what}`,
  uncertain: ', uncertain',
  needsFormula: 'needs a formula',
});

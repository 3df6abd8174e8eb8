import { inLanguage } from './language.ts';

/** What the fields for formulas say. */
export const formulaWords = inLanguage('formula', {
  not: 'not ',
  and: ' and ',
  or: ' or ',
  if: 'if ',
  otherwise: 'otherwise',
  truthValue: 'truth value',
  anyUnit: 'any unit',
  completions: 'What may stand here',
  atCharacter: (problem: string, column: number) => `${problem}, at character ${column}.`,
  noSuchInput: (name: string) => `there is no input ${name}`,
  notWired: (name: string) => `no result yet: ${name} is not wired`,
  noValueYet: (name: string) => `no result yet: ${name} has no value`,
  inputIsBad: (name: string) => `no result: ${name} is bad`,
  noNumber: 'no result: it works out to no number now',
  resultNow: (result: string) => `= ${result} now`,
  resultUncertain: (result: string) => `= ${result} now, uncertain`,
  needsFormula: 'needs a formula',
});

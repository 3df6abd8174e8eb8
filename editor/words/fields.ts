import { inLanguage } from './language.ts';
import { plural } from './plural.ts';

/** What the fields say in which a person writes numbers and quantities. */
export const fieldsWords = inLanguage('fields', {
  atColumn: (says: string, column: number) => `${says} (column ${column})`,
  noParameters: 'none',
  unknownParameter: (missing: string, known: string) =>
    `the flow has no parameter ${missing}; its parameters: ${known}`,
  worksOutTo: (value: number) => `works out to ${value}`,
  choices: 'It may mean',
  samplesRule: 'a number of samples is whole and at least 1; write a time with its unit: 5 s',
  samples: (count: number) => `${count} ${plural(count, { one: 'sample', other: 'samples' })}`,
  timeRule: 'must be above 0 s',
  noQuantity: 'not a number, a quantity such as “5 s”, or an expression such as “=2*speed”',
  mustBeFinite: 'must be a finite number',
  mustBeWhole: 'must be a whole number',
  mustBeAtLeast: (limit: string) => `must be at least ${limit}`,
  mustBeAtMost: (limit: string) => `must be at most ${limit}`,
  mustBeAbove: (limit: string) => `must be above ${limit}`,
  mustBeBelow: (limit: string) => `must be below ${limit}`,
  range: (from: number, to: string) => `${from} to ${to}`,
  atLeast: (limit: string) => `at least ${limit}`,
  above: (limit: string) => `above ${limit}`,
  atMost: (limit: string) => `at most ${limit}`,
  below: (limit: string) => `below ${limit}`,
  needsValue: 'needs a value',
  noNumber: (text: string) => `“${text}” is not a number`,
  asItComes: (fallback: string) => `as it comes: ${fallback}`,
});

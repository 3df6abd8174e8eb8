import { inLanguage } from './language.ts';

/** TODO */
export const fieldsWords = inLanguage('fields', {
  atColumn: (says: string, column: number) => `${says} (column ${column})`,
  noParameters: 'none',
  unknownParameter: (missing: string, known: string) =>
    `the flow has no parameter ${missing}; its parameters: ${known}`,
  worksOutTo: (value: number) => `works out to ${value}`,
  choices: 'It may mean',
  samplesRule: 'a number of samples is whole and at least 1; write a time with its unit: 5 s',
  oneSample: '1 sample',
  samples: (plain: number) => `${plain} samples`,
  timeRule: 'must be above 0 s',
  noQuantity: 'not a number, a quantity such as “5 s”, or an expression such as “=2*speed”',
  mustBeFinite: 'must be a finite number',
  mustBeWhole: 'must be a whole number',
  mustBeAtLeast: (minimum: string) => `must be at least ${minimum}`,
  mustBeAtMost: (maximum: string) => `must be at most ${maximum}`,
  mustBeAbove: (exclusiveMinimum: string) => `must be above ${exclusiveMinimum}`,
  mustBeBelow: (exclusiveMaximum: string) => `must be below ${exclusiveMaximum}`,
  range: (from: number, to: string) => `${from} to ${to}`,
  atLeast: 'at least',
  atMost: 'at most',
  needsValue: 'needs a value',
  noNumber: (text: string) => `“${text}” is not a number`,
  asItComes: (fallback: string) => `as it comes: ${fallback}`,
});

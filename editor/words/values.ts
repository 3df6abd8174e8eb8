import { inLanguage } from './language.ts';

/** TODO */
export const valuesWords = inLanguage('values', {
  bad: 'bad',
  range: (valueCount: number, low: string, high: string) => `${valueCount} values: ${low} … ${high}`,
  noneInRate: 'none now',
  waiting: (waiting: number) => `${waiting} waiting`,
  leftOut: (lost: number) => `${lost} left out`,
});

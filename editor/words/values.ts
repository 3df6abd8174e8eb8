import { inLanguage } from './language.ts';

/** TODO */
export const valuesWords = inLanguage('values', {
  bad: 'bad',
  range: (count: number, low: string, high: string) => `${count} values: ${low} … ${high}`,
  noneInRate: 'none now',
  waiting: (count: number) => `${count} waiting`,
  leftOut: (count: number) => `${count} left out`,
});

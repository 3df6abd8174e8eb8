import { inLanguage } from './language.ts';

/** What stands for a value that is no number, and for how many there are. */
export const valuesWords = inLanguage('values', {
  bad: 'bad',
  range: (count: number, low: string, high: string) => `${count} values: ${low} … ${high}`,
  orMore: (rate: string) => `${rate} or more`,
  noneInRate: 'none now',
  waiting: (count: number) => `${count} waiting`,
  leftOut: (count: number) => `${count} left out`,
});

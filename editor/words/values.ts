import { inLanguage } from './language.ts';

/** What stands for a value that is no number, and for how many there are. */
export const valuesWords = inLanguage('values', {
  qualities: { good: 'good', uncertain: 'uncertain', bad: 'bad', absent: 'absent' },
  range: (count: number, low: string, high: string) => `${count} values: ${low} … ${high}`,
  waiting: (count: number) => `${count} waiting`,
  leftOut: (count: number) => `${count} left out`,
});

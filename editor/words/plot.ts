import { inLanguage } from './language.ts';

/** What every chart says. */
export const plotWords = inLanguage('plot', {
  asTable: 'As a table',
  table: 'The chart as a table',
  fromTime: (timeUnit: string) => `From, ${timeUnit}`,
  noValue: 'no value',
});

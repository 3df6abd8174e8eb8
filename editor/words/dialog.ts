import { inLanguage } from './language.ts';

/** What every dialog says. */
export const dialogWords = inLanguage('dialog', {
  close: 'Close',
});

import { inLanguage } from './language.ts';

/** TODO */
export const dialogWords = inLanguage('dialog', {
  close: 'Close',
});

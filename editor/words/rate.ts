import { inLanguage } from './language.ts';

/** How often values come, in words. */
export const rateWords = inLanguage('rate', {
  orMore: (rate: string) => `${rate} or more`,
  none: 'none now',
});

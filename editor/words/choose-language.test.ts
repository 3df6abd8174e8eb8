import { expect, it } from 'vitest';
import { chooseLanguage } from './choose-language.ts';

it.each([
  [['de-AT', 'en'], 'de'],
  [['pt-BR', 'de'], 'pt-BR'],
  [['en-GB', 'de'], undefined],
  [['en-XA', 'de'], 'en-XA'],
  [['fr', 'de-CH'], 'de'],
  [['fr'], undefined],
  [[], undefined],
])('to whoever wants %j gives %s', (wanted, given) => {
  expect(chooseLanguage(wanted, ['de', 'pt-BR', 'en-XA'])).toBe(given);
});

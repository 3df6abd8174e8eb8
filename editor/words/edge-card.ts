import { inLanguage } from './language.ts';

/** What the card of an edge under the pointer says. */
export const edgeCardWords = inLanguage('edgeCard', {
  value: 'Value',
  arrivesAs: 'Arrives as',
  quality: 'Quality',
  age: 'Age',
  rate: 'Rate',
  dropped: 'Dropped',
  counting: 'counting',
  nothing: 'nothing',
  noAnswer: (lacks: string) => `no answer: ${lacks}`,
  noValueYet: 'no value yet',
});

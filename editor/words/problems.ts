import { inLanguage } from './language.ts';

/** What the list of problems says around them. */
export const problemsWords = inLanguage('problems', {
  couldNotCheck:
    'The flow could not be checked: the server does not answer. It is checked again with the next change.',
  none: 'No problems: this flow can be deployed.',
  checking: 'Checking the flow.',
  error: 'error',
  warning: 'warning',
});

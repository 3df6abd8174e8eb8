import { inLanguage } from './language.ts';

/** TODO */
export const problemsWords = inLanguage('problems', {
  couldNotCheck:
    'The flow could not be checked: the server does not answer. It is checked again with the next change.',
  none: 'No problems: this flow can be deployed.',
  checking: 'Checking the flow.',
  error: 'error',
  warning: 'warning',
});

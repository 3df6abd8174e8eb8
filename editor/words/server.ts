import { inLanguage } from './language.ts';

/** What is said where the server does not answer as it should. */
export const serverWords = inLanguage('server', {
  refused: (status: number) => `The server refused the request (${status}).`,
  tryAgain: 'Try again; the log of the server says more.',
  doesNotAnswer: 'The server does not answer.',
  seeWhetherItRuns: 'See whether Twinloom still runs where you started it.',
  unknownAnswer: (path: string) => `The server answered ${path} in a form this page does not know.`,
  reloadPage: 'Reload the page: it may be older than the server.',
});

import { inLanguage } from './language.ts';

/** What is said of a file that a person brought or takes along. */
export const filesWords = inLanguage('files', {
  fileTooBig: (megabytes: number) => `the file has ${megabytes} MB; at most 64 MB are taken`,
  splitFile: 'Split it by time, or keep fewer columns.',
  fileUnreadable: 'the browser cannot read it',
  chooseOneFile: 'Choose a single file, and one that is still there.',
  savedAs: (file: string) => `Saved as ${file}.`,
  fileNotOpened: (name: string) => `${name} was not opened`,
  flowFileTooBig: 'it has more than 10 MB',
  splitFlow: 'Split the flow.',
  isNoFlow: 'it is no flow',
});

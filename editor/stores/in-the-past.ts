import type { Problem } from '../client/http.ts';
import { usePast } from './past-store.ts';
import { editsWords } from '../words/edits.ts';

const IN_THE_PAST: Problem = {
  status: 0,
  code: 'in-the-past',
  says: editsWords.inThePast,
  remedy: editsWords.goBackToChange,
  diagnostics: [],
};

/** Why nothing is done to a twin or its plant now; undefined while the page shows what is live. */
export function refusedInThePast(): Problem | undefined {
  return usePast.getState().time === undefined ? undefined : IN_THE_PAST;
}

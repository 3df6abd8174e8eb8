import { useEffect, useState } from 'react';
import { sayProblem, type Answer } from '../client/http.ts';
import { whileVisible } from '../client/while-visible.ts';

const POLL_MS = 2000;

/** The newest answer to a question that is asked again every 2 s while the page is seen, and why it is not of now; `ask` must be stable. */
export function usePolled<T>(ask: () => Promise<Answer<T>>): { value: T | undefined; problem: string } {
  const [state, setState] = useState<{ value: T | undefined; problem: string }>(UNASKED);
  useEffect(() => {
    let wanted = true;
    const undo = whileVisible(async () => {
      const answer = await ask();
      if (!wanted) return;
      if (answer.ok) setState({ value: answer.value, problem: '' });
      else setState(({ value }) => ({ value, problem: sayProblem(answer.problem) }));
    }, POLL_MS);
    return () => {
      wanted = false;
      undo();
    };
  }, [ask]);
  return state;
}

const UNASKED = { value: undefined, problem: '' };

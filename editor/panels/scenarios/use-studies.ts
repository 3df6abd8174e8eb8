import { useCallback, useEffect, useRef, useState } from 'react';
import type { StudyBody, StudySummaryBody } from '@twinloom/runtime/protocol/studies';
import { server } from '../../client/server.ts';

const BUSY_MS = 500;
const IDLE_MS = 5_000;

/** A study that is not at its end. */
export function isBusy({ status }: Pick<StudySummaryBody, 'status'>): boolean {
  return status === 'running' || status === 'waiting';
}

/** The studies of a twin, the newest first, followed as long as the panel is open; `ask` looks again at once. */
export function useStudies(twin: string) {
  const [studies, setStudies] = useState<readonly StudySummaryBody[]>();
  const [problem, setProblem] = useState('');
  const [asked, setAsked] = useState(0);
  const busy = studies?.some(isBusy) ?? false;
  useEffect(() => {
    let wanted = true;
    const look = async (): Promise<void> => {
      const answer = await server.studies(twin);
      if (!wanted) return;
      setProblem(answer.ok ? '' : `${answer.problem.says} ${answer.problem.remedy}`);
      if (answer.ok) setStudies(answer.value);
    };
    void look();
    const timer = setInterval(() => void look(), busy ? BUSY_MS : IDLE_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [twin, busy, asked]);
  const ask = useCallback(() => setAsked((count) => count + 1), []);
  return { studies, problem, ask };
}

/** A study with the results of what is finished; asked for again when more is, and at once by `look`. */
export function useStudy({ twin, id, finished, status }: StudySummaryBody) {
  const [study, setStudy] = useState<StudyBody>();
  const [looked, setLooked] = useState(0);
  const newest = useRef('');
  useEffect(() => {
    const wanted = `${id} ${finished} ${status} ${looked}`;
    newest.current = wanted;
    void server.study(twin, id).then((answer) => {
      if (answer.ok && newest.current === wanted) setStudy(answer.value);
    });
  }, [twin, id, finished, status, looked]);
  const look = useCallback(() => setLooked((count) => count + 1), []);
  return { study, look };
}

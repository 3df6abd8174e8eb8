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

/** A study with the results of its finished variants; asked for again when one more is finished. */
export function useStudy({ twin, id, finished, status }: StudySummaryBody): StudyBody | undefined {
  const [study, setStudy] = useState<StudyBody>();
  const newest = useRef('');
  useEffect(() => {
    const wanted = `${id} ${finished} ${status}`;
    newest.current = wanted;
    void server.study(twin, id).then((answer) => {
      if (answer.ok && newest.current === wanted) setStudy(answer.value);
    });
  }, [twin, id, finished, status]);
  return study;
}

import { useEffect, useState } from 'react';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { server } from '../../client/server.ts';
import { whileVisible } from '../../client/while-visible.ts';
import type { Happened } from './happened-column.ts';

const AGAIN_MS = 5_000;
const POINTS = 600;

/** What a port of the living twin did since the start of a study, up to its horizon; followed until then. */
export function useHappened(
  { twin, start, horizon }: Pick<StudyBody, 'twin' | 'start' | 'horizon'>,
  port: string,
): Happened | undefined {
  const [seen, setSeen] = useState<{ of: string; happened: Happened }>();
  const of = `${twin} ${port} ${start} ${horizon}`;
  useEffect(() => {
    let wanted = port !== '';
    let isOver = false;
    const ask = async (): Promise<void> => {
      const until = Math.min(start + horizon, Date.now() / 1000);
      if (!wanted || isOver || until <= start) return;
      const answer = await server.history(twin, port, start, until, POINTS);
      isOver = answer.ok && until >= start + horizon;
      if (wanted && answer.ok) setSeen({ of, happened: { ...answer.value, until } });
    };
    const undo = whileVisible(ask, AGAIN_MS);
    return () => {
      wanted = false;
      undo();
    };
  }, [of, twin, port, start, horizon]);
  return seen?.of === of ? seen.happened : undefined;
}

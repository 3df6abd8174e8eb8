import { useEffect, useState } from 'react';
import type { HistoryBody } from '@twinloom/runtime/protocol/bodies';
import { sayProblem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { whileVisible } from '../client/while-visible.ts';
import { live } from '../stores/live-store.ts';
import { shownTime, usePast } from '../stores/past-store.ts';
import { withStanding } from './history-figures.ts';

/** What the server recorded of a port over a stretch of time, s since 1970. */
export interface Recorded {
  from: number;
  to: number;
  body: HistoryBody;
}

const POINTS = 400;
/** The shortest stretch is asked for again so often, ms; a longer one less often. */
const AGAIN_MS = 5_000;
/** A time that is dragged is asked for once it stands so long. */
const REST_MS = 300;

/** Asks what was recorded of a port over the last seconds up to the time that the page shows, again and again while it is seen; undefined until the first answer. */
export function useNodeHistory(
  twin: string,
  port: string,
  seconds: number,
): Recorded | { says: string } | undefined {
  const [answer, setAnswer] = useState<{ asked: string; found: Recorded | { says: string } }>();
  const asked = `${twin} ${port} ${seconds}`;
  const past = usePast((state) => state.time);
  useEffect(() => {
    let isWanted = true;
    const ask = async (): Promise<void> => {
      const to = shownTime();
      const got = await server.history(twin, port, to - seconds, to, POINTS);
      if (!isWanted) return;
      const found = got.ok
        ? { from: to - seconds, to, body: withStanding(got.value, to - seconds, live.read(port)) }
        : { says: sayProblem(got.problem) };
      setAnswer({ asked, found });
    };
    let undo = (): void => undefined;
    const follow = (): void => void (undo = whileVisible(ask, Math.max(AGAIN_MS, seconds * 10)));
    const timer = setTimeout(follow, past === undefined ? 0 : REST_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
      undo();
    };
  }, [twin, port, seconds, asked, past]);
  return answer?.asked === asked ? answer.found : undefined;
}

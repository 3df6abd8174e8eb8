import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { server } from '../client/server.ts';
import { useLive } from '../stores/live-store.ts';
import type { PortHistory } from '../stores/trace-history.ts';

const POINTS = 600;
const MOST_POINTS = 10_000;
/** A window longer than the page remembers is asked for again so often. */
const AGAIN_MS = 10_000;
const REMEMBERED_SECONDS = 1_200;
/** Who zooms and pans is asked for once they pause. */
const REST_MS = 120;

/** A port, and for how much longer than is shown it is asked, s. */
export interface AskedPort {
  port: string;
  before: number;
}

/**
 * What the server recorded of these ports over the last so many seconds, or over those before the moment at which the picture is held, in as many
 * points as are drawn; by port, as it comes, and `onCame` is told. Empty while no twin is shown. A held picture is asked for once.
 */
export function useTraceHistory(
  ports: readonly AskedPort[],
  seconds: number,
  heldAt: number | undefined,
  onCame: () => void,
): RefObject<ReadonlyMap<string, PortHistory>> {
  const twin = useLive((state) => state.twin);
  const isConnected = useLive((state) => state.connection === 'live');
  const histories = useRef<Map<string, PortHistory>>(new Map());
  const came = useRef(onCame);
  came.current = onCame;
  const asked = useRef('');
  const names = ports.map(({ port, before }) => `${port} ${before}`).join('\n');
  const of = useMemo(() => (twin === undefined || names === '' ? undefined : { twin, names }), [twin, names]);
  // Another twin or other ports begin empty; the same at another time shows what is there until the answer comes.
  useEffect(() => histories.current.clear(), [of]);
  useEffect(() => {
    if (!of || !isConnected) return undefined;
    const picture = JSON.stringify([of, seconds, heldAt]);
    // A held picture stays over a broken line.
    if (heldAt !== undefined && asked.current === picture) return undefined;
    let undo = (): void => undefined;
    const ask = (): void => {
      undo();
      undo = askAll(of, seconds, heldAt, histories.current, () => {
        asked.current = picture;
        came.current();
      });
    };
    const soon = setTimeout(ask, REST_MS);
    const isLong = heldAt === undefined && seconds > REMEMBERED_SECONDS;
    const timer = isLong ? setInterval(ask, AGAIN_MS) : undefined;
    return () => {
      clearTimeout(soon);
      clearInterval(timer);
      undo();
    };
  }, [of, isConnected, seconds, heldAt]);
  return histories;
}

/** Asks for each port; until the undo is called the answers go into the histories. */
function askAll(
  { twin, names }: { twin: string; names: string },
  seconds: number,
  heldAt: number | undefined,
  into: Map<string, PortHistory>,
  onCame: () => void,
): () => void {
  let wanted = true;
  const to = heldAt ?? Date.now() / 1000;
  const ask = async (port: string, before: number): Promise<void> => {
    const points = Math.min(MOST_POINTS, Math.ceil((POINTS * (seconds + before)) / seconds));
    const answer = await server.history(twin, port, to - seconds - before, to, points);
    if (!wanted || !answer.ok) return;
    into.set(port, { ...answer.value, until: to });
    onCame();
  };
  for (const name of names.split('\n')) {
    const [port = '', before = '0'] = name.split(' ');
    void ask(port, Number(before));
  }
  return () => {
    wanted = false;
  };
}

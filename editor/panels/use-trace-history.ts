import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { server } from '../client/server.ts';
import { useLive } from '../stores/live-store.ts';
import type { PortHistory } from '../stores/trace-history.ts';

const POINTS = 600;
/** A window longer than the page remembers is asked for again so often. */
const AGAIN_MS = 10_000;
const REMEMBERED_MINUTES = 20;

/**
 * What the server recorded of these ports over the last minutes, or over those before the moment at which the picture is held; by port, as it comes;
 * empty while no twin is shown. A held picture is asked for once.
 */
export function useTraceHistory(
  ports: readonly string[],
  minutes: number,
  heldAt: number | undefined,
): RefObject<ReadonlyMap<string, PortHistory>> {
  const twin = useLive((state) => state.twin);
  const isConnected = useLive((state) => state.connection === 'live');
  const histories = useRef<Map<string, PortHistory>>(new Map());
  const held = useRef(heldAt);
  const asked = useRef('');
  useEffect(() => {
    held.current = heldAt;
  }, [heldAt]);
  const names = ports.join('\n');
  const shown = useMemo(
    () => (twin === undefined || !isConnected || names === '' ? undefined : { twin, names, minutes }),
    [twin, isConnected, names, minutes],
  );
  // Another picture begins empty; one that is held stays over a broken line.
  useEffect(() => {
    const picture = JSON.stringify(shown ?? '');
    const isSame = picture === asked.current && histories.current.size > 0;
    if (held.current !== undefined && (!shown || isSame)) return undefined;
    asked.current = picture;
    histories.current.clear();
    return shown && askAll(shown, held.current, histories.current);
  }, [shown]);
  const isFollowing = heldAt === undefined;
  useEffect(() => {
    if (!shown || !isFollowing || minutes <= REMEMBERED_MINUTES) return undefined;
    let undo = (): void => undefined;
    const again = (): void => {
      undo();
      undo = askAll(shown, undefined, histories.current);
    };
    // It was held meanwhile.
    if ([...histories.current.values()].some(({ until }) => Date.now() - until * 1000 > AGAIN_MS)) again();
    const timer = setInterval(again, AGAIN_MS);
    return () => {
      clearInterval(timer);
      undo();
    };
  }, [shown, isFollowing, minutes]);
  return histories;
}

/** Asks for each port; until the undo is called the answers go into the histories. */
function askAll(
  { twin, names, minutes }: { twin: string; names: string; minutes: number },
  heldAt: number | undefined,
  into: Map<string, PortHistory>,
): () => void {
  let wanted = true;
  const to = heldAt ?? Date.now() / 1000;
  const ask = async (port: string): Promise<void> => {
    const answer = await server.history(twin, port, to - minutes * 60, to, POINTS);
    if (wanted && answer.ok) into.set(port, { ...answer.value, until: to });
  };
  for (const port of names.split('\n')) void ask(port);
  return () => {
    wanted = false;
  };
}

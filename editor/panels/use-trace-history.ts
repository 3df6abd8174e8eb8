import { useEffect, useRef, type RefObject } from 'react';
import { server } from '../client/server.ts';
import { useLive } from '../stores/live-store.ts';
import type { PortHistory } from '../stores/trace-history.ts';

const POINTS = 600;
/** A window longer than the page remembers is asked for again so often. */
const AGAIN_MS = 10_000;
const REMEMBERED_MINUTES = 20;

/** What the server recorded of these ports over the last minutes, by port, as it comes; empty while no twin is shown. */
export function useTraceHistory(
  ports: readonly string[],
  minutes: number,
): RefObject<ReadonlyMap<string, PortHistory>> {
  const twin = useLive((state) => state.twin);
  const isConnected = useLive((state) => state.connection === 'live');
  const histories = useRef<Map<string, PortHistory>>(new Map());
  const names = ports.join('\n');
  useEffect(() => {
    const held = histories.current;
    held.clear();
    if (twin === undefined || !isConnected || names === '') return undefined;
    let wanted = true;
    const ask = async (port: string): Promise<void> => {
      const to = Date.now() / 1000;
      const answer = await server.history(twin, port, to - minutes * 60, to, POINTS);
      if (wanted && answer.ok) held.set(port, { ...answer.value, until: to });
    };
    const askAll = (): void => {
      for (const port of names.split('\n')) void ask(port);
    };
    askAll();
    const timer = minutes > REMEMBERED_MINUTES ? setInterval(askAll, AGAIN_MS) : undefined;
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [twin, isConnected, names, minutes]);
  return histories;
}

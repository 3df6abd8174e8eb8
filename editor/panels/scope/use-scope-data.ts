import { useEffect, useMemo, useRef, useState } from 'react';
import { scaleBand, type Band, type Bands } from '../../plot/bands.ts';
import type { PlotData } from '../../plot/traces.ts';
import { live, useLive } from '../../stores/live-store.ts';
import { scopeStretch, useScopeView } from '../../stores/scope-view.ts';
import { withHistory } from '../../stores/trace-history.ts';
import { useTraceHistory } from '../use-trace-history.ts';
import { fanPorts } from './fan-ports.ts';
import type { ScopeTrace } from './ScopeLegend.tsx';

/** What the scope draws, read anew for each picture. */
export interface ScopeData {
  read(): PlotData;
  /** The drawn traces as they were read last. */
  readonly bands: Bands;
  /** Counts the answers of the server. */
  came: number;
}

/** Records the ports of these traces, and the intervals around them, as long as they are shown; asks for what was before. */
export function useScopeData(traces: readonly ScopeTrace[]): ScopeData {
  const ports = useLive((state) => state.ports);
  const seconds = useScopeView((state) => state.seconds);
  const heldAt = useScopeView((state) => state.heldAt);
  const [came, setCame] = useState(0);
  const names = traces
    .flatMap(({ port, hasFan }) => [port, ...((hasFan && fanPorts(port, ports)) || [])])
    .join('\n');
  const wanted = useMemo(() => (names === '' ? [] : names.split('\n')), [names]);
  useEffect(() => live.traces.hold(wanted), [wanted]);
  const histories = useTraceHistory(wanted, seconds, heldAt, () => setCame((count) => count + 1));
  const last = useRef<Bands>({ times: [], traces: [] });
  return {
    came,
    get bands() {
      return last.current;
    },
    read() {
      const { from, to } = scopeStretch();
      const shown = traces.filter(({ isHidden }) => !isHidden);
      const { times, traces: all } = withHistory(
        live.traces.window(wanted, from - 1, to),
        wanted.map((port) => histories.current.get(port)),
        from,
        to,
      );
      const bandOf = (port: string, { factor, offset }: ScopeTrace['shownIn']): Band =>
        scaleBand(all[wanted.indexOf(port)]!, factor, offset);
      const bands = shown.map(({ port, shownIn }) => bandOf(port, shownIn));
      last.current = { times, traces: bands };
      return {
        times,
        columns: bands.map(({ mean }) => mean),
        bands,
        fans: shown.map(({ port, shownIn, hasFan }) => {
          const sides = hasFan ? fanPorts(port, ports) : undefined;
          return sides && { low: bandOf(sides[0], shownIn).mean, high: bandOf(sides[1], shownIn).mean };
        }),
        qualities: bands.map(({ quality }) => quality),
        from,
        to,
      };
    },
  };
}

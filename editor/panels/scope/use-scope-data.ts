import { useEffect, useMemo, useRef, useState } from 'react';
import { GOOD } from '@twinloom/runtime/signal/quality';
import { scaleBand, type Band, type Bands } from '../../plot/bands.ts';
import { padBand, shiftBand } from '../../plot/shift-band.ts';
import type { PlotData } from '../../plot/traces.ts';
import { live, useLive } from '../../stores/live-store.ts';
import { isAtNewest, scopeStretch, useScopeView } from '../../stores/scope-view.ts';
import { withHistory, type PortHistory } from '../../stores/trace-history.ts';
import { useTraceHistory, type AskedPort } from '../use-trace-history.ts';
import type { Ahead } from './ahead-of.ts';
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

/** Most of a picture that may lie beyond now. */
const FUTURE_SHARE = 0.5;
const FUTURE_ROWS = 150;

/** Records the ports of these traces, and the intervals around them, as long as they are shown; asks for what was before. */
export function useScopeData(traces: readonly ScopeTrace[]): ScopeData {
  const ports = useLive((state) => state.ports);
  const seconds = useScopeView((state) => state.seconds);
  const heldAt = useScopeView((state) => state.heldAt);
  const [came, setCame] = useState(0);
  const wanted = useMemo(
    () =>
      traces.flatMap(({ port, hasFan, ahead }): AskedPort[] =>
        [port, ...((hasFan && fanPorts(port, ports)) || [])].map((name) => ({
          port: name,
          before: ahead?.seconds ?? 0,
        })),
      ),
    [traces, ports],
  );
  const names = wanted.map(({ port }) => port).join('\n');
  useEffect(() => live.traces.hold(names === '' ? [] : names.split('\n')), [names]);
  const histories = useTraceHistory(wanted, seconds, heldAt, () => setCame((count) => count + 1));
  const last = useRef<Bands>({ times: [], traces: [] });
  return {
    came,
    get bands() {
      return last.current;
    },
    read() {
      const shown = traces.filter(({ isHidden }) => !isHidden);
      const data = drawn(shown, (port) => fanPorts(port, ports), histories.current);
      last.current = { times: data.times, traces: data.bands };
      return data;
    },
  };
}

/** The traces in their units on one axis; those that speak of what comes lie where it will be, beyond now too. */
function drawn(
  shown: readonly ScopeTrace[],
  fanOf: (port: string) => readonly [string, string] | undefined,
  histories: ReadonlyMap<string, PortHistory>,
): PlotData & { bands: Band[] } {
  const { from, to } = scopeStretch();
  const window = (ports: readonly string[], begin: number, end: number): Bands =>
    withHistory(
      live.traces.window(ports, begin - 1, end),
      ports.map((port) => histories.get(port)),
      begin,
      end,
    );
  const plain = shown.flatMap((trace) => (trace.ahead ? [] : portsOf(trace, fanOf)));
  const now = window(plain, from, to);
  const farthest = Math.max(0, ...shown.map(({ ahead }) => secondsNow(ahead)));
  const beyond = isAtNewest(to) ? Math.min(farthest, FUTURE_SHARE * (to - from)) : 0;
  const times = [...now.times, ...futureTimes(Math.max(to, now.times.at(-1) ?? to), to + beyond)];
  const bandsOf = (trace: ScopeTrace): Band[] => {
    const ports = portsOf(trace, fanOf);
    const ahead = secondsNow(trace.ahead);
    const said = trace.ahead && window(ports, from - ahead, Math.min(to, to + beyond - ahead));
    return ports.map((port, i) => {
      const band = said ? shiftBand(said, i, ahead, to, times) : now.traces[plain.indexOf(port)]!;
      return scaleBand(padBand(band, times.length), trace.shownIn.factor, trace.shownIn.offset);
    });
  };
  const all = shown.map(bandsOf);
  const bands = all.map(([own]) => own!);
  return {
    times,
    columns: bands.map(({ mean }) => mean),
    bands,
    fans: all.map(([, lower, upper]) => lower && upper && { low: lower.mean, high: upper.mean }),
    qualities: bands.map(({ quality }) => quality),
    from,
    to: to + beyond,
    ...(beyond > 0 && { now: to }),
  };
}

function portsOf(
  { port, hasFan }: ScopeTrace,
  fanOf: (port: string) => readonly [string, string] | undefined,
): string[] {
  return [port, ...((hasFan && fanOf(port)) || [])];
}

/** How far ahead a trace speaks now: as a person set it, else as the flow says. */
function secondsNow(ahead: Ahead | undefined): number {
  if (!ahead) return 0;
  const { quality, object } = live.read(ahead.param);
  return quality === GOOD && typeof object === 'number' ? object : ahead.seconds;
}

function futureTimes(from: number, to: number): number[] {
  if (to <= from) return [];
  const step = (to - from) / FUTURE_ROWS;
  return Array.from({ length: FUTURE_ROWS }, (_, i) => from + (i + 1) * step);
}

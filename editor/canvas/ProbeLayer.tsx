import './probes.css';
import { useReactFlow, useStore, ViewportPortal, type ReactFlowState } from '@xyflow/react';
import { X } from 'lucide-react';
import {
  useEffect,
  useRef,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type RefObject,
} from 'react';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { server } from '../client/server.ts';
import { traceSpark } from '../plot/trace-spark.ts';
import { live, useLive } from '../stores/live-store.ts';
import { usePast } from '../stores/past-store.ts';
import { placeProbe, removeProbe, useProbes, type ProbePlace } from '../stores/probes.ts';
import { withHistory, type PortHistory } from '../stores/trace-history.ts';
import { useLiveText } from '../stores/use-live-text.ts';
import { formatReadingWithUnit } from '../ui/format-reading.ts';
import { CARD_WIDTH, portMiddle } from './card-geometry.ts';
import type { CardNode } from './card-nodes.ts';
import { probeWords } from '../words/probe.ts';

const PICTURE = { width: 136, height: 32 };
const SECONDS = 60;
const DRAW_MS = 500;
const STEP = 8;
/** A time that is dragged is asked for once it stands so long. */
const REST_MS = 300;

/** Each probe beside its card: value, and the last minute as a picture. */
export function ProbeLayer(): ReactElement {
  const places = useProbes((state) => state.places);
  return (
    <ViewportPortal>
      {Object.entries(places).map(([port, place]) => (
        <Probe key={port} port={port} place={place} />
      ))}
    </ViewportPortal>
  );
}

function Probe({ port, place }: { port: string; place: ProbePlace }): ReactElement | null {
  const card = useStore((state) => cardOf(state, port));
  const value = useLiveText<HTMLSpanElement>(port, formatReadingWithUnit);
  const moving = useMove(port, place);
  if (card === undefined) return null;
  const [x, y, height, middle] = card.split(' ').map(Number) as [number, number, number, number];
  const [left, top] = [x + place[0], y + height + place[1]];
  return (
    <>
      <svg className="probe-line" aria-hidden="true">
        <path d={`M${x + CARD_WIDTH} ${y + middle}L${left + PICTURE.width} ${top + STEP}`} />
      </svg>
      <div
        className="probe nopan nodrag"
        role="group"
        tabIndex={0}
        aria-label={probeWords.probe(port)}
        data-probe={port}
        style={{ transform: `translate(${left}px, ${top}px)` }}
        {...moving}
      >
        <span className="probe-head">
          <span className="probe-name" title={port}>
            {port}
          </span>
          <button
            type="button"
            className="icon-button probe-remove"
            aria-label={probeWords.takeAway(port)}
            onClick={() => removeProbe(port)}
          >
            <X size={12} aria-hidden="true" />
          </button>
        </span>
        <span ref={value} className="probe-value live" />
        <ProbePicture port={port} />
      </div>
    </>
  );
}

/** Place and height of the card, and how far down its port is, as a text; undefined where there is no such port. */
function cardOf({ nodeLookup }: ReactFlowState, port: string): string | undefined {
  const [id = '', name] = port.split('.');
  const node = nodeLookup.get(id);
  const outputs = (node as unknown as CardNode | undefined)?.data.outputs ?? [];
  const index = outputs.findIndex((output) => output.name === name);
  if (!node || index < 0) return undefined;
  const { x, y } = node.internals.positionAbsolute;
  return `${x} ${y} ${node.height ?? 0} ${portMiddle(index)}`;
}

/** Moves a probe by dragging or with the arrow keys. */
function useMove(port: string, place: ProbePlace) {
  const { getZoom } = useReactFlow();
  const start = useRef<{ x: number; y: number; place: ProbePlace }>(undefined);
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>): void => {
      if ((event.target as Element).closest('button')) return;
      start.current = { x: event.clientX, y: event.clientY, place };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent): void => {
      if (!start.current) return;
      const { x, y, place: from } = start.current;
      const zoom = getZoom();
      placeProbe(port, [from[0] + (clientX - x) / zoom, from[1] + (clientY - y) / zoom]);
    },
    onPointerUp: (): void => void (start.current = undefined),
    onKeyDown: (event: KeyboardEvent): void => {
      const way = WAYS[event.key];
      if (way) placeProbe(port, [place[0] + way[0] * STEP, place[1] + way[1] * STEP]);
      else if (event.key === 'Delete' || event.key === 'Backspace') removeProbe(port);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The last minute of a port, up to the time that the page shows, what was recorded before the page watched it too; drawn past React. */
function ProbePicture({ port }: { port: string }): ReactElement {
  const path = useRef<SVGPathElement>(null);
  const range = useRef<HTMLSpanElement>(null);
  const history = useLastMinute(port);
  useEffect(() => {
    const release = live.traces.hold([port]);
    const draw = (): void => {
      const to = usePast.getState().time ?? live.traces.newest ?? 0;
      const from = to - SECONDS;
      const { times, traces } = withHistory(
        live.traces.window([port], from, to),
        [history.current],
        from,
        to,
      );
      const rows = { times, values: traces[0]!.mean };
      const spark = traceSpark(rows, from, to, PICTURE.width, PICTURE.height);
      path.current?.setAttribute('d', spark.path);
      if (range.current)
        range.current.textContent = spark.range
          ? probeWords.lastMinute(formatValue(spark.range[0], 3), formatValue(spark.range[1], 3))
          : '';
    };
    draw();
    const timer = setInterval(() => requestAnimationFrame(draw), DRAW_MS);
    return () => {
      clearInterval(timer);
      release();
    };
  }, [port, history]);
  return (
    <>
      <svg className="probe-picture" {...PICTURE} aria-hidden="true">
        <path ref={path} />
      </svg>
      <span ref={range} className="probe-range muted" />
    </>
  );
}

/** What the server recorded of a port before it was pinned, or before the time that the page shows. */
function useLastMinute(port: string): RefObject<PortHistory | undefined> {
  const twin = useLive((state) => state.twin);
  const past = usePast((state) => state.time);
  const history = useRef<PortHistory>(undefined);
  useEffect(() => void (history.current = undefined), [twin, port]);
  useEffect(() => {
    if (twin === undefined) return undefined;
    let wanted = true;
    const ask = async (): Promise<void> => {
      const until = past ?? Date.now() / 1000;
      const answer = await server.history(twin, port, until - SECONDS, until, PICTURE.width);
      if (wanted && answer.ok) history.current = { ...answer.value, until };
    };
    const timer = setTimeout(() => void ask(), past === undefined ? 0 : REST_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [twin, port, past]);
  return history;
}

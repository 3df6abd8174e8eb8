import './edge-card.css';
import { useReactFlow } from '@xyflow/react';
import { useEffect, useRef, type ReactElement } from 'react';
import { parseEdge } from '@twinloom/runtime/graph/flow';
import { BAD, qualityName } from '@twinloom/runtime/signal/quality';
import { live, useLive, type Reading } from '../stores/live-store.ts';
import { shownTime, usePast } from '../stores/past-store.ts';
import { formatRate, watchRate, type SampleRate } from '../stores/sample-rate.ts';
import { formatAge } from '../ui/format-age.ts';
import { formatReadingWithUnit } from '../ui/format-reading.ts';
import { queueText } from '../ui/queue-text.ts';
import type { LiveEdgeData, LiveEdgeElement } from './card-edges.ts';
import type { CardNode } from './card-nodes.ts';
import { edgeCardWords } from '../words/edge-card.ts';
import { valuesWords } from '../words/values.ts';

/** An edge that is pointed at, and where, in px of the screen. */
export interface PointedEdge {
  id: string;
  x: number;
  y: number;
}

const WIDTH = 264;
const HEIGHT = 152;
const AWAY = 14;
const DRAW_MS = 250;

type Line = 'value' | 'arrives' | 'age' | 'quality' | 'rate' | 'dropped';

const LINES: readonly { line: Line; title: string }[] = [
  { line: 'value', title: edgeCardWords.value },
  { line: 'arrives', title: edgeCardWords.arrivesAs },
  { line: 'quality', title: edgeCardWords.quality },
  { line: 'age', title: edgeCardWords.age },
  { line: 'rate', title: edgeCardWords.rate },
  { line: 'dropped', title: edgeCardWords.dropped },
];

/** What an edge carries: value, unit, quality, age, rate and what was dropped, kept up to date past React. */
export function EdgeCard({ id, x, y }: PointedEdge): ReactElement | null {
  const { getEdge } = useReactFlow<CardNode, LiveEdgeElement>();
  const card = useRef<HTMLDivElement>(null);
  const data = getEdge(id)?.data;
  const edge = parseEdge(id);
  const conversion = data?.conversion;
  useEffect(() => {
    if (!data) return undefined;
    const rate = watchRate();
    const draw = (): void => {
      if (card.current) write(card.current, textsOf(data, rate));
    };
    draw();
    const timer = setInterval(draw, DRAW_MS);
    return () => clearInterval(timer);
  }, [data]);
  useEffect(() => describeEdge(id), [id]);
  if (!data || !edge) return null;
  return (
    <div ref={card} id="edge-card" className="edge-card" role="tooltip" style={placeOf(x, y)}>
      <p className="edge-card-title">
        {data.port} → {edge.to.node}.{edge.to.port}
      </p>
      <dl>
        {LINES.map(({ line, title }) => (
          <div key={line} hidden={line === 'arrives' && !conversion}>
            <dt>{title}</dt>
            <dd data-line={line} className={line === 'value' ? 'live' : undefined} />
          </div>
        ))}
      </dl>
      {data.refused && <p className="tone-bad">{data.refused}</p>}
    </div>
  );
}

/** Who moves by keyboard hears the card with the edge; returns the undo. */
function describeEdge(id: string): () => void {
  const element = document.querySelector(`.react-flow__edge[data-id="${CSS.escape(id)}"]`);
  element?.setAttribute('aria-describedby', 'edge-card');
  return () => element?.removeAttribute('aria-describedby');
}

function textsOf(
  { port, conversion, unit }: LiveEdgeData,
  rate: SampleRate,
): Record<Line, string> & { tone: string } {
  const reading = live.read(port);
  const status = useLive.getState().nodes[port.slice(0, port.indexOf('.'))];
  const age = reading.t > 0 ? shownTime() - reading.t : undefined;
  const isPast = usePast.getState().time !== undefined;
  const often = rate(performance.now() / 1000, live.countOf(port));
  const dropped = (status?.dropped ?? 0) + (status?.lost ?? 0);
  const waits = status && queueText(status);
  const arriving = conversion && {
    ...reading,
    value: conversion.factor * reading.value + conversion.offset,
    unit,
  };
  return {
    value: formatReadingWithUnit(reading),
    arrives: arriving ? formatReadingWithUnit(arriving) : '',
    quality: sayQuality(reading),
    age: age === undefined ? '–' : formatAge(age),
    rate: isPast ? '–' : often === undefined ? edgeCardWords.counting : formatRate(often),
    dropped: `${dropped === 0 ? edgeCardWords.nothing : dropped}${waits === undefined ? '' : `; ${waits}`}`,
    tone: qualityName(reading.quality),
  };
}

function sayQuality({ quality, lacks }: Reading): string {
  if (quality === BAD && lacks !== '') return edgeCardWords.noAnswer(lacks);
  return quality > BAD ? edgeCardWords.noValueYet : valuesWords.qualities[qualityName(quality)];
}

function write(card: HTMLElement, texts: ReturnType<typeof textsOf>): void {
  for (const { line } of LINES) {
    const cell = card.querySelector<HTMLElement>(`[data-line="${line}"]`);
    if (cell && cell.textContent !== texts[line]) cell.textContent = texts[line];
    if (cell && line === 'value') cell.dataset.quality = texts.tone;
  }
}

/** Beside the pointer, and always on the screen. */
function placeOf(x: number, y: number): { left: number; top: number } {
  const isRight = x + AWAY + WIDTH < window.innerWidth;
  const isBelow = y + AWAY + HEIGHT < window.innerHeight;
  return {
    left: Math.max(8, isRight ? x + AWAY : x - AWAY - WIDTH),
    top: Math.max(8, isBelow ? y + AWAY : y - AWAY - HEIGHT),
  };
}

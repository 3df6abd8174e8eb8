import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { BAD } from '@twinloom/runtime/signal/quality';
import { live } from '../stores/live-store.ts';
import {
  stepsOf,
  viewOf,
  withAdded,
  withMoved,
  withoutPoint,
  type CurvePoint,
  type CurveView,
} from './curve-points.ts';
import { inUnit } from './in-unit.ts';
import { inspectorWords } from '../words/inspector.ts';

/** What the axes of a curve are, and what is on it now. */
export interface CurveAxes {
  /** Units as people read them. */
  xUnit: string;
  yUnit: string;
  /** Output whose value is read on the curve, and the UCUM code in which it is; undefined while nothing is wired. */
  reads: { port: string; unit: string } | undefined;
}

interface CurvePlotProps {
  points: readonly CurvePoint[];
  axes: CurveAxes;
  /** `step`: changes of one drag are one step of undo. */
  onChange(points: readonly CurvePoint[], step: string): void;
}

const WIDTH = 280;
const HEIGHT = 176;
const BOX = { left: 8, right: 272, top: 8, bottom: 152 };
/** More points than these are too close for a hand. */
const MOST_HANDLES = 100;
const COARSE = 10;

/** Drags on this page so far: each is a step of undo of its own. */
let drags = 0;

/** A curve whose points are dragged, or moved by the arrow keys; a double click or + adds one, Delete takes one away. */
export function CurvePlot({ points, axes, onChange }: CurvePlotProps): ReactElement {
  const svg = useRef<SVGSVGElement>(null);
  const [held, setHeld] = useState<{ index: number; view: CurveView }>();
  const focusNext = useRef<number>(undefined);
  useEffect(() => {
    if (focusNext.current === undefined) return;
    svg.current?.querySelectorAll<SVGElement>('.curve-point')[focusNext.current]?.focus();
    focusNext.current = undefined;
  });
  const view = held?.view ?? viewOf(points);
  const steps = stepsOf(view);
  const hasHandles = points.length <= MOST_HANDLES;
  const moveTo = (event: PointerEvent): void => {
    if (!held || !svg.current) return;
    onChange(withMoved(points, held.index, pointAt(event, svg.current, view), steps), `drag ${drags}`);
  };
  const add = (x: number): void => {
    const added = withAdded(points, x, steps);
    if (!added) return;
    focusNext.current = added.index;
    onChange(added.points, `add ${++drags}`);
  };
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const next = keyMove(event, points, index, steps);
    if (next === undefined) return;
    event.preventDefault();
    if (next === 'add') {
      const [a, b] = [points[index]![0], points[index + 1]?.[0]];
      add(b === undefined ? a + steps.x * COARSE : (a + b) / 2);
      return;
    }
    if (next.length < points.length) focusNext.current = Math.max(0, index - 1);
    onChange(next, next.length < points.length ? `remove ${++drags}` : `key ${index}`);
  };
  return (
    <svg
      ref={svg}
      className="curve"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="group"
      aria-label={inspectorWords.curve(points.length)}
      onDoubleClick={(event) => {
        if (svg.current) add(pointAt(event, svg.current, view)[0]);
      }}
    >
      <Frame view={view} axes={axes} />
      <path className="curve-line" d={pathOf(points, view)} />
      <LiveMark view={view} reads={axes.reads} />
      {hasHandles &&
        points.map(([x, y], i) => (
          <g
            // Points have no identity but their place.
            // oxlint-disable-next-line react/no-array-index-key
            key={i}
            className="curve-point"
            role="slider"
            tabIndex={0}
            aria-label={inspectorWords.curvePoint(i + 1, points.length)}
            aria-valuenow={y}
            aria-valuetext={inspectorWords.pointAt(formatValue(x), axes.xUnit, formatValue(y), axes.yUnit)}
            transform={`translate(${xOn(x, view)} ${yOn(y, view)})`}
            data-held={held?.index === i || undefined}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              drags += 1;
              setHeld({ index: i, view });
            }}
            onPointerMove={moveTo}
            onPointerUp={() => setHeld(undefined)}
            onPointerCancel={() => setHeld(undefined)}
            onDoubleClick={(event) => event.stopPropagation()}
            onKeyDown={(event) => onKeyDown(event, i)}
          >
            <circle className="curve-reach" r={13} />
            <circle className="curve-dot" r={4.5} />
            <title>{`${formatValue(x)} ${axes.xUnit}, ${formatValue(y)} ${axes.yUnit}`}</title>
          </g>
        ))}
    </svg>
  );
}

function keyMove(
  { key, shiftKey }: KeyboardEvent,
  points: readonly CurvePoint[],
  index: number,
  steps: { x: number; y: number },
): readonly CurvePoint[] | 'add' | undefined {
  const [x, y] = points[index]!;
  const far = shiftKey ? COARSE : 1;
  switch (key) {
    case 'ArrowLeft':
      return withMoved(points, index, [x - far * steps.x, y], steps);
    case 'ArrowRight':
      return withMoved(points, index, [x + far * steps.x, y], steps);
    case 'ArrowUp':
      return withMoved(points, index, [x, y + far * steps.y], steps);
    case 'ArrowDown':
      return withMoved(points, index, [x, y - far * steps.y], steps);
    case 'Delete':
    case 'Backspace':
      return withoutPoint(points, index);
    case '+':
      return 'add';
    default:
      return undefined;
  }
}

/** The axes of a plot with the numbers at their ends. */
function Frame({ view, axes }: { view: CurveView; axes: CurveAxes }): ReactElement {
  const { left, right, top, bottom } = BOX;
  const say = (value: number): string => formatValue(value, 3);
  return (
    <g className="curve-frame" aria-hidden="true">
      <rect x={left} y={top} width={right - left} height={bottom - top} />
      {view.y[0] < 0 && view.y[1] > 0 && <path d={`M${left} ${yOn(0, view)}H${right}`} />}
      {view.x[0] < 0 && view.x[1] > 0 && <path d={`M${xOn(0, view)} ${top}V${bottom}`} />}
      <text x={left + 4} y={top + 12}>{`${say(view.y[1])} ${axes.yUnit}`}</text>
      <text x={left + 4} y={bottom - 5}>
        {say(view.y[0])}
      </text>
      <text x={left} y={bottom + 15}>
        {say(view.x[0])}
      </text>
      <text x={right} y={bottom + 15} textAnchor="end">
        {`${say(view.x[1])} ${axes.xUnit}`}
      </text>
    </g>
  );
}

/** Where on the curve the twin is now, drawn past React. */
function LiveMark({ view, reads }: { view: CurveView; reads: CurveAxes['reads'] }): ReactElement {
  const ref = useRef<SVGPathElement>(null);
  const [low, high] = view.x;
  useEffect(() => {
    if (!reads) return undefined;
    return live.watch(reads.port, ({ value, quality, unit, type }) => {
      const x = inUnit(value, unit, reads.unit);
      const isSeen = type === 'number' && quality < BAD && x >= low && x <= high;
      const at = BOX.left + ((x - low) / (high - low)) * (BOX.right - BOX.left);
      ref.current?.setAttribute('d', isSeen ? `M${at.toFixed(1)} ${BOX.top}V${BOX.bottom}` : '');
    });
  }, [reads, low, high]);
  return <path ref={ref} className="curve-now" aria-hidden="true" />;
}

function xOn(x: number, { x: [low, high] }: CurveView): number {
  return BOX.left + ((x - low) / (high - low)) * (BOX.right - BOX.left);
}

function yOn(y: number, { y: [low, high] }: CurveView): number {
  return BOX.bottom - ((y - low) / (high - low)) * (BOX.bottom - BOX.top);
}

function pathOf(points: readonly CurvePoint[], view: CurveView): string {
  return points
    .map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${xOn(x, view).toFixed(1)} ${yOn(y, view).toFixed(1)}`)
    .join('');
}

/** The point of the curve's plane under the pointer. */
function pointAt(
  { clientX, clientY }: { clientX: number; clientY: number },
  svg: SVGSVGElement,
  { x, y }: CurveView,
): CurvePoint {
  const { left, top, width, height } = svg.getBoundingClientRect();
  const across = (((clientX - left) / width) * WIDTH - BOX.left) / (BOX.right - BOX.left);
  const up = (BOX.bottom - ((clientY - top) / height) * HEIGHT) / (BOX.bottom - BOX.top);
  return [x[0] + across * (x[1] - x[0]), y[0] + up * (y[1] - y[0])];
}

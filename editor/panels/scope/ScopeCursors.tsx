import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { leftOf, timeAt, type Drawn } from '../../plot/drawn.ts';
import type { PlotFrame } from '../../plot/traces.ts';
import { useScopeView } from '../../stores/scope-view.ts';
import { timeWithTenths } from '../../ui/format-time.ts';
import { scopeWords } from '../../words/scope.ts';

const NAMES = ['A', 'B'] as const;
/** Steps of the arrow keys across what is shown; with Shift ten at once. */
const STEPS = 200;

/** Two cursors over the chart, moved by dragging or with the arrow keys. */
export function ScopeCursors({ drawn }: { drawn: Drawn }): ReactElement | null {
  const cursors = useScopeView((state) => state.cursors);
  if (!cursors) return null;
  return (
    <>
      {NAMES.map((name, i) => (
        <Cursor key={name} name={name} time={cursors[i]!} drawn={drawn} onMove={(time) => moveTo(i, time)} />
      ))}
    </>
  );
}

function moveTo(place: number, time: number): void {
  useScopeView.setState(({ cursors }) => ({
    cursors: cursors && (place === 0 ? [time, cursors[1]] : [cursors[0], time]),
  }));
}

interface CursorProps {
  name: string;
  time: number;
  drawn: Drawn;
  onMove(time: number): void;
}

function Cursor({ name, time, drawn, onMove }: CursorProps): ReactElement {
  const line = useRef<HTMLDivElement>(null);
  const isDragged = useRef(false);
  useEffect(() => drawn.watch((frame) => line.current && place(line.current, time, frame)), [drawn, time]);
  const onPointerMove = ({ clientX, currentTarget }: PointerEvent<HTMLDivElement>): void => {
    const frame = drawn.last;
    const box = currentTarget.parentElement?.getBoundingClientRect();
    if (isDragged.current && frame && box) onMove(timeAt(frame, clientX - box.left - frame.left));
  };
  return (
    <div
      ref={line}
      className="scope-cursor-line"
      role="slider"
      tabIndex={0}
      aria-label={scopeWords.cursor(name)}
      aria-orientation="horizontal"
      aria-valuenow={time}
      aria-valuetext={timeWithTenths(time)}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.setPointerCapture(event.pointerId);
        isDragged.current = true;
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => void (isDragged.current = false)}
      onKeyDown={(event) => {
        const to = drawn.last && timeOfKey(event, time, drawn.last);
        if (to === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        onMove(to);
      }}
    >
      <span aria-hidden="true">{name}</span>
    </div>
  );
}

function timeOfKey({ key, shiftKey }: KeyboardEvent, time: number, { data }: PlotFrame): number | undefined {
  const { from, to } = data;
  const step = ((to - from) / STEPS) * (shiftKey ? 10 : 1);
  const inside = (wished: number): number => Math.min(to, Math.max(from, wished));
  switch (key) {
    case 'ArrowLeft':
      return inside(time - step);
    case 'ArrowRight':
      return inside(time + step);
    case 'Home':
      return from;
    case 'End':
      return to;
    default:
      return undefined;
  }
}

function place(line: HTMLElement, time: number, frame: PlotFrame): void {
  const isInside = time >= frame.data.from && time <= frame.data.to;
  line.hidden = !isInside;
  line.style.left = `${frame.left + leftOf(frame, time)}px`;
  line.style.top = `${frame.top}px`;
  line.style.height = `${frame.height}px`;
  line.setAttribute('aria-valuemin', String(frame.data.from));
  line.setAttribute('aria-valuemax', String(frame.data.to));
}

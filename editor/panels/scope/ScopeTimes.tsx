import { useEffect, useRef, type ReactElement } from 'react';
import type { Drawn } from '../../plot/drawn.ts';
import { dayAndTime, timeOfDay, timeWithTenths } from '../../ui/format-time.ts';
import type { CursorReader } from './ScopeLegend.tsx';
import { scopeWords } from '../../words/scope.ts';

interface ScopeTimesProps {
  drawn: Drawn;
  isHeld: boolean;
  /** Takes the function to call while the pointer moves over the chart; hands back the undo. */
  onReader(read: CursorReader): () => void;
}

/** From when to when the picture reaches, and the time under the pointer. */
export function ScopeTimes({ drawn, isHeld, onReader }: ScopeTimesProps): ReactElement {
  const stretch = useRef<HTMLSpanElement>(null);
  const pointer = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      drawn.watch(({ data: { from, to } }) => {
        const isLong = to - from > 43_200;
        const [begin, end] = isLong ? [dayAndTime(from), dayAndTime(to)] : [timeOfDay(from), timeOfDay(to)];
        if (stretch.current) stretch.current.textContent = `${begin} – ${end}`;
      }),
    [drawn],
  );
  useEffect(
    () =>
      onReader((_texts, time) => {
        if (pointer.current)
          pointer.current.textContent = time === undefined ? '' : scopeWords.atTime(timeWithTenths(time));
      }),
    [onReader],
  );
  return (
    <p className="scope-times">
      <span ref={stretch} />
      {isHeld && <span className="badge">{scopeWords.held}</span>}
      <span ref={pointer} className="scope-pointer" />
    </p>
  );
}

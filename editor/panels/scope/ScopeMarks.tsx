import { BellRing, Check, Flag, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, type ReactElement } from 'react';
import { leftOf, type Drawn } from '../../plot/drawn.ts';
import type { PlotFrame } from '../../plot/traces.ts';
import { openBottom, showNode } from '../../stores/session-store.ts';
import { dayAndTime } from '../../ui/format-time.ts';
import type { ScopeMark } from './use-scope-marks.ts';
import { scopeWords } from '../../words/scope.ts';

const ICONS = { raised: TriangleAlert, cleared: Check, alarm: BellRing, act: Flag } as const;
/** Nearer than this to another one, px, a mark is only its line. */
const CROWDED = 20;

/** Alarms and acts on the time axis; a press goes to the alarm's node, or to the timeline. */
export function ScopeMarks({ marks, drawn }: { marks: readonly ScopeMark[]; drawn: Drawn }): ReactElement {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => drawn.watch((frame) => list.current && place(list.current, marks, frame)), [drawn, marks]);
  return (
    <ul className="scope-marks" aria-label={scopeWords.marks} ref={list}>
      {marks.map(({ key, t, kind, says, node }) => {
        const Icon = ICONS[kind];
        return (
          <li key={key} className="scope-mark" data-kind={kind} hidden>
            <button
              type="button"
              title={`${dayAndTime(t)} ${says}`}
              aria-label={`${dayAndTime(t)} ${says}`}
              onClick={() => (node === undefined ? openBottom('timeline') : showNode(node))}
            >
              <Icon size={12} aria-hidden="true" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function place(list: HTMLElement, marks: readonly ScopeMark[], frame: PlotFrame): void {
  Object.assign(list.style, {
    left: `${frame.left}px`,
    top: `${frame.top}px`,
    width: `${frame.width}px`,
    height: `${frame.height}px`,
  });
  const shown: number[] = [];
  const show = ({ t }: ScopeMark, i: number): void => {
    const item = list.children[i] as HTMLElement | undefined;
    if (!item) return;
    const isInside = t >= frame.data.from && t <= frame.data.to;
    if (item.hidden === isInside) item.hidden = !isInside;
    if (!isInside) return;
    const left = leftOf(frame, t);
    item.style.transform = `translateX(${left.toFixed(1)}px)`;
    const isCrowded = shown.some((other) => Math.abs(left - other) < CROWDED);
    item.toggleAttribute('data-crowded', isCrowded);
    if (!isCrowded) shown.push(left);
  };
  // Where there is no room for both an alarm goes before what people did.
  marks.forEach((mark, i) => mark.kind !== 'act' && show(mark, i));
  marks.forEach((mark, i) => mark.kind === 'act' && show(mark, i));
}

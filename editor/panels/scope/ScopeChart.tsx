import type { KeyboardEvent, ReactElement } from 'react';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { BAD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import type { Drawn } from '../../plot/drawn.ts';
import { TracePlot } from '../../plot/TracePlot.tsx';
import type { PlotData } from '../../plot/traces.ts';
import { followScope, panScope, showStretch, useScopeView, zoomScope } from '../../stores/scope-view.ts';
import { useSession } from '../../stores/session-store.ts';
import { useSystemTheme } from '../../ui/use-system-theme.ts';
import type { CursorReader, ScopeTrace } from './ScopeLegend.tsx';
import { sayWindow } from './say-window.ts';
import { ScopeCursors } from './ScopeCursors.tsx';
import { ScopeMarks } from './ScopeMarks.tsx';
import type { ScopeData } from './use-scope-data.ts';
import type { ScopeMark } from './use-scope-marks.ts';
import { scopeWords } from '../../words/scope.ts';

const MOVES = { zoom: zoomScope, pan: panScope, mark: showStretch };
const KEY_STEP = 0.1;

interface ScopeChartProps {
  /** Those that are drawn. */
  traces: readonly ScopeTrace[];
  data: ScopeData;
  marks: readonly ScopeMark[];
  drawn: Drawn;
  onCursor: CursorReader;
}

/** The traces of the scope with what happened, and the cursors over them; zoomed and moved in time by wheel, by dragging and by keys. */
export function ScopeChart({ traces, data, marks, drawn, onCursor }: ScopeChartProps): ReactElement {
  const theme = useSession((state) => state.theme);
  const systemTheme = useSystemTheme();
  const seconds = useScopeView((state) => state.seconds);
  const heldAt = useScopeView((state) => state.heldAt);
  const tellCursor = (row: number | undefined): void => {
    const last = drawn.last?.data;
    if (row === undefined || !last) return onCursor(undefined, undefined);
    const texts = traces.map((trace, i) => [trace.port, textAt(last, trace, i, row)] as const);
    return onCursor(new Map(texts), last.times[row]);
  };
  return (
    <div
      className="scope-chart"
      role="group"
      tabIndex={0}
      aria-label={scopeWords.chartKeys}
      onKeyDown={takeKey}
      onDoubleClick={followScope}
    >
      <TracePlot
        label={scopeWords.chart(traces.map(({ port }) => port).join(', '), sayWindow(seconds))}
        traces={traces}
        look={`${theme} ${systemTheme}`}
        read={data.read}
        everyMs={heldAt === undefined ? drawEvery(seconds) : 0}
        state={`${seconds} ${heldAt} ${data.came}`}
        onCursor={tellCursor}
        onDraw={drawn.tell}
        moves={MOVES}
      />
      <ScopeMarks marks={marks} drawn={drawn} />
      <ScopeCursors drawn={drawn} />
    </div>
  );
}

/** What a trace says in a row; of what is uncertain with a question mark. */
function textAt({ columns, qualities }: PlotData, { isBoolean }: ScopeTrace, i: number, row: number): string {
  const value = columns[i]?.[row] ?? undefined;
  const quality = qualities?.[i]?.[row];
  if (value === undefined) return quality === BAD ? 'bad' : scopeWords.noValue;
  const text = isBoolean ? String(value !== 0) : formatValue(value);
  return quality === UNCERTAIN ? `${text} ?` : text;
}

function drawEvery(seconds: number): number {
  if (seconds <= 60) return 250;
  if (seconds <= 300) return 500;
  if (seconds <= 1_200) return 1_000;
  return seconds <= 7_200 ? 2_000 : 5_000;
}

function takeKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

const KEYS: Readonly<Record<string, () => void>> = {
  ArrowLeft: () => panScope(-KEY_STEP),
  ArrowRight: () => panScope(KEY_STEP),
  '+': () => zoomScope(1 / 2),
  '-': () => zoomScope(2),
  End: followScope,
};

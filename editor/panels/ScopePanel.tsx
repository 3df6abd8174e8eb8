import { Download, Pause, Play, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { shareUnits, type Shown } from '../plot/share-units.ts';
import { TracePlot, type PlotData, type Trace } from '../plot/TracePlot.tsx';
import { withHistory } from '../stores/trace-history.ts';
import { live, useLive, type Reading } from '../stores/live-store.ts';
import { toggleScope, useSession } from '../stores/session-store.ts';
import { useLiveText } from '../stores/use-live-text.ts';
import { formatReadingWithUnit } from '../ui/format-reading.ts';
import { timeOfDay } from '../ui/format-time.ts';
import { useSystemTheme } from '../ui/use-system-theme.ts';
import { HistoryLine } from './HistoryLine.tsx';
import { useTraceHistory } from './use-trace-history.ts';

const WINDOWS = [
  { minutes: 1, everyMs: 250, label: '1 min' },
  { minutes: 5, everyMs: 500, label: '5 min' },
  { minutes: 20, everyMs: 1000, label: '20 min' },
  { minutes: 120, everyMs: 2000, label: '2 h' },
  { minutes: 1440, everyMs: 5000, label: '24 h' },
] as const;
const EXPORTS = [
  { ending: 'csv', label: 'CSV' },
  { ending: 'parquet', label: 'Parquet' },
] as const;
const COLORS = 6;

/** Chosen ports over time, from a minute to a day: what the server recorded, and live at its end; or held still. */
export function ScopePanel(): ReactElement {
  const scope = useSession((state) => state.scope);
  const theme = useSession((state) => state.theme);
  const ports = useLive((state) => state.ports);
  const [window_, setWindow] = useState<(typeof WINDOWS)[number]>(WINDOWS[0]);
  const [heldAt, setHeldAt] = useState<number>();
  const cursorTime = useRef<HTMLSpanElement>(null);
  const cursorValues = useRef(new Map<string, HTMLElement>());
  const shown = useRef<PlotData>(undefined);
  const systemTheme = useSystemTheme();
  const twin = useLive((state) => state.twin);
  const histories = useTraceHistory(scope, window_.minutes, heldAt);

  useEffect(() => {
    for (const port of scope) live.traces.add(port);
    for (const port of live.traces.ports) if (!scope.includes(port)) live.traces.remove(port);
  }, [scope]);

  const shownIn = useMemo(() => shareUnits(scope.map((port) => ports.get(port)?.unit ?? '')), [scope, ports]);
  const traces = useMemo(
    (): Trace[] =>
      scope.map((port, index) => ({
        label: port,
        unit: formatUnit(shownIn[index]?.unit ?? ''),
        color: `--trace-${(index % COLORS) + 1}`,
      })),
    [scope, shownIn],
  );

  const read = (): PlotData => {
    const to = heldAt ?? live.traces.newest ?? Date.now() / 1000;
    const from = to - window_.minutes * 60;
    const { times, columns } = withHistory(
      live.traces.window(scope, from - 1, to),
      scope.map((port) => histories.current.get(port)),
      from,
      to,
    );
    shown.current = {
      times,
      columns: columns.map((column, index) => converted(column, shownIn[index])),
      from,
      to,
    };
    return shown.current;
  };

  const onCursor = (row: number | undefined): void => {
    const data = shown.current;
    const time = row === undefined ? undefined : data?.times[row];
    if (cursorTime.current) {
      cursorTime.current.textContent = time === undefined ? '' : `at ${timeOfDay(time)}`;
    }
    scope.forEach((port, column) => {
      const element = cursorValues.current.get(port);
      if (!element) return;
      const value = row === undefined ? undefined : data?.columns[column]?.[row];
      element.textContent =
        time === undefined ? '' : value === null || value === undefined ? 'no value' : formatValue(value);
    });
  };

  return (
    <div className="scope">
      <div className="scope-side">
        <div className="scope-tools">
          <div className="segments" role="group" aria-label="Time window">
            {WINDOWS.map((option) => (
              <button
                key={option.minutes}
                type="button"
                className="segment"
                aria-pressed={option === window_}
                onClick={() => setWindow(option)}
              >
                {option.label}
              </button>
            ))}
          </div>
          <button
            type="button"
            className="button button-small"
            onClick={() =>
              setHeldAt(heldAt === undefined ? (live.traces.newest ?? Date.now() / 1000) : undefined)
            }
          >
            {heldAt === undefined ? (
              <Pause size={14} aria-hidden="true" />
            ) : (
              <Play size={14} aria-hidden="true" />
            )}
            {heldAt === undefined ? 'Pause' : 'Follow'}
          </button>
        </div>
        <p className="scope-cursor">
          {twin !== undefined && scope.length > 0 && (
            <span className="scope-exports">
              {EXPORTS.map(({ ending, label }) => (
                <a
                  key={ending}
                  className="scope-export"
                  href={exportAddress(twin, scope, ending, window_.minutes, heldAt)}
                  download={`${twin}.${ending}`}
                  onClick={({ currentTarget }) => {
                    currentTarget.href = exportAddress(twin, scope, ending, window_.minutes, heldAt);
                  }}
                >
                  <Download size={12} aria-hidden="true" /> {label}
                </a>
              ))}
            </span>
          )}
          <span ref={cursorTime} />
        </p>
        <ul className="scope-legend">
          {scope.map((port, index) => (
            <li key={port} className="legend-row">
              <span
                className="legend-line"
                style={{ background: `var(--trace-${(index % COLORS) + 1})` }}
                aria-hidden="true"
              />
              <span className="legend-name" title={port}>
                {port}
              </span>
              <span
                className="legend-cursor"
                ref={(element) => {
                  if (element) cursorValues.current.set(port, element);
                  else cursorValues.current.delete(port);
                }}
              />
              <LegendValue port={port} shownIn={shownIn[index]} />
              <button
                type="button"
                className="icon-button icon-button-small"
                aria-label={`Take ${port} out of the scope`}
                onClick={() => toggleScope(port)}
              >
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
        <HistoryLine />
      </div>
      {scope.length === 0 ? (
        <p className="empty">
          The scope is empty. Select a node and press the chart sign beside one of its outputs to see that
          port over time.
        </p>
      ) : (
        <TracePlot
          label={`${scope.join(', ')} over the last ${window_.label}`}
          traces={traces}
          look={`${theme} ${systemTheme} ${window_.minutes} ${heldAt}`}
          read={read}
          everyMs={heldAt === undefined ? window_.everyMs : 0}
          onCursor={onCursor}
        />
      )}
    </div>
  );
}

/** What was recorded of these ports over the minutes before now, or before the moment at which the picture is held. */
function exportAddress(
  twin: string,
  ports: readonly string[],
  ending: (typeof EXPORTS)[number]['ending'],
  minutes: number,
  heldAt?: number,
): string {
  const query = new URLSearchParams(ports.map((port) => ['port', port]));
  query.set('from', String(Math.floor((heldAt ?? Date.now() / 1000) - minutes * 60)));
  if (heldAt !== undefined) query.set('to', String(Math.ceil(heldAt)));
  return `/api/twins/${encodeURIComponent(twin)}/history.${ending}?${query}`;
}

function LegendValue({ port, shownIn }: { port: string; shownIn: Shown | undefined }): ReactElement {
  const format = useCallback(
    (reading: Reading) =>
      formatReadingWithUnit(
        shownIn && reading.type === 'number'
          ? { ...reading, value: shownIn.factor * reading.value + shownIn.offset, unit: shownIn.unit }
          : reading,
      ),
    [shownIn],
  );
  const ref = useLiveText<HTMLSpanElement>(port, format);
  return <span ref={ref} className="legend-value live" data-live-scope={port} />;
}

function converted(column: (number | null)[], shown: Shown | undefined): (number | null)[] {
  if (!shown || (shown.factor === 1 && shown.offset === 0)) return column;
  return column.map((value) => (value === null ? null : shown.factor * value + shown.offset));
}

import { Pin, X } from 'lucide-react';
import { useCallback, useEffect, useRef, type ReactElement } from 'react';
import type { Shown } from '../../plot/share-units.ts';
import type { Trace } from '../../plot/traces.ts';
import type { Reading } from '../../stores/live-store.ts';
import { toggleProbe, useProbes } from '../../stores/probes.ts';
import { toggleTrace } from '../../stores/scope-view.ts';
import { toggleScope } from '../../stores/session-store.ts';
import { useLiveText } from '../../stores/use-live-text.ts';
import { formatAge } from '../../ui/format-age.ts';
import { formatReadingWithUnit } from '../../ui/format-reading.ts';

import type { Ahead } from './ahead-of.ts';
import { scopeWords } from '../../words/scope.ts';

/** A port of the scope: how its trace looks, the unit it is drawn in, and whether it is drawn. */
export interface ScopeTrace extends Trace {
  port: string;
  shownIn: Shown;
  isHidden: boolean;
  /** It is drawn at the time that it speaks of. */
  ahead: Ahead | undefined;
}

/** What stands under the pointer, by port, and when, told to who shows it past React; undefined when it left. */
export type CursorReader = (texts: ReadonlyMap<string, string> | undefined, time: number | undefined) => void;

interface ScopeLegendProps {
  traces: readonly ScopeTrace[];
  /** Takes the function to call while the pointer moves over the chart; hands back the undo. */
  onReader(read: CursorReader): () => void;
}

/** The traces of the scope: a press on a name hides or shows it. */
export function ScopeLegend({ traces, onReader }: ScopeLegendProps): ReactElement {
  const cells = useRef(new Map<string, HTMLElement>());
  const pinned = useProbes((state) => state.places);
  useEffect(
    () =>
      onReader((texts) => {
        for (const [port, cell] of cells.current) cell.textContent = texts?.get(port) ?? '';
      }),
    [onReader],
  );
  return (
    <ul className="scope-legend">
      {traces.map(({ port, color, isDashed, isHidden, shownIn, ahead }) => (
        <li key={port} className="legend-row" data-hidden={isHidden || undefined}>
          <button
            type="button"
            className="legend-toggle"
            aria-pressed={!isHidden}
            title={[
              isHidden ? scopeWords.showTrace(port) : scopeWords.hideTrace(port),
              ...(ahead ? [scopeWords.drawnAhead] : []),
            ].join('. ')}
            onClick={() => toggleTrace(port)}
          >
            <span
              className={`legend-line${isDashed ? ' is-dashed' : ''}`}
              style={{ background: `var(${color})` }}
              aria-hidden="true"
            />
            <span className="legend-name">{port}</span>
            {ahead && <span className="legend-ahead muted">+{formatAge(ahead.seconds)}</span>}
          </button>
          <span
            className="legend-cursor"
            ref={(element) => {
              if (element) cells.current.set(port, element);
              else cells.current.delete(port);
            }}
          />
          <LegendValue port={port} shownIn={shownIn} />
          <button
            type="button"
            className="icon-button icon-button-small"
            aria-pressed={pinned[port] !== undefined}
            aria-label={scopeWords.pinPort(port)}
            title={scopeWords.pin}
            onClick={() => toggleProbe(port)}
          >
            <Pin size={14} aria-hidden="true" />
          </button>
          <button
            type="button"
            className="icon-button icon-button-small"
            aria-label={scopeWords.takeOut(port)}
            onClick={() => toggleScope(port)}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function LegendValue({ port, shownIn }: { port: string; shownIn: Shown }): ReactElement {
  const format = useCallback(
    (reading: Reading) =>
      formatReadingWithUnit(
        reading.type === 'number'
          ? { ...reading, value: shownIn.factor * reading.value + shownIn.offset, unit: shownIn.unit }
          : reading,
      ),
    [shownIn],
  );
  const ref = useLiveText<HTMLSpanElement>(port, format);
  return <span ref={ref} className="legend-value live" data-live-scope={port} />;
}

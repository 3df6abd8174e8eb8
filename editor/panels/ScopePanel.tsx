import './scope/scope.css';
import { useCallback, useMemo, useRef, useState, type ReactElement } from 'react';
import { firstTime } from '../plot/bands.ts';
import { Drawn } from '../plot/drawn.ts';
import { useLive } from '../stores/live-store.ts';
import { useScopeView } from '../stores/scope-view.ts';
import { HistoryLine } from './HistoryLine.tsx';
import { MeasureTable } from './scope/MeasureTable.tsx';
import { savePicture } from './scope/save-picture.ts';
import { ScopeChart } from './scope/ScopeChart.tsx';
import { ScopeFigures } from './scope/ScopeFigures.tsx';
import { ScopeLegend, type CursorReader } from './scope/ScopeLegend.tsx';
import { ScopeTable } from './scope/ScopeTable.tsx';
import { ScopeTimes } from './scope/ScopeTimes.tsx';
import { ScopeTools } from './scope/ScopeTools.tsx';
import { useScopeData } from './scope/use-scope-data.ts';
import { useScopeMarks } from './scope/use-scope-marks.ts';
import { useScopeTraces } from './scope/use-scope-traces.ts';
import { scopeWords } from '../words/scope.ts';

/** Chosen ports over time, from a second to a month: what the server recorded, and live at its end; or held still. */
export function ScopePanel(): ReactElement {
  const twin = useLive((state) => state.twin);
  const look = useScopeView((state) => state.look);
  const isHeld = useScopeView((state) => state.heldAt !== undefined);
  const isMeasuring = useScopeView((state) => state.cursors !== undefined);
  const hasFigures = useScopeView((state) => state.figures);
  const view = useScopeView(({ seconds, heldAt }) => `${seconds} ${heldAt}`);
  const traces = useScopeTraces();
  const shown = useMemo(() => traces.filter(({ isHidden }) => !isHidden), [traces]);
  const data = useScopeData(traces);
  const marks = useScopeMarks(twin);
  const [drawn] = useState(() => new Drawn());
  const frame = useRef<HTMLDivElement>(null);
  const { onCursor, onReader } = useCursorReaders();
  const bands = useRef(data);
  bands.current = data;
  const bandsOf = useCallback(() => bands.current.bands.traces, []);
  const onPicture = (): void => {
    const plot = frame.current?.querySelector<HTMLElement>('.trace-plot');
    if (plot && drawn.last) void savePicture(plot, twin ?? 'scope', shown, drawn.last, data.bands);
  };
  return (
    <div className="scope" data-measuring={isMeasuring || undefined} ref={frame}>
      <div className="scope-side">
        <ScopeTools
          twin={twin}
          ports={shown.map(({ port }) => port)}
          firstTime={() => firstTime(bands.current.bands)}
          onPicture={look === 'chart' ? onPicture : undefined}
        />
        <ScopeTimes drawn={drawn} isHeld={isHeld} onReader={onReader} />
        {hasFigures && twin !== undefined && <ScopeFigures key={twin} twin={twin} />}
        <MeasureTable traces={shown} drawn={drawn} bandsOf={bandsOf} />
        <ScopeLegend traces={traces} onReader={onReader} />
        <HistoryLine />
      </div>
      {traces.length === 0 ? (
        <p className="empty">{scopeWords.empty}</p>
      ) : look === 'table' ? (
        <ScopeTable
          traces={shown}
          marks={marks}
          state={`${view} ${data.came}`}
          read={() => {
            const { from, to } = data.read();
            return { bands: data.bands, from, to };
          }}
        />
      ) : (
        <ScopeChart traces={shown} data={data} marks={marks} drawn={drawn} onCursor={onCursor} />
      )}
    </div>
  );
}

/** Whoever shows what stands under the pointer is told past React. */
function useCursorReaders(): { onCursor: CursorReader; onReader(read: CursorReader): () => void } {
  const readers = useRef(new Set<CursorReader>());
  const onReader = useCallback((read: CursorReader) => {
    readers.current.add(read);
    return () => void readers.current.delete(read);
  }, []);
  const onCursor = useCallback<CursorReader>((texts, time) => {
    for (const read of readers.current) read(texts, time);
  }, []);
  return { onCursor, onReader };
}

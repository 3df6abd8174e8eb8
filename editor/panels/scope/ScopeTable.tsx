import { RefreshCw } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { GOOD, qualityName } from '@twinloom/runtime/signal/quality';
import type { Bands } from '../../plot/bands.ts';
import { tableRows, type TableCell } from '../../plot/table-rows.ts';
import { dayAndTime, timeOfDay, timeWithTenths } from '../../ui/format-time.ts';
import type { ScopeTrace } from './ScopeLegend.tsx';
import type { ScopeMark } from './use-scope-marks.ts';
import { scopeWords } from '../../words/scope.ts';
import { valuesWords } from '../../words/values.ts';

const ROWS = 60;

interface ScopeTableProps {
  traces: readonly ScopeTrace[];
  marks: readonly ScopeMark[];
  /** Changes when another time is shown, or more of it has come. */
  state: string;
  read(): { bands: Bands; from: number; to: number };
}

/** The same as the chart in numbers: as of when it was opened, until it is brought up to date. */
export function ScopeTable({ traces, marks, state, read }: ScopeTableProps): ReactElement {
  const [asked, setAsked] = useState(0);
  const { rows, from, to } = useMemo(() => {
    const now = read();
    return { ...now, rows: tableRows(now.bands, now.from, now.to, ROWS).toReversed() };
    // oxlint-disable-next-line react/exhaustive-deps
  }, [state, asked, traces.length]);
  const happened = marks.filter(({ t }) => t >= from && t <= to).toReversed();
  const step = (to - from) / ROWS;
  const say = step < 1 ? timeWithTenths : step < 600 ? timeOfDay : dayAndTime;
  return (
    <div className="scope-table" tabIndex={0} role="group" aria-label={scopeWords.table}>
      <p>
        {scopeWords.tableMeans(dayAndTime(from), timeOfDay(to))}{' '}
        <button type="button" className="button button-small" onClick={() => setAsked(asked + 1)}>
          <RefreshCw size={14} aria-hidden="true" />
          {scopeWords.refresh}
        </button>
      </p>
      {happened.length > 0 && (
        <ul aria-label={scopeWords.marks}>
          {happened.map(({ key, t, says }) => (
            <li key={key}>
              <span className="muted">{dayAndTime(t)}</span> {says}
            </li>
          ))}
        </ul>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">{scopeWords.from}</th>
            {traces.map(({ port, unit }) => (
              <th key={port} scope="col">
                {unit === '' ? port : `${port}, ${unit}`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, cells }) => (
            <tr key={time}>
              <th scope="row">{say(time)}</th>
              {cells.map((cell, i) => (
                <td key={traces[i]?.port} data-quality={qualityName(cell.quality)}>
                  {sayCell(cell, traces[i]?.isBoolean ?? false)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function sayCell({ mean, range, quality }: TableCell, isBoolean: boolean): string {
  const doubt = quality === GOOD ? '' : ` ${valuesWords.qualities[qualityName(quality)]}`;
  if (mean === undefined) return doubt.trim() || scopeWords.noValue;
  if (isBoolean) return `${range ? scopeWords.falseAndTrue : mean === 0 ? 'false' : 'true'}${doubt}`;
  const reach = range ? ` (${formatValue(range[0])} … ${formatValue(range[1])})` : '';
  return `${formatValue(mean)}${reach}${doubt}`;
}

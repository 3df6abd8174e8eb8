import './plot-table.css';
import { useMemo, useState, type ReactElement } from 'react';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { GOOD, type QualityCode } from '@twinloom/runtime/signal/quality';
import { tableRows } from './table-rows.ts';
import type { PlotData, Trace } from './traces.ts';
import { plotWords } from '../words/plot.ts';

interface PlotTableProps {
  traces: readonly Trace[];
  data: PlotData;
  /** What the horizontal axis counts. */
  timeUnit: string;
}

const ROWS = 20;

/** The same as a plot in numbers, for whoever does not see it: closed until it is wanted. */
export function PlotTable(props: PlotTableProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="plot-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{plotWords.asTable}</summary>
      {isOpen && <Rows {...props} />}
    </details>
  );
}

function Rows({ traces, data, timeUnit }: PlotTableProps): ReactElement {
  const rows = useMemo(() => {
    const bands = data.columns.map((mean) => ({
      mean,
      low: mean,
      high: mean,
      quality: mean.map((): QualityCode => GOOD),
    }));
    return tableRows({ times: data.times, traces: bands }, data.from, data.to, ROWS);
  }, [data]);
  return (
    // It scrolls where there is little room.
    <div role="group" aria-label={plotWords.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{plotWords.fromTime(timeUnit)}</th>
            {traces.map(({ label, unit }) => (
              <th key={label} scope="col">
                {unit === '' ? label : `${label}, ${unit}`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, cells }) => (
            <tr key={time}>
              <th scope="row">{formatValue(time, 3)}</th>
              {cells.map(({ mean, range }, i) => (
                <td key={traces[i]?.label}>
                  {mean === undefined ? plotWords.noValue : formatValue(mean)}
                  {range && ` (${formatValue(range[0])} … ${formatValue(range[1])})`}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

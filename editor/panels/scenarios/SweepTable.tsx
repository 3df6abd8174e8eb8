import { type ReactElement } from 'react';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { valuesOf } from './SweepCurve.tsx';
import { studyResultsWords } from '../../words/study-results.ts';

interface SweepTableProps {
  study: StudyBody;
  many: NonNullable<StudyBody['many']>;
  kpi: number;
}

/** A KPI at each pair of two axes, the deeper the more of it there is. */
export function SweepTable({ study: { runs = [], kpis }, many, kpi }: SweepTableProps): ReactElement {
  const [down, across] = [valuesOf(runs, 0), valuesOf(runs, 1)];
  const [first, second] = many.axes;
  const found = new Map(runs.map((run) => [`${run.at[0]} ${run.at[1]}`, run]));
  const values = runs.flatMap((run) => run.kpis[kpi] ?? []);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const name = (axis: typeof first): string => `${axis?.title} ${formatUnit(axis?.unit ?? '')}`.trim();
  return (
    <div className="heat">
      <table aria-label={studyResultsWords.atEachPair(kpis[kpi]?.title ?? '')}>
        <thead>
          <tr>
            <th scope="col" className="muted">
              {name(first)} ↓ {name(second)} →
            </th>
            {across.map((y) => (
              <th key={y} scope="col">
                {formatValue(y, 4)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {down.map((x) => (
            <tr key={x}>
              <th scope="row">{formatValue(x, 4)}</th>
              {across.map((y) => {
                const run = found.get(`${x} ${y}`);
                const value = run?.kpis[kpi] ?? null;
                if (value === null)
                  return (
                    <td key={y} className="muted" title={run?.says}>
                      –
                    </td>
                  );
                const share = most > least ? (value - least) / (most - least) : 0;
                const background = `color-mix(in srgb, var(--accent) ${Math.round(6 + 40 * share)}%, transparent)`;
                return (
                  <td key={y} style={{ background }}>
                    {formatValue(value, 4)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { type ReactElement } from 'react';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { Tornado } from './Tornado.tsx';

interface ChanceProps {
  study: StudyBody;
  many: NonNullable<StudyBody['many']>;
  kpi: number;
}

/** How chance spreads a KPI, and which inputs mattered to it. */
export function ChanceResults({ study: { chance, kpis }, many, kpi }: ChanceProps): ReactElement {
  if (!chance) return <p className="muted">The first runs are on their way.</p>;
  const { title = '', unit = '' } = kpis[kpi] ?? {};
  return (
    <div className="runs-row">
      <div className="spreads">
        <table aria-label="KPIs under chance">
          <thead>
            <tr>
              <th scope="col">
                {chance.runs} of {many.runs} runs
              </th>
              <th scope="col">Mean</th>
              {many.percentiles?.map((one) => (
                <th key={one} scope="col">
                  P{one}
                </th>
              ))}
              <th scope="col" aria-label="Distribution" />
            </tr>
          </thead>
          <tbody>
            {chance.spreads.map((spread, i) => (
              <SpreadRow key={kpis[i]?.name} kpi={kpis[i]} spread={spread} of={chance.runs} />
            ))}
          </tbody>
        </table>
        <p className="muted">± holds the true mean with 95 %, as for independent runs.</p>
      </div>
      <Tornado
        title={title}
        unit={formatUnit(unit)}
        bars={(chance.influences[kpi] ?? []).map(({ axis, ...bar }) => ({
          name: many.axes[axis]?.title ?? '',
          ...bar,
        }))}
        runs={chance.runs}
      />
    </div>
  );
}

type Spread = NonNullable<StudyBody['chance']>['spreads'][number];

interface SpreadRowProps {
  kpi: StudyBody['kpis'][number] | undefined;
  spread: Spread;
  of: number;
}

function SpreadRow({ kpi, spread, of }: SpreadRowProps): ReactElement {
  const { mean, margin = 0, percentiles, histogram, count } = spread;
  const most = Math.max(1, ...(histogram?.counts ?? []));
  return (
    <tr data-spread={kpi?.name}>
      <th scope="row">
        {kpi?.title} <span className="muted">{formatUnit(kpi?.unit ?? '')}</span>
        {count < of && <span className="badge badge-warn">{of - count} without a value</span>}
      </th>
      <td>
        {mean === undefined ? '–' : formatValue(mean, 5)}
        {mean !== undefined && <span className="study-difference">±{formatValue(margin, 2)}</span>}
      </td>
      {percentiles.map((value, i) => (
        // They stand in the order of the percentiles.
        // oxlint-disable-next-line react/no-array-index-key
        <td key={i}>{formatValue(value, 5)}</td>
      ))}
      <td>
        <span className="histogram" aria-hidden="true">
          {histogram?.counts.map((height, i) => (
            // Classes in their order.
            // oxlint-disable-next-line react/no-array-index-key
            <span key={i} style={{ height: `${(100 * height) / most}%` }} />
          ))}
        </span>
      </td>
    </tr>
  );
}

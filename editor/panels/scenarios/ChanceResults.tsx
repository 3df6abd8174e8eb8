import { type ReactElement } from 'react';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { isClear } from '@twinloom/runtime/scenario/is-clear';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { DifferenceTable } from './DifferenceTable.tsx';
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
      {chance.differences?.map((difference) => (
        <DifferenceTable key={difference.variant} difference={difference} kpis={kpis} many={many} />
      ))}
      <SwingTornado swings={chance.swings?.[kpi] ?? []} title={title} unit={unit} axes={many.axes} />
      <Tornado
        title={`What mattered to ${title}`}
        says={`its mean where each input is in its lowest and highest tenth, from ${chance.runs} runs drawn by chance`}
        unit={formatUnit(unit)}
        bars={(chance.influences[kpi] ?? []).map(({ axis, rank, ...bar }) => ({
          ...bar,
          name: many.axes[axis]?.title ?? '',
          note: `rank correlation ${formatValue(rank, 2)}${isClear(rank, chance.runs) ? '' : ': no clear effect'}`,
          isFaint: !isClear(rank, chance.runs),
        }))}
        hint="faint: no clear effect"
      />
    </div>
  );
}

interface SwingProps {
  swings: NonNullable<NonNullable<StudyBody['chance']>['swings']>[number];
  title: string;
  unit: string;
  axes: NonNullable<StudyBody['many']>['axes'];
}

function SwingTornado({ swings, title, unit, axes }: SwingProps): ReactElement {
  return (
    <Tornado
      title={`One input at a time: ${title}`}
      says="where one input alone is at its 10th and at its 90th percentile, and all others stay at their middle"
      unit={formatUnit(unit)}
      middle={swings[0]?.middle}
      bars={swings.map(({ axis, low, high, from, to }) => ({
        name: axes[axis]?.title ?? '',
        low,
        high,
        note: `input from ${formatValue(from, 4)} to ${formatValue(to, 4)} ${formatUnit(axes[axis]?.unit ?? '')}`.trim(),
        isFaint: false,
      }))}
      hint="the line: all at their middle"
    />
  );
}

type Spread = NonNullable<StudyBody['chance']>['spreads'][number];

interface SpreadRowProps {
  kpi: StudyBody['kpis'][number] | undefined;
  spread: Spread;
  of: number;
}

function SpreadRow({ kpi, spread, of }: SpreadRowProps): ReactElement {
  const { mean, margin, percentiles, histogram, count } = spread;
  const most = Math.max(1, ...(histogram?.counts ?? []));
  return (
    <tr data-spread={kpi?.name}>
      <th scope="row">
        {kpi?.title} <span className="muted">{formatUnit(kpi?.unit ?? '')}</span>
        {count < of && <span className="badge badge-warn">{of - count} without a value</span>}
      </th>
      <td>
        {mean === undefined ? '–' : formatValue(mean, 5)}
        {margin !== undefined && <span className="study-difference">±{formatValue(margin, 2)}</span>}
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

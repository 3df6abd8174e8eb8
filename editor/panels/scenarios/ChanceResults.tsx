import { type ReactElement } from 'react';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { isClear } from '@twinloom/runtime/scenario/is-clear';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { DifferenceTable } from './DifferenceTable.tsx';
import { Tornado } from './Tornado.tsx';
import { studyResultsWords } from '../../words/study-results.ts';

interface ChanceProps {
  study: StudyBody;
  many: NonNullable<StudyBody['many']>;
  kpi: number;
}

/** How chance spreads a KPI, and which inputs mattered to it. */
export function ChanceResults({ study: { chance, kpis }, many, kpi }: ChanceProps): ReactElement {
  if (!chance) return <p className="muted">{studyResultsWords.runsComing}</p>;
  const { title = '', unit = '' } = kpis[kpi] ?? {};
  return (
    <div className="runs-row">
      <div className="spreads">
        <table aria-label={studyResultsWords.chanceTable}>
          <thead>
            <tr>
              <th scope="col">{studyResultsWords.runsOf(chance.runs, many.runs)}</th>
              <th scope="col">{studyResultsWords.mean}</th>
              {many.percentiles?.map((one) => (
                <th key={one} scope="col">
                  P{one}
                </th>
              ))}
              <th scope="col" aria-label={studyResultsWords.distribution} />
            </tr>
          </thead>
          <tbody>
            {chance.spreads.map((spread, i) => (
              <SpreadRow key={kpis[i]?.name} kpi={kpis[i]} spread={spread} of={chance.runs} />
            ))}
          </tbody>
        </table>
        <p className="muted">{studyResultsWords.chanceMeans}</p>
      </div>
      {chance.differences?.map((difference) => (
        <DifferenceTable key={difference.variant} difference={difference} kpis={kpis} many={many} />
      ))}
      <SwingTornado swings={chance.swings?.[kpi] ?? []} title={title} unit={unit} axes={many.axes} />
      <Tornado
        title={studyResultsWords.mattered(title)}
        says={studyResultsWords.matteredMeans(chance.runs)}
        unit={formatUnit(unit)}
        bars={(chance.influences[kpi] ?? []).map(({ axis, rank, ...bar }) => ({
          ...bar,
          name: many.axes[axis]?.title ?? '',
          note: (isClear(rank, chance.runs)
            ? studyResultsWords.rankCorrelation
            : studyResultsWords.noClearEffect)(formatValue(rank, 2)),
          isFaint: !isClear(rank, chance.runs),
        }))}
        hint={studyResultsWords.faintMeans}
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
      title={studyResultsWords.oneAtATime(title)}
      says={studyResultsWords.oneAtATimeMeans}
      unit={formatUnit(unit)}
      middle={swings[0]?.middle}
      bars={swings.map(({ axis, low, high, from, to }) => ({
        name: axes[axis]?.title ?? '',
        low,
        high,
        note: studyResultsWords
          .inputFrom(formatValue(from, 4), formatValue(to, 4), formatUnit(axes[axis]?.unit ?? ''))
          .trim(),
        isFaint: false,
      }))}
      hint={studyResultsWords.lineMeans}
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
        {count < of && <span className="badge badge-warn">{studyResultsWords.withoutValue(of - count)}</span>}
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

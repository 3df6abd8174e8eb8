import { type ReactElement } from 'react';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { sayShare } from '@twinloom/runtime/scenario/say-share';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { studyResultsWords } from '../../words/study-results.ts';

interface DifferenceTableProps {
  difference: NonNullable<NonNullable<StudyBody['chance']>['differences']>[number];
  kpis: StudyBody['kpis'];
  many: NonNullable<StudyBody['many']>;
}

/** What each KPI is in a variant less what it is in the other, draw by draw. */
export function DifferenceTable({ difference, kpis, many }: DifferenceTableProps): ReactElement {
  const { variant, kpis: all } = difference;
  const pairs = Math.max(0, ...all.map(({ count }) => count));
  return (
    <div className="spreads">
      <table>
        <caption>{studyResultsWords.less(variant, many.of)}</caption>
        <thead>
          <tr>
            <th scope="col">{studyResultsWords.pairs(pairs)}</th>
            <th scope="col">{studyResultsWords.mean}</th>
            {many.percentiles?.map((one) => (
              <th key={one} scope="col">
                P{one}
              </th>
            ))}
            <th scope="col">{studyResultsWords.howOften}</th>
          </tr>
        </thead>
        <tbody>
          {all.map(({ count, mean, margin, percentiles, above, below }, i) => (
            <tr key={kpis[i]?.name} data-difference={kpis[i]?.name}>
              <th scope="row">
                {kpis[i]?.title} <span className="muted">{formatUnit(kpis[i]?.unit ?? '')}</span>
                {count < pairs && (
                  <span className="badge badge-warn">{studyResultsWords.withoutValue(pairs - count)}</span>
                )}
              </th>
              <td>
                {mean === undefined ? '–' : signed(mean)}
                {margin !== undefined && <span className="study-difference">±{formatValue(margin, 2)}</span>}
              </td>
              {percentiles.map((value, p) => (
                // They stand in the order of the percentiles.
                // oxlint-disable-next-line react/no-array-index-key
                <td key={p}>{signed(value)}</td>
              ))}
              <td>{sayShare(kpis[i]?.better, { above, below })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">{studyResultsWords.differenceMeans}</p>
    </div>
  );
}

function signed(value: number): string {
  if (value === 0) return '0';
  return `${value < 0 ? '−' : '+'}${formatValue(Math.abs(value), 4)}`;
}

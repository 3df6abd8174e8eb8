import { type ReactElement } from 'react';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { studyResultsWords } from '../../words/study-results.ts';

/** What each variant costs and brings, a year of the time looked ahead. */
export function WorthTable({ worth }: { worth: NonNullable<StudyBody['worth']> }): ReactElement {
  const { unit, rate, downtimeUnit, rows } = worth;
  const say = (value: number | undefined): string => (value === undefined ? '–' : formatValue(value, 4));
  return (
    <div className="study-table">
      <table aria-label={studyResultsWords.worth}>
        <thead>
          <tr>
            <th scope="col">
              {studyResultsWords.money} <span className="muted">{formatUnit(unit)}</span>
            </th>
            <th scope="col">{studyResultsWords.investment}</th>
            <th scope="col">{studyResultsWords.savingYear}</th>
            <th scope="col">{studyResultsWords.payback}</th>
            {rate !== undefined && <th scope="col">{studyResultsWords.netPresentValue}</th>}
            {downtimeUnit !== undefined && <th scope="col">{studyResultsWords.downtimeYear}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ variant, investment, saving, paybackYears, presentValue, downtime }) => (
            <tr key={variant} data-worth={variant}>
              <th scope="row">{variant}</th>
              <td>{say(investment)}</td>
              <td>{say(saving)}</td>
              <td>
                {paybackYears === undefined
                  ? saving === undefined || (saving === 0 && investment === 0)
                    ? '–'
                    : studyResultsWords.never
                  : paybackYears === 0
                    ? studyResultsWords.atOnce
                    : studyResultsWords.years(formatValue(paybackYears, 3))}
              </td>
              {rate !== undefined && <td>{say(presentValue)}</td>}
              {downtimeUnit !== undefined && (
                <td>
                  {say(downtime)} {formatUnit(downtimeUnit)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { type ReactElement } from 'react';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { studyResultsWords } from '../../words/study-results.ts';

interface TornadoProps {
  title: string;
  /** What is shown of the KPI. */
  says: string;
  unit: string;
  /** What mattered most first. `isFaint`: it is not clear that it does. */
  bars: readonly { name: string; low: number; high: number; note: string; isFaint: boolean }[];
  /** What the KPI comes to where no input is at an end. */
  middle?: number | undefined;
  hint: string;
}

/** A bar for each input, from what the KPI comes to where the input is least to what it comes to where it is greatest, over the middle. */
export function Tornado({ title, says, unit, bars, middle, hint }: TornadoProps): ReactElement | false {
  // Both ends of an input may lie on one side of the middle.
  const middles = middle === undefined ? [] : [middle];
  const ends = [...bars.flatMap(({ low, high }) => [low, high]), ...middles];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  if (bars.length === 0 || !(most > least)) return false;
  const place = (value: number): number => (100 * (value - least)) / (most - least);
  return (
    <figure className="tornado" aria-label={title}>
      <figcaption>
        <b>{title}</b>
        <span className="muted">{says}</span>
      </figcaption>
      {bars.map(({ name, low, high, note, isFaint }) => {
        const [from, to] = [place(Math.min(low, high, ...middles)), place(Math.max(low, high, ...middles))];
        return (
          <div
            key={name}
            className="tornado-row"
            data-faint={isFaint}
            title={studyResultsWords.rangeOf(formatValue(low, 4), formatValue(high, 4), unit, note)}
          >
            <span className="tornado-name">{name}</span>
            <span className="tornado-bar">
              <span
                data-falls={high < low}
                style={{ left: `${from}%`, width: `${Math.max(0.5, to - from)}%` }}
              />
              {middle !== undefined && (
                <span className="tornado-middle" style={{ left: `${place(middle)}%` }} />
              )}
            </span>
          </div>
        );
      })}
      <div className="tornado-row">
        <span className="tornado-name" />
        <span className="tornado-ends muted">
          <span>
            {formatValue(least, 4)} {unit}
          </span>
          <span>
            {formatValue(most, 4)} {unit}
          </span>
        </span>
      </div>
      <p className="tornado-key muted">
        <span data-falls="false" /> {studyResultsWords.rises} <span data-falls="true" />{' '}
        {studyResultsWords.falls(hint)}
      </p>
    </figure>
  );
}

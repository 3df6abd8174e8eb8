import { type ReactElement } from 'react';
import { isClear } from '@twinloom/runtime/scenario/is-clear';
import { formatValue } from '@twinloom/runtime/signal/format-value';

interface TornadoProps {
  /** The KPI. */
  title: string;
  unit: string;
  /** What mattered most first. */
  bars: readonly { name: string; low: number; high: number; rank: number }[];
  runs: number;
}

/** A bar for each input, from the mean of the KPI where the input is least to that where it is greatest. */
export function Tornado({ title, unit, bars, runs }: TornadoProps): ReactElement | false {
  const ends = bars.flatMap(({ low, high }) => [low, high]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  if (bars.length === 0 || !(most > least)) return false;
  const place = (value: number): number => (100 * (value - least)) / (most - least);
  return (
    <figure className="tornado" aria-label={`What mattered to ${title}`}>
      <figcaption>
        <b>What mattered to {title}</b>
        <span className="muted">
          its mean where each input is in its lowest and highest tenth, from {runs} runs drawn by chance
        </span>
      </figcaption>
      {bars.map(({ name, low, high, rank }) => {
        const [from, to] = [place(Math.min(low, high)), place(Math.max(low, high))];
        return (
          <div
            key={name}
            className="tornado-row"
            data-faint={!isClear(rank, runs)}
            title={`${formatValue(low, 4)} to ${formatValue(high, 4)} ${unit}; rank correlation ${formatValue(rank, 2)}${isClear(rank, runs) ? '' : ': no clear effect'}`}
          >
            <span className="tornado-name">{name}</span>
            <span className="tornado-bar">
              <span
                data-falls={high < low}
                style={{ left: `${from}%`, width: `${Math.max(0.5, to - from)}%` }}
              />
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
        <span data-falls="false" /> rises with the input <span data-falls="true" /> falls with it; faint: no
        clear effect
      </p>
    </figure>
  );
}

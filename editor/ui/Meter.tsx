import type { ReactElement } from 'react';

interface MeterProps {
  /** What is read out and written beside the bar. */
  text: string;
  /** 0 … 1; more is a full bar. */
  part: number;
  tone: 'calm' | 'warn' | 'bad';
}

/** A bar that is filled in part, with its figure beside it. */
export function Meter({ text, part, tone }: MeterProps): ReactElement {
  const width = `${(100 * Math.min(Math.max(part, 0), 1)).toFixed(1)}%`;
  return (
    <span className="meter" data-tone={tone}>
      <span className="meter-bar" aria-hidden="true">
        <span className="meter-fill" style={{ width }} />
      </span>
      <span className="meter-text">{text}</span>
    </span>
  );
}

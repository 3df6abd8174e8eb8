import { useEffect, useRef, type ReactElement } from 'react';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { ABSENT, BAD } from '@twinloom/runtime/signal/quality';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { followTwin, type FollowingControl } from './follow-twin.ts';
import { niceStep } from './nice-step.ts';

interface Shown {
  value: number;
  quality: number;
}

interface HandSliderProps {
  label: string;
  min: number;
  max: number;
  /** UCUM code of the value. */
  unit: string;
  /** Value while the twin says nothing. */
  fallback: number;
  /** Follows what the twin has now; returns the undo. */
  watch(draw: (shown: Shown) => void): () => void;
  onSet(value: number): void;
}

/** A slider that acts on the running twin at once and follows it otherwise. */
export function HandSlider({ label, min, max, unit, fallback, watch, onSet }: HandSliderProps): ReactElement {
  const slider = useRef<HTMLInputElement>(null);
  const text = useRef<HTMLOutputElement>(null);
  const following = useRef<FollowingControl>(undefined);
  const suffix = formatUnit(unit) === '' ? '' : ` ${formatUnit(unit)}`;
  useEffect(() => {
    const show = (value: number): void => {
      if (slider.current) slider.current.value = String(value);
      if (text.current) text.current.textContent = `${formatValue(value)}${suffix}`;
    };
    const control = followTwin(watch, ({ value, quality }) => {
      if (quality < BAD) show(value);
      else if (quality === ABSENT) show(fallback);
    });
    following.current = control;
    return control.close;
  }, [watch, suffix, fallback]);
  return (
    <span className="hand-slider">
      <input
        ref={slider}
        className="slider"
        type="range"
        aria-label={label}
        min={min}
        max={max}
        step={niceStep(max - min)}
        defaultValue={fallback}
        onPointerDown={() => following.current?.grab()}
        onLostPointerCapture={() => following.current?.release()}
        onPointerUp={() => following.current?.release()}
        onPointerCancel={() => following.current?.release()}
        onChange={(event) => {
          following.current?.touch();
          const value = Number(event.currentTarget.value);
          if (text.current) text.current.textContent = `${formatValue(value)}${suffix}`;
          onSet(value);
        }}
      />
      <output ref={text} className="hand-value" />
    </span>
  );
}

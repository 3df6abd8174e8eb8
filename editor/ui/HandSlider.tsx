import { useEffect, useRef, type ReactElement } from 'react';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';

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

/** How long after a touch the slider keeps what the hand set, before it follows the twin again, ms. */
const HOLD_MS = 1500;
const BAD = 2;

/** A slider that acts on the running twin at once and follows it otherwise. */
export function HandSlider({ label, min, max, unit, fallback, watch, onSet }: HandSliderProps): ReactElement {
  const slider = useRef<HTMLInputElement>(null);
  const text = useRef<HTMLOutputElement>(null);
  const touched = useRef(0);
  const suffix = formatUnit(unit) === '' ? '' : ` ${formatUnit(unit)}`;
  useEffect(() => {
    if (text.current) text.current.textContent = `${formatValue(fallback)}${suffix}`;
    return watch(({ value, quality }) => {
      if (quality >= BAD || performance.now() - touched.current < HOLD_MS) return;
      if (slider.current) slider.current.value = String(value);
      if (text.current) text.current.textContent = `${formatValue(value)}${suffix}`;
    });
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
        onChange={(event) => {
          touched.current = performance.now();
          const value = Number(event.currentTarget.value);
          if (text.current) text.current.textContent = `${formatValue(value)}${suffix}`;
          onSet(value);
        }}
      />
      <output ref={text} className="hand-value" />
    </span>
  );
}

/** A step of 1, 2 or 5 times a power of ten, about a two-hundredth of the range. */
export function niceStep(range: number): number {
  if (!(range > 0)) return 1;
  const rough = range / 200;
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = rough / power;
  return (digit >= 5 ? 5 : digit >= 2 ? 2 : 1) * power;
}

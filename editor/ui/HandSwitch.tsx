import { useEffect, useRef, type ReactElement } from 'react';

interface HandSwitchProps {
  label: string;
  fallback: boolean;
  watch(draw: (shown: { value: number; quality: number }) => void): () => void;
  onSet(value: boolean): void;
}

const HOLD_MS = 1500;
const BAD = 2;

/** A switch that acts on the running twin at once and follows it otherwise. */
export function HandSwitch({ label, fallback, watch, onSet }: HandSwitchProps): ReactElement {
  const button = useRef<HTMLButtonElement>(null);
  const touched = useRef(0);
  useEffect(
    () =>
      watch(({ value, quality }) => {
        if (quality >= BAD || performance.now() - touched.current < HOLD_MS) return;
        button.current?.setAttribute('aria-checked', String(value !== 0));
      }),
    [watch],
  );
  return (
    <button
      ref={button}
      type="button"
      role="switch"
      className="switch"
      aria-label={label}
      aria-checked={fallback}
      onClick={(event) => {
        touched.current = performance.now();
        const next = event.currentTarget.getAttribute('aria-checked') !== 'true';
        event.currentTarget.setAttribute('aria-checked', String(next));
        onSet(next);
      }}
    />
  );
}

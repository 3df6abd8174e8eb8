import { useEffect, useRef, type ReactElement } from 'react';
import { ABSENT, BAD } from '@twinloom/runtime/signal/quality';
import { followTwin, type FollowingControl } from './follow-twin.ts';

interface HandSwitchProps {
  label: string;
  fallback: boolean;
  watch(draw: (shown: { value: number; quality: number }) => void): () => void;
  onSet(value: boolean): void;
}

/** A switch that acts on the running twin at once and follows it otherwise. */
export function HandSwitch({ label, fallback, watch, onSet }: HandSwitchProps): ReactElement {
  const button = useRef<HTMLButtonElement>(null);
  const following = useRef<FollowingControl>(undefined);
  useEffect(() => {
    const control = followTwin(watch, ({ value, quality }) => {
      if (quality < BAD) button.current?.setAttribute('aria-checked', String(value !== 0));
      else if (quality === ABSENT) button.current?.setAttribute('aria-checked', String(fallback));
    });
    following.current = control;
    return control.close;
  }, [watch, fallback]);
  return (
    <button
      ref={button}
      type="button"
      role="switch"
      className="switch"
      aria-label={label}
      aria-checked={fallback}
      onClick={(event) => {
        following.current?.touch();
        const next = event.currentTarget.getAttribute('aria-checked') !== 'true';
        event.currentTarget.setAttribute('aria-checked', String(next));
        onSet(next);
      }}
    />
  );
}

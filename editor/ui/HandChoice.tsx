import { useEffect, useRef, type ReactElement } from 'react';
import { ABSENT, BAD } from '@twinloom/runtime/signal/quality';
import { followTwin, type FollowingControl } from './follow-twin.ts';

interface HandChoiceProps {
  label: string;
  choices: readonly string[];
  fallback: string;
  watch(draw: (shown: { object: unknown; quality: number }) => void): () => void;
  onSet(value: string): void;
}

/** One of several words, chosen for the running twin at once; it follows the twin otherwise. */
export function HandChoice({ label, choices, fallback, watch, onSet }: HandChoiceProps): ReactElement {
  const select = useRef<HTMLSelectElement>(null);
  const following = useRef<FollowingControl>(undefined);
  useEffect(() => {
    const control = followTwin(watch, ({ object, quality }) => {
      if (!select.current) return;
      if (quality < BAD && typeof object === 'string') select.current.value = object;
      else if (quality === ABSENT) select.current.value = fallback;
    });
    following.current = control;
    return control.close;
  }, [watch, fallback]);
  return (
    <select
      ref={select}
      className="input hand-choice"
      aria-label={label}
      defaultValue={fallback}
      onChange={(event) => {
        following.current?.touch();
        onSet(event.currentTarget.value);
      }}
    >
      {choices.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  );
}

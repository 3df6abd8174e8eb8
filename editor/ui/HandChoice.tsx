import { useEffect, useRef, type ReactElement } from 'react';

interface HandChoiceProps {
  label: string;
  choices: readonly string[];
  fallback: string;
  watch(draw: (shown: { object: unknown; quality: number }) => void): () => void;
  onSet(value: string): void;
}

const BAD = 2;

/** One of several words, chosen for the running twin at once; it follows the twin otherwise. */
export function HandChoice({ label, choices, fallback, watch, onSet }: HandChoiceProps): ReactElement {
  const select = useRef<HTMLSelectElement>(null);
  useEffect(
    () =>
      watch(({ object, quality }) => {
        if (quality < BAD && typeof object === 'string' && select.current) select.current.value = object;
      }),
    [watch],
  );
  return (
    <select
      ref={select}
      className="input hand-choice"
      aria-label={label}
      defaultValue={fallback}
      onChange={(event) => onSet(event.currentTarget.value)}
    >
      {choices.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  );
}

import { useId, type ReactElement } from 'react';
import { usePast } from '../../stores/past-store.ts';
import { questionWords } from '../../words/question.ts';

interface BeginFieldProps {
  value: string;
  problem: string | undefined;
  onChange(text: string): void;
}

/** From when all variants go on: now, or an earlier time that the log reaches back to. */
export function BeginField({ value, problem, onChange }: BeginFieldProps): ReactElement {
  const shown = usePast((state) => state.time);
  const says = useId();
  return (
    <>
      <label className="question-line">
        <span>{questionWords.begin.label}</span>
        <input
          className="input"
          placeholder={questionWords.begin.now}
          aria-invalid={problem === undefined ? undefined : true}
          aria-describedby={problem === undefined ? undefined : says}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </label>
      {shown !== undefined && (
        <button
          type="button"
          className="link-button"
          onClick={() => onChange(new Date(shown * 1000).toISOString())}
        >
          {questionWords.begin.asShown}
        </button>
      )}
      {problem !== undefined && (
        <p id={says} className="field-says tone-bad">
          {problem}
        </p>
      )}
    </>
  );
}

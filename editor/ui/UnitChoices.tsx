import type { ReactElement } from 'react';
import { fieldsWords } from '../words/fields.ts';

/** One thing a typed text may mean: what is kept of it, how people read that, and what tells it from the others. */
export interface Choice {
  keeps: string;
  reads: string;
  words: string;
}

interface UnitChoicesProps {
  choices: readonly Choice[];
  onChoose(keeps: string): void;
}

/** What a typed unit may mean, a button each: the person chooses, nothing is guessed. */
export function UnitChoices({ choices, onChoose }: UnitChoicesProps): ReactElement {
  return (
    <span className="unit-choices" role="group" aria-label={fieldsWords.choices}>
      {choices.map(({ keeps, reads, words }) => (
        <button
          key={keeps}
          type="button"
          className="unit-choice"
          title={keeps}
          // The field keeps the focus, and with it the text that asks.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(keeps)}
        >
          <b>{reads}</b> {words}
        </button>
      ))}
    </span>
  );
}

import { type ReactElement } from 'react';
import { choiceAt, type Choice } from '../../stores/study-form.ts';
import { studyWords } from '../../words/study.ts';

const GROUPS: readonly { kind: Choice['kind']; title: string }[] = [
  { kind: 'parameter', title: studyWords.parameters },
  { kind: 'value', title: studyWords.setByHand },
  { kind: 'times', title: studyWords.inputsTimes },
  { kind: 'is', title: studyWords.inputsFixed },
  { kind: 'maintenance', title: studyWords.maintenance },
  { kind: 'flow', title: studyWords.flow },
];

interface ChoiceSelectProps {
  label: string;
  choices: readonly Choice[];
  value: string;
  onChange(choice: string): void;
}

/** Everything that a variant may change, by kind. */
export function ChoiceSelect({ label: says, choices, value, onChange }: ChoiceSelectProps): ReactElement {
  const other = choices.some(({ key }) => key === value) ? undefined : choiceAt(value, choices);
  return (
    <select
      className="input"
      aria-label={says}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">{studyWords.chooseChange}</option>
      {other && <option value={value}>{other.label}</option>}
      {GROUPS.map(({ kind, title }) => {
        const own = choices.filter((choice) => choice.kind === kind);
        return (
          own.length > 0 && (
            <optgroup key={kind} label={title}>
              {own.map(({ key, label }) => (
                <option key={key} value={key}>
                  {kind === 'times' ? `${label} ×` : kind === 'is' ? `${label} =` : label}
                </option>
              ))}
            </optgroup>
          )
        );
      })}
    </select>
  );
}

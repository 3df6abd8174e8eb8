import { type ReactElement } from 'react';
import type { Choice } from '../../stores/study-form.ts';

const GROUPS: readonly { kind: Choice['kind']; title: string }[] = [
  { kind: 'parameter', title: 'Parameters' },
  { kind: 'value', title: 'Set by hand' },
  { kind: 'times', title: 'Inputs, times' },
  { kind: 'is', title: 'Inputs, fixed at' },
  { kind: 'maintenance', title: 'Maintenance' },
  { kind: 'draft', title: 'Flow' },
];

interface ChoiceSelectProps {
  label: string;
  choices: readonly Choice[];
  value: string;
  onChange(choice: string): void;
}

/** Everything that a variant may change, by kind. */
export function ChoiceSelect({ label: says, choices, value, onChange }: ChoiceSelectProps): ReactElement {
  return (
    <select
      className="input"
      aria-label={says}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">What changes…</option>
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

import { type ReactElement } from 'react';

/** Something that is chosen by its name. */
export interface NameChoice {
  name: string;
  title?: string;
}

interface NameSelectProps {
  label: string;
  choices: readonly NameChoice[];
  value: string;
  /** What stands where none is chosen; absent: one always is. */
  none?: string;
  isWrong?: boolean;
  onChange(name: string): void;
}

/** One of several by its name; a name that is not among them stands there too. */
export function NameSelect({
  label,
  choices,
  value,
  none,
  isWrong,
  onChange,
}: NameSelectProps): ReactElement {
  const isOther = value !== '' && !choices.some(({ name }) => name === value);
  return (
    <select
      className="input"
      aria-label={label}
      aria-invalid={isWrong === true || undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {none !== undefined && <option value="">{none}</option>}
      {isOther && <option>{value}</option>}
      {choices.map(({ name, title }) => (
        <option key={name} value={name}>
          {title ?? name}
        </option>
      ))}
    </select>
  );
}

import type { InputHTMLAttributes, ReactElement } from 'react';

interface FieldProps extends Pick<InputHTMLAttributes<HTMLInputElement>, 'inputMode' | 'placeholder'> {
  label: string;
  value: string;
  onChange(text: string): void;
}

/** A text with what it means above it. */
export function Field({ label, onChange, ...input }: FieldProps): ReactElement {
  return (
    <label>
      <span className="muted">{label}</span>
      <input className="input" {...input} onChange={(event) => onChange(event.currentTarget.value)} />
    </label>
  );
}

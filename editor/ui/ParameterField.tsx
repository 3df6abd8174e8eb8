import { useEffect, useId, useRef, useState, type ReactElement } from 'react';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { parameterRange, readParameterText, type ParameterShape } from './read-parameter-text.ts';
import { UnitChoices } from './UnitChoices.tsx';
import { fieldsWords } from '../words/fields.ts';

interface ParameterFieldProps {
  title: string;
  /** What it is and what it may be; its `value` is the one shown. */
  parameter: ParameterShape;
  /** What it is where a person leaves it alone; shown beside the range. */
  fallback?: ParameterShape['value'] | undefined;
  /** `undefined`: what stands in the field cannot be taken. */
  onChange(value: ParameterShape['value'] | undefined): void;
}

/** A parameter of a flow with its unit and range. What cannot be taken stays in the field with the reason. */
export function ParameterField({ title, parameter, fallback, onChange }: ParameterFieldProps): ReactElement {
  const id = useId();
  const { value, unit } = parameter;
  const [text, setText] = useState(() => String(value));
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (document.activeElement !== input.current) setText(String(value));
  }, [value]);
  if (typeof value === 'boolean')
    return (
      <label className="parameter-switch">
        <input type="checkbox" checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />
        <span>{title}</span>
      </label>
    );
  const read = readParameterText(text, parameter);
  const choices = 'choices' in read ? (read.choices ?? []) : [];
  const take = (typed: string): void => {
    setText(typed);
    const next = readParameterText(typed, parameter);
    onChange('value' in next ? (next.value as ParameterShape['value']) : undefined);
  };
  const says = [parameterRange(parameter), fallback !== undefined && fieldsWords.asItComes(String(fallback))];
  const suffix = unit === undefined ? '' : formatUnit(unit);
  return (
    <div className="field">
      <label htmlFor={id}>{title}</label>
      <span className="field-quantity">
        <input
          ref={input}
          id={id}
          className="input"
          value={text}
          aria-invalid={!('value' in read) || undefined}
          aria-describedby={`${id}-says`}
          onChange={(event) => take(event.currentTarget.value)}
        />
        {suffix !== '' && /^[-+.\deE\s]*$/.test(text) && <span className="field-unit">{suffix}</span>}
      </span>
      <span id={`${id}-says`} className="field-says">
        {choices.length > 0 && (
          <UnitChoices
            choices={choices}
            onChoose={(chosen) => {
              take(chosen);
              input.current?.focus();
            }}
          />
        )}
        {'problem' in read ? (
          <span className="tone-bad">{read.problem}</span>
        ) : 'shows' in read && read.shows !== '' ? (
          <span className="field-becomes">= {read.shows}</span>
        ) : (
          <span className="muted">{says.filter(Boolean).join(' · ')}</span>
        )}
      </span>
    </div>
  );
}

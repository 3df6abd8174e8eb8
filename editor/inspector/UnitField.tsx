import { useEffect, useRef, useState, type ReactElement } from 'react';
import { formatUnit, readUnitText } from '@twinloom/runtime/signal/unit-text';
import { UnitChoices } from '../ui/UnitChoices.tsx';

interface UnitFieldProps {
  id: string;
  /** Where no label element names the field. */
  label?: string;
  value: unknown;
  placeholder: string;
  onChange(code: string | undefined): void;
}

/** A unit as people write it (`°C`, `m³/h`, `rpm`); the file keeps the UCUM code. What may mean several things is asked. */
export function UnitField({ id, label, value, placeholder, onChange }: UnitFieldProps): ReactElement {
  const code = typeof value === 'string' ? value : '';
  const [text, setText] = useState(readable(code));
  const input = useRef<HTMLInputElement>(null);
  const before = useRef(value);
  useEffect(() => {
    if (document.activeElement !== input.current) setText(readable(code));
  }, [code]);
  const read = text.trim() === '' ? { code: '' } : readUnitText(text);
  const choices = 'ambiguous' in read ? read.ambiguous : [];
  const problem = 'problem' in read ? read.problem : undefined;
  const shown = 'code' in read && read.code !== '' ? readable(read.code) : '';
  const take = (typed: string): void => {
    setText(typed);
    const next = readUnitText(typed);
    // On the way to “gal” stood “g”: what is no answer yet leaves the unit as it was.
    if (typed.trim() === '') onChange(undefined);
    else onChange('code' in next ? next.code : (before.current as string | undefined));
  };
  const choose = (chosen: string): void => {
    setText(readable(chosen));
    onChange(chosen);
    before.current = chosen;
    input.current?.focus();
  };
  return (
    <>
      <input
        ref={input}
        id={id}
        aria-label={label}
        className="input"
        value={text}
        placeholder={placeholder}
        spellCheck={false}
        aria-invalid={!('code' in read) || undefined}
        aria-describedby={`${id}-says`}
        onFocus={() => {
          before.current = value;
        }}
        onChange={(event) => take(event.currentTarget.value)}
        onBlur={() => {
          if ('code' in read) setText(readable(code));
        }}
      />
      <span id={`${id}-says`} className="field-says">
        {problem !== undefined && <span className="tone-bad">{problem}</span>}
        {choices.length > 0 && (
          <UnitChoices
            choices={choices.map(({ code: keeps, words }) => ({ keeps, reads: readable(keeps), words }))}
            onChoose={choose}
          />
        )}
        {shown !== '' && shown !== text && <span className="field-becomes">= {shown}</span>}
      </span>
    </>
  );
}

function readable(code: string): string {
  return formatUnit(code) || code;
}

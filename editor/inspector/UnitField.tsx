import { useEffect, useRef, useState, type ReactElement } from 'react';
import { formatUnit, readUnitText } from '@twinloom/runtime/signal/unit-text';

interface UnitFieldProps {
  id: string;
  value: unknown;
  placeholder: string;
  onChange(code: string | undefined): void;
}

/** A unit as people write it (`°C`, `m³/h`, `rpm`); the file keeps the UCUM code. */
export function UnitField({ id, value, placeholder, onChange }: UnitFieldProps): ReactElement {
  const code = typeof value === 'string' ? value : '';
  const [text, setText] = useState(readable(code));
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (document.activeElement !== input.current) setText(readable(code));
  }, [code]);
  const read = text.trim() === '' ? { code: '' } : readUnitText(text);
  const problem =
    'ambiguous' in read
      ? `may mean ${read.ambiguous.join(' or ')}`
      : 'problem' in read
        ? read.problem
        : undefined;
  const shown = 'code' in read && read.code !== '' ? readable(read.code) : '';
  return (
    <>
      <input
        ref={input}
        id={id}
        className="input"
        value={text}
        placeholder={placeholder}
        spellCheck={false}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={`${id}-says`}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          setText(typed);
          if (typed.trim() === '') onChange(undefined);
          else {
            const next = readUnitText(typed);
            if ('code' in next) onChange(next.code);
          }
        }}
        onBlur={() => setText(readable(code))}
      />
      <span id={`${id}-says`} className="field-says">
        {problem !== undefined ? (
          <span className="tone-bad">{problem}</span>
        ) : (
          shown !== '' && shown !== text && <span className="field-becomes">= {shown}</span>
        )}
      </span>
    </>
  );
}

/** A code as people read it, where that reads back to the same code; else the code itself. */
function readable(code: string): string {
  const text = formatUnit(code);
  const back = readUnitText(text);
  return text !== '' && 'code' in back && back.code === code ? text : code;
}

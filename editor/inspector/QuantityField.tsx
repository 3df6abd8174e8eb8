import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { Parameters } from '@twinloom/runtime/compile/resolve-params';
import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { readQuantityText } from './read-quantity-text.ts';

interface QuantityFieldProps {
  id: string;
  schema: ParamSchema;
  value: unknown;
  /** UCUM code the param is in. */
  unit: string;
  parameters: Parameters;
  required: boolean;
  onChange(value: unknown): void;
}

/** A number with its unit: takes a plain number, a quantity in any unit of the kind, or an `=` expression, and says what it becomes. */
export function QuantityField(props: QuantityFieldProps): ReactElement {
  const { id, schema, value, unit, parameters, required, onChange } = props;
  const [text, setText] = useState(textOf(value));
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (document.activeElement !== input.current) setText(textOf(value));
  }, [value]);
  const read = readQuantityText(text, schema, unit, parameters);
  const problem = 'problem' in read ? read.problem : text.trim() === '' && required ? 'needs a value' : '';
  const isPlain = /^[-+.\deE\s]*$/.test(text);
  const suffix = schema.widget === 'duration' ? 's' : formatUnit(unit);
  return (
    <>
      <span className="field-quantity">
        <input
          ref={input}
          id={id}
          className="input"
          inputMode="text"
          value={text}
          placeholder={textOf(schema.default) || (required ? 'required' : '')}
          aria-invalid={problem !== '' || undefined}
          aria-describedby={`${id}-says`}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            setText(typed);
            const next = readQuantityText(typed, schema, unit, parameters);
            if ('value' in next) onChange(next.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setText(textOf(value));
          }}
        />
        {isPlain && suffix !== '' && <span className="field-unit">{suffix}</span>}
      </span>
      <span id={`${id}-says`} className="field-says">
        {problem !== '' ? (
          <span className="tone-bad">{problem}</span>
        ) : (
          'shows' in read && read.shows !== '' && <span className="field-becomes">= {read.shows}</span>
        )}
      </span>
    </>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

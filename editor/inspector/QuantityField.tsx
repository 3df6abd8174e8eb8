import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { Parameters } from '@twinloom/runtime/compile/resolve-params';
import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { forgetUnfinished, keepUnfinished, unfinishedText } from '../stores/unfinished-texts.ts';
import { readQuantityText } from '../ui/read-quantity-text.ts';
import { sliderOf, slidValue } from './param-slider.ts';
import { useCompletions } from './use-completions.tsx';
import { UnitChoices } from '../ui/UnitChoices.tsx';
import { inspectorWords } from '../words/inspector.ts';

interface QuantityFieldProps {
  id: string;
  schema: ParamSchema;
  value: unknown;
  /** UCUM code the param is in. */
  unit: string;
  parameters: Parameters;
  required: boolean;
  /** The param it is: what cannot be taken is kept for it. */
  node: string;
  param: string;
  onChange(value: unknown): void;
}

/** A number with its unit: takes a plain number, a quantity in any unit of the kind, or an `=` expression, and says what it becomes, or asks what it means. */
export function QuantityField(props: QuantityFieldProps): ReactElement {
  const { id, schema, value, unit, parameters, required, node, param, onChange } = props;
  const [text, setText] = useState(() => unfinishedText(node, param, value) ?? textOf(value));
  const input = useRef<HTMLInputElement>(null);
  const before = useRef(value);
  useEffect(() => {
    if (document.activeElement !== input.current)
      setText(unfinishedText(node, param, value) ?? textOf(value));
  }, [node, param, value]);
  const read = readQuantityText(text, schema, unit, parameters);
  const choices = 'choices' in read ? (read.choices ?? []) : [];
  const problem =
    'problem' in read ? read.problem : text.trim() === '' && required ? inspectorWords.needsValue : '';
  const take = (typed: string): void => {
    setText(typed);
    const next = readQuantityText(typed, schema, unit, parameters);
    // On the way to “5 ton” stood “5 t”: what is no answer yet leaves the value as it was.
    if ('value' in next) forgetUnfinished(node, param);
    else keepUnfinished(node, param, typed, before.current);
    onChange('value' in next ? next.value : before.current);
  };
  const names = [...parameters.si.keys()].map((name) => ({ name, says: parameters.text.get(name) ?? '' }));
  const { attributes, list } = useCompletions({
    field: input,
    text,
    names,
    isFormula: text.startsWith('='),
    onChange: take,
    onKeyDown: (event) => {
      if (event.key !== 'Escape') return;
      forgetUnfinished(node, param);
      setText(textOf(value));
    },
  });
  const slider = sliderOf(schema);
  const amount = 'amount' in read ? read.amount : text.trim() === '' ? numberOf(schema.default) : undefined;
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
          placeholder={textOf(schema.default) || (required ? inspectorWords.required : '')}
          aria-invalid={problem !== '' || choices.length > 0 || undefined}
          aria-describedby={`${id}-says`}
          onFocus={() => {
            before.current = value;
          }}
          {...attributes}
        />
        {isPlain && suffix !== '' && <span className="field-unit">{suffix}</span>}
        {list}
      </span>
      {slider && (
        <input
          type="range"
          className="slider"
          // The field beside it says the same to whoever does not see it.
          aria-label={inspectorWords.bySlider(schema.title ?? inspectorWords.value)}
          min={slider.min}
          max={slider.max}
          step={slider.step}
          value={amount ?? slider.min}
          data-unset={amount === undefined || undefined}
          onChange={(event) => take(String(slidValue(slider, Number(event.currentTarget.value))))}
        />
      )}
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
        {problem !== '' ? (
          <span className="tone-bad">{problem}</span>
        ) : (
          'shows' in read && read.shows !== '' && <span className="field-becomes">= {read.shows}</span>
        )}
      </span>
    </>
  );
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

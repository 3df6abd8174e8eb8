import { useState, type ReactElement } from 'react';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { variantsVarying, type Choice, type VariantForm } from '../../stores/study-form.ts';
import { ChoiceSelect } from './ChoiceSelect.tsx';
import { Field } from './Field.tsx';
import { studyWords } from '../../words/study.ts';

/** Most variants of a study. */
const MOST = 50;

interface VaryRowProps {
  choices: readonly Choice[];
  variants: readonly VariantForm[];
  onAdd(variants: VariantForm[]): void;
}

/** Varies one thing from a value to another in equal steps: a variant for each. */
export function VaryRow({ choices, variants, onAdd }: VaryRowProps): ReactElement {
  const [key, setKey] = useState('');
  const [texts, setTexts] = useState({ from: '', to: '', steps: '5' });
  const choice = choices.find((one) => one.key === key);
  const [from, to, steps] = [texts.from, texts.to, texts.steps].map((text) =>
    text.trim() === '' ? Number.NaN : Number(text),
  ) as [number, number, number];
  const isReady = choice && Number.isFinite(from) && Number.isFinite(to) && Number.isInteger(steps);
  const fits = isReady && steps >= 1 && variants.length + steps <= MOST;
  const unit = choice?.kind === 'times' ? '' : formatUnit(choice?.unit ?? '');
  return (
    <fieldset className="variant">
      <ChoiceSelect
        label={studyWords.whatVaried}
        choices={choices.filter(({ kind }) => kind !== 'flow' && kind !== 'maintenance')}
        value={key}
        onChange={setKey}
      />
      <div className="vary-values">
        {(['from', 'to', 'steps'] as const).map((name) => (
          <Field
            key={name}
            label={studyWords.sweepParts[name]}
            inputMode="decimal"
            value={texts[name]}
            onChange={(text) => setTexts({ ...texts, [name]: text })}
          />
        ))}
        {unit && <span className="muted">{unit}</span>}
      </div>
      <button
        type="button"
        className="button button-small"
        disabled={!fits}
        title={isReady && !fits ? studyWords.atMostVariants(MOST) : undefined}
        onClick={() => choice && onAdd(variantsVarying(choice, { from, to, steps }, variants))}
      >
        {studyWords.addThem}
      </button>
    </fieldset>
  );
}

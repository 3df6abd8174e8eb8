import { X } from 'lucide-react';
import { type ReactElement } from 'react';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import type { FaultTarget } from '../../stores/fault-targets.ts';
import type { RowProblems } from '../../stores/question-problems.ts';
import { choiceAt, needsNoText, type Choice, type VariantForm } from '../../stores/study-form.ts';
import { ChoiceSelect } from './ChoiceSelect.tsx';
import { FaultRows } from './FaultRows.tsx';
import { InputRows } from './InputRows.tsx';
import { studyWords } from '../../words/study.ts';

interface VariantRowProps {
  variant: VariantForm;
  choices: readonly Choice[];
  targets: readonly FaultTarget[];
  problems: RowProblems;
  /** What it costs is asked for. */
  hasMoney: boolean;
  onChange(change: Partial<VariantForm> | undefined): void;
}

/** A variant: its name, what changes in it, how its inputs are fed, what fails, and what it costs. */
export function VariantRow({
  variant,
  choices,
  targets,
  problems,
  hasMoney,
  onChange,
}: VariantRowProps): ReactElement {
  const { id, name, changes, inputs, faults, investment, more } = variant;
  const kept = Object.keys(more);
  return (
    <fieldset className="variant">
      <div className="variant-head">
        <input
          className="input"
          aria-label={studyWords.variantName}
          maxLength={100}
          required
          value={name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <button
          type="button"
          className="icon-button icon-button-small"
          aria-label={studyWords.remove(name)}
          onClick={() => onChange(undefined)}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      <Changes changes={changes} choices={choices} onChange={(next) => onChange({ changes: next })} />
      <InputRows
        legend={studyWords.fedOtherwise}
        add={inputs.length > 0 ? studyWords.feedAnother : studyWords.feedOtherwise}
        rows={inputs}
        targets={targets}
        place={id}
        problems={problems}
        onChange={(rows) => onChange({ inputs: rows })}
      />
      <FaultRows
        rows={faults}
        targets={targets}
        place={id}
        problems={problems}
        onChange={(rows) => onChange({ faults: rows })}
      />
      {kept.length > 0 && <p className="muted variant-more">{studyWords.keptToo(kept.join(', '))}</p>}
      {hasMoney && (
        <label className="question-line">
          <span className="muted">{studyWords.investment}</span>
          <input
            className="input question-horizon"
            inputMode="decimal"
            placeholder="0"
            value={investment}
            onChange={(event) => onChange({ investment: event.currentTarget.value })}
          />
        </label>
      )}
    </fieldset>
  );
}

interface ChangesProps {
  changes: VariantForm['changes'];
  choices: readonly Choice[];
  onChange(changes: VariantForm['changes']): void;
}

function Changes({ changes, choices, onChange }: ChangesProps): ReactElement {
  const set = (index: number, change: Partial<(typeof changes)[number]>): void =>
    onChange(changes.map((one, i) => (i === index ? { ...one, ...change } : one)));
  return (
    <>
      {changes.map((change, index) => (
        // Changes have no identity of their own.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="variant-change">
          <ChoiceSelect
            label={studyWords.change}
            choices={choices}
            value={change.choice}
            onChange={(choice) => set(index, { choice })}
          />
          <ChangeValue
            choice={choiceAt(change.choice, choices)}
            text={change.text}
            onChange={(text) => set(index, { text })}
          />
          <button
            type="button"
            className="icon-button icon-button-small"
            aria-label={studyWords.removeChange}
            onClick={() => onChange(changes.filter((_one, i) => i !== index))}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="link-button"
        onClick={() => onChange([...changes, { choice: '', text: '' }])}
      >
        {studyWords.changeElse}
      </button>
    </>
  );
}

interface ChangeValueProps {
  choice: Choice | undefined;
  text: string;
  onChange(text: string): void;
}

function ChangeValue({ choice, text, onChange }: ChangeValueProps): ReactElement {
  if (choice?.kind === 'flow')
    return (
      <span className="muted">{choice.name === 'draft' ? studyWords.itsDraft : studyWords.asDeployed}</span>
    );
  if (choice && needsNoText(choice)) return <span className="muted">{studyWords.noOtherTime}</span>;
  const unit = choice?.kind === 'times' ? '' : formatUnit(choice?.unit ?? '');
  return (
    <span className="variant-value">
      <input
        className="input"
        aria-label={studyWords.valueOf(choice?.label ?? studyWords.whatChanges)}
        placeholder={placeholderOf(choice)}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {unit && <span className="muted">{unit}</span>}
    </span>
  );
}

function placeholderOf(choice: Choice | undefined): string {
  if (choice?.kind === 'times') return '1.15';
  if (choice?.kind !== 'maintenance') return '';
  return choice.name === 'interval' ? '25 min' : 'vibration.value > 2.8';
}

import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { FaultTarget } from '../../stores/fault-targets.ts';
import type { StudyForm } from '../../stores/study-form.ts';
import { questionWords } from '../../words/question.ts';
import { NameSelect } from './NameSelect.tsx';

type Repeated = Pick<StudyForm, 'record' | 'seed'>;

interface RepeatFieldsProps {
  form: Repeated;
  targets: readonly FaultTarget[];
  problem: string | undefined;
  onChange(change: Partial<Repeated>): void;
}

/** Which ports are kept over time, and the seed by which chance draws the same again. */
export function RepeatFields({ form, targets, problem, onChange }: RepeatFieldsProps): ReactElement {
  const { record, seed } = form;
  const ports = targets.filter(
    ({ name, kind, type }) =>
      (kind === 'input' || kind === 'port') &&
      (type === 'number' || type === 'boolean') &&
      !record.includes(name),
  );
  return (
    <>
      <label className="question-line">
        <span>{questionWords.record.label}</span>
        <NameSelect
          label={questionWords.record.label}
          none={record.length > 0 ? questionWords.record.another : questionWords.record.usual}
          choices={ports.map(({ name }) => ({ name }))}
          value=""
          onChange={(name) => name !== '' && onChange({ record: [...record, name] })}
        />
      </label>
      {record.length > 0 && (
        <ul className="kept-ports">
          {record.map((name) => (
            <li key={name}>
              {name}
              <button
                type="button"
                className="icon-button icon-button-small"
                aria-label={questionWords.record.remove(name)}
                onClick={() => onChange({ record: record.filter((one) => one !== name) })}
              >
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <label className="question-line" title={questionWords.seed.means}>
        <span>{questionWords.seed.label}</span>
        <input
          className="input question-horizon"
          inputMode="numeric"
          placeholder="1"
          aria-invalid={problem === undefined ? undefined : true}
          value={seed}
          onChange={(event) => onChange({ seed: event.currentTarget.value })}
        />
      </label>
      {problem !== undefined && <p className="field-says tone-bad">{problem}</p>}
    </>
  );
}

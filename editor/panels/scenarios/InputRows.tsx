import { X } from 'lucide-react';
import { useId, type ReactElement } from 'react';
import { targetOf, type FaultTarget } from '../../stores/fault-targets.ts';
import { newInput, type InputForm, type PolicyName } from '../../stores/input-form.ts';
import { rowPlace, type RowProblems } from '../../stores/question-problems.ts';
import { NameSelect } from './NameSelect.tsx';
import { PolicyFields } from './PolicyFields.tsx';
import { studyWords } from '../../words/study.ts';

const POLICIES: Readonly<Record<PolicyName, string>> = {
  hold: studyWords.holds,
  ramp: studyWords.ramps,
  profile: studyWords.followsFile,
  scaled: studyWords.multiplied,
  replay: studyWords.replays,
  forecast: studyWords.forecasts,
};

interface InputRowsProps {
  legend: string;
  /** What the button to add one says. */
  add: string;
  rows: readonly InputForm[];
  targets: readonly FaultTarget[];
  /** Id of the variant. */
  place: number | 'all';
  problems: RowProblems;
  onChange(rows: InputForm[]): void;
}

/** How inputs are fed while nothing listens to the outside. */
export function InputRows({
  legend,
  add,
  rows,
  targets,
  place,
  problems,
  onChange,
}: InputRowsProps): ReactElement | false {
  const inputs = targets.filter(({ kind }) => kind === 'input');
  if (inputs.length === 0 && rows.length === 0) return false;
  const set = (id: number, change: Partial<InputForm>): void =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...change } : row)));
  return (
    <>
      {rows.map((row) => (
        <InputRow
          key={row.id}
          legend={legend}
          row={row}
          inputs={inputs}
          problem={problems.get(rowPlace(place, 'inputs', row.id))}
          onChange={(change) => set(row.id, change)}
          onRemove={() => onChange(rows.filter(({ id }) => id !== row.id))}
        />
      ))}
      <button type="button" className="link-button" onClick={() => onChange([...rows, newInput(rows)])}>
        {add}
      </button>
    </>
  );
}

interface InputRowProps {
  legend: string;
  row: InputForm;
  inputs: readonly FaultTarget[];
  problem: string | undefined;
  onChange(change: Partial<InputForm>): void;
  onRemove(): void;
}

function InputRow({ legend, row, inputs, problem, onChange, onRemove }: InputRowProps): ReactElement {
  const target = targetOf(row.input, inputs);
  const says = useId();
  return (
    <fieldset className="fed" aria-describedby={problem === undefined ? undefined : says}>
      <legend className="muted">{legend}</legend>
      <div className="variant-head">
        <NameSelect
          label={studyWords.input}
          none={studyWords.chooseInput}
          choices={inputs.map(({ name, label }) => ({ name, title: label }))}
          value={target?.name ?? row.input}
          isWrong={problem !== undefined}
          onChange={(input) => onChange({ input })}
        />
        <select
          className="input axis-distribution fed-policy"
          aria-label={studyWords.howFed}
          value={row.policy}
          onChange={(event) => onChange({ policy: event.currentTarget.value as PolicyName })}
        >
          {Object.entries(POLICIES).map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="icon-button icon-button-small"
          aria-label={studyWords.feedAsUsual(target?.label ?? studyWords.this)}
          onClick={onRemove}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      <PolicyFields row={row} target={target} onChange={onChange} />
      {problem !== undefined && (
        <p id={says} className="field-says tone-bad">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

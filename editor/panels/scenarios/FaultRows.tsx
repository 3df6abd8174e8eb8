import { X } from 'lucide-react';
import { useId, type ReactElement } from 'react';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { hasSize, newFault, type FaultForm } from '../../stores/fault-form.ts';
import { kindsOf, targetOf, type FaultKind, type FaultTarget } from '../../stores/fault-targets.ts';
import { rowPlace, type RowProblems } from '../../stores/question-problems.ts';
import { Field } from './Field.tsx';
import { studyWords } from '../../words/study.ts';

const KINDS: Readonly<Record<FaultKind, string>> = {
  bias: studyWords.isOff,
  drift: studyWords.drifts,
  noise: studyWords.scatters,
  step: studyWords.jumps,
  stuck: studyWords.sticks,
  dropout: studyWords.dropsOut,
};

interface FaultRowsProps {
  rows: readonly FaultForm[];
  targets: readonly FaultTarget[];
  /** Id of the variant. */
  place: number;
  problems: RowProblems;
  onChange(rows: FaultForm[]): void;
}

/** What goes wrong in a variant: of any input, port, param or state, when, how long, and by how much. */
export function FaultRows({ rows, targets, place, problems, onChange }: FaultRowsProps): ReactElement {
  const names = useId();
  const set = (id: number, change: Partial<FaultForm>): void =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...change } : row)));
  return (
    <>
      {rows.length > 0 && (
        <datalist id={names}>
          {targets.map(({ kind, name, label }) => (
            <option key={`${kind} ${name}`} value={name}>
              {label} ({studyWords.targets[kind]})
            </option>
          ))}
        </datalist>
      )}
      {rows.map((row) => (
        <FaultRow
          key={row.id}
          row={row}
          target={targetOf(row.input, targets)}
          names={names}
          problem={problems.get(rowPlace(place, 'faults', row.id))}
          onChange={(change) => set(row.id, change)}
          onRemove={() => onChange(rows.filter(({ id }) => id !== row.id))}
        />
      ))}
      <button type="button" className="link-button" onClick={() => onChange([...rows, newFault(rows)])}>
        {rows.length > 0 ? studyWords.failElse : studyWords.failSomething}
      </button>
    </>
  );
}

interface FaultRowProps {
  row: FaultForm;
  target: FaultTarget | undefined;
  /** Id of the list of names. */
  names: string;
  problem: string | undefined;
  onChange(change: Partial<FaultForm>): void;
  onRemove(): void;
}

function FaultRow({ row, target, names, problem, onChange, onRemove }: FaultRowProps): ReactElement {
  const { input, kind, at, lasts } = row;
  const kinds = kindsOf(target);
  const says = useId();
  return (
    <fieldset className="fed" aria-describedby={problem === undefined ? undefined : says}>
      <legend className="muted">
        {target ? studyWords.faultOf(target.label, studyWords.targets[target.kind]) : studyWords.whatFails}
      </legend>
      <div className="variant-head">
        <input
          className="input"
          aria-label={studyWords.whatFails}
          placeholder="flow.value"
          list={names}
          maxLength={160}
          aria-invalid={problem === undefined ? undefined : true}
          value={input}
          onChange={(event) => onChange({ input: event.currentTarget.value })}
        />
        <button
          type="button"
          className="icon-button icon-button-small"
          aria-label={studyWords.letBeSound(input || studyWords.this)}
          onClick={onRemove}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      <div className="fed-how">
        <select
          className="input"
          aria-label={studyWords.howFails}
          value={kind}
          onChange={(event) => onChange({ kind: event.currentTarget.value as FaultKind })}
        >
          {[...new Set([kind, ...kinds])].map((name) => (
            <option key={name} value={name}>
              {KINDS[name]}
            </option>
          ))}
        </select>
        {hasSize(kind) && <Size row={row} target={target} onChange={onChange} />}
      </div>
      <div className="vary-values">
        <Field
          label={studyWords.from}
          placeholder={studyWords.fromStart}
          value={at}
          onChange={(text) => onChange({ at: text })}
        />
        <Field
          label={studyWords.forTime}
          placeholder={studyWords.toEnd}
          value={lasts}
          onChange={(text) => onChange({ lasts: text })}
        />
      </div>
      {problem !== undefined && (
        <p id={says} className="field-says tone-bad">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

function Size({
  row: { kind, size },
  target,
  onChange,
}: Pick<FaultRowProps, 'row' | 'target' | 'onChange'>): ReactElement {
  const unit = formatUnit(target?.unit ?? '');
  const shown = kind === 'drift' ? studyWords.aSecond(unit).trim() : unit;
  return (
    <span className="variant-value">
      <input
        className="input"
        aria-label={studyWords.faultSize}
        value={size}
        onChange={(event) => onChange({ size: event.currentTarget.value })}
      />
      {shown && <span className="muted">{shown}</span>}
    </span>
  );
}

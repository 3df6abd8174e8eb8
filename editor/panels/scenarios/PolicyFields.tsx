import { useEffect, useRef, type ReactElement } from 'react';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { decodeText } from '../../stores/decode-text.ts';
import type { FaultTarget } from '../../stores/fault-targets.ts';
import { describePoints, type InputForm } from '../../stores/input-form.ts';
import { Field } from './Field.tsx';
import { NameSelect } from './NameSelect.tsx';
import { studyWords } from '../../words/study.ts';

interface PolicyFieldsProps {
  row: InputForm;
  target: FaultTarget | undefined;
  onChange(change: Partial<InputForm>): void;
}

/** The fields of the way in which an input is fed. */
export function PolicyFields({ row, target, onChange }: PolicyFieldsProps): ReactElement | false {
  const { policy } = row;
  const unit = formatUnit(target?.unit ?? '');
  switch (policy) {
    case 'hold':
      return false;
    case 'ramp':
      return (
        <div className="vary-values">
          <Field
            label={unit === '' ? studyWords.to : studyWords.toUnit(unit)}
            value={row.to}
            onChange={(to) => onChange({ to })}
          />
          <Field
            label={studyWords.over}
            placeholder="10 min"
            value={row.over}
            onChange={(over) => onChange({ over })}
          />
        </div>
      );
    case 'profile':
      return <Profile row={row} target={target} onChange={onChange} />;
    case 'scaled':
      return (
        <div className="vary-values">
          <Field
            label={studyWords.by}
            placeholder="1.15"
            value={row.factor}
            onChange={(factor) => onChange({ factor })}
          />
        </div>
      );
    case 'replay':
      return (
        <div className="vary-values">
          <Field
            label={studyWords.from}
            placeholder={studyWords.pastExample}
            value={row.from}
            onChange={(from) => onChange({ from })}
          />
        </div>
      );
    case 'forecast':
      return (
        <NameSelect
          label={studyWords.predictor}
          none={studyWords.choosePredictor}
          choices={(target?.forecasts ?? []).map((name) => ({ name }))}
          value={row.by}
          onChange={(by) => onChange({ by })}
        />
      );
    default:
      return policy satisfies never;
  }
}

function Profile({ row, target, onChange }: PolicyFieldsProps): ReactElement {
  // A long file takes its time: what is typed elsewhere meanwhile is not taken back.
  const newest = useRef(onChange);
  useEffect(() => {
    newest.current = onChange;
  });
  const read = async (file: File | undefined): Promise<void> => {
    if (!file || !target) return;
    const [{ profileOfCsv }, bytes] = await Promise.all([
      import('../../stores/profile-of-csv.ts'),
      file.arrayBuffer(),
    ]);
    const found = await profileOfCsv(decodeText(new Uint8Array(bytes)), target);
    newest.current(
      'problem' in found
        ? { points: [], file: file.name, problem: found.problem }
        : { points: found.points, file: file.name, problem: '' },
    );
  };
  const said = describePoints(row);
  return (
    <>
      <div className="vary-values">
        <label>
          <span className="muted">{studyWords.valuesByTime}</span>
          <input
            className="input"
            type="file"
            accept=".csv,.txt,.tsv,text/csv"
            disabled={!target}
            title={target ? undefined : studyWords.inputFirst}
            onChange={(event) => void read(event.currentTarget.files?.[0])}
          />
        </label>
        <label>
          <span className="muted">{studyWords.between}</span>
          <select
            className="input"
            value={row.between}
            onChange={(event) => onChange({ between: event.currentTarget.value as InputForm['between'] })}
          >
            <option value="step">{studyWords.stepBetween}</option>
            <option value="line">{studyWords.lineBetween}</option>
          </select>
        </label>
      </div>
      {said && <p className="muted variant-more">{said}</p>}
      {row.problem !== '' && <p className="field-says tone-bad">{row.problem}</p>}
    </>
  );
}

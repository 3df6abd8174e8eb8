import type { ReactElement } from 'react';
import {
  isMaintained,
  NO_MAINTENANCE,
  type MaintenanceForm,
  type WorkForm,
} from '../../stores/maintenance-form.ts';
import { Field } from './Field.tsx';
import { NameSelect } from './NameSelect.tsx';
import { questionWords } from '../../words/question.ts';
import { studyWords } from '../../words/study.ts';

interface MaintenanceFieldsProps {
  form: MaintenanceForm;
  assets: readonly string[];
  onChange(form: MaintenanceForm): void;
}

/** Which asset is replaced, when it fails, and what a replacement takes; when it is replaced is said in each variant. */
export function MaintenanceFields({ form, assets, onChange }: MaintenanceFieldsProps): ReactElement | false {
  const set = (change: Partial<MaintenanceForm>): void => onChange({ ...form, ...change });
  const isAsked = isMaintained(form);
  if (assets.length === 0 && !isAsked) return false;
  return (
    <>
      <label className="question-line">
        <span>{studyWords.maintenance}</span>
        <NameSelect
          label={studyWords.asset}
          none={studyWords.noAsset}
          choices={assets.map((asset) => ({ name: asset, title: studyWords.ofAsset(asset) }))}
          value={form.asset}
          onChange={(asset) => onChange(asset === '' ? NO_MAINTENANCE : { ...form, asset })}
        />
      </label>
      {isAsked && (
        <fieldset className="variant">
          <label className="question-line">
            <span className="muted">{studyWords.failsWhen}</span>
            <input
              className="input"
              placeholder="bearing.damage >= 1"
              value={form.fails}
              onChange={(event) => set({ fails: event.currentTarget.value })}
            />
          </label>
          <Work
            title={studyWords.failure}
            work={form.unplanned}
            onChange={(unplanned) => set({ unplanned })}
          />
          <Work title={studyWords.planned} work={form.planned} onChange={(planned) => set({ planned })} />
          <label className="question-line">
            <span className="muted">{studyWords.hourCosts}</span>
            <input
              className="input question-horizon"
              inputMode="decimal"
              placeholder="0"
              value={form.downtimePrice}
              onChange={(event) => set({ downtimePrice: event.currentTarget.value })}
            />
          </label>
          {form.asset === '' && (
            <button type="button" className="link-button" onClick={() => onChange(NO_MAINTENANCE)}>
              {questionWords.maintenance.takeOut}
            </button>
          )}
          <p className="muted variant-more">{studyWords.maintenanceMeans}</p>
        </fieldset>
      )}
    </>
  );
}

const FIELDS: readonly { name: keyof WorkForm; label: string; placeholder: string }[] = [
  { name: 'outage', label: studyWords.outage, placeholder: '2 h' },
  { name: 'crew', label: studyWords.people, placeholder: '1' },
  { name: 'crewPrice', label: studyWords.pricePerHour, placeholder: '0' },
  { name: 'parts', label: studyWords.parts, placeholder: '0' },
];

interface WorkProps {
  title: string;
  work: WorkForm;
  onChange(work: WorkForm): void;
}

function Work({ title, work, onChange }: WorkProps): ReactElement {
  return (
    <fieldset className="work">
      <legend className="muted">{title}</legend>
      <div className="vary-values">
        {FIELDS.map(({ name, label, placeholder }) => (
          <Field
            key={name}
            label={label}
            placeholder={placeholder}
            value={work[name]}
            onChange={(text) => onChange({ ...work, [name]: text })}
          />
        ))}
      </div>
    </fieldset>
  );
}

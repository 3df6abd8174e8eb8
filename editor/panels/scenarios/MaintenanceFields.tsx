import type { ReactElement } from 'react';
import type { MaintenanceForm, WorkForm } from '../../stores/maintenance-form.ts';

interface MaintenanceFieldsProps {
  form: MaintenanceForm;
  assets: readonly string[];
  onChange(form: MaintenanceForm): void;
}

/** Which asset is replaced, when it fails, and what a replacement takes; when it is replaced is said in each variant. */
export function MaintenanceFields({ form, assets, onChange }: MaintenanceFieldsProps): ReactElement | false {
  const set = (change: Partial<MaintenanceForm>): void => onChange({ ...form, ...change });
  if (assets.length === 0) return false;
  return (
    <>
      <label className="question-line">
        <span>Maintenance</span>
        <select
          className="input"
          aria-label="Asset that is replaced"
          value={form.asset}
          onChange={(event) => set({ asset: event.currentTarget.value })}
        >
          <option value="">is not looked at</option>
          {assets.map((asset) => (
            <option key={asset} value={asset}>
              of the {asset}
            </option>
          ))}
        </select>
      </label>
      {form.asset !== '' && (
        <fieldset className="variant">
          <label className="question-line">
            <span className="muted">It fails when</span>
            <input
              className="input"
              placeholder="bearing.damage >= 1"
              value={form.fails}
              onChange={(event) => set({ fails: event.currentTarget.value })}
            />
          </label>
          <Work title="A failure" work={form.unplanned} onChange={(unplanned) => set({ unplanned })} />
          <Work title="Planned" work={form.planned} onChange={(planned) => set({ planned })} />
          <label className="question-line">
            <span className="muted">An hour of standing costs</span>
            <input
              className="input question-horizon"
              inputMode="decimal"
              placeholder="0"
              value={form.downtimePrice}
              onChange={(event) => set({ downtimePrice: event.currentTarget.value })}
            />
          </label>
          <p className="muted variant-more">
            A variant says when it is replaced: choose it under what changes. Without that it runs to failure.
          </p>
        </fieldset>
      )}
    </>
  );
}

const FIELDS: readonly { name: keyof WorkForm; label: string; placeholder: string }[] = [
  { name: 'outage', label: 'outage', placeholder: '2 h' },
  { name: 'crew', label: 'people', placeholder: '1' },
  { name: 'crewPrice', label: 'price / h', placeholder: '0' },
  { name: 'parts', label: 'parts', placeholder: '0' },
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
          <label key={name}>
            <span className="muted">{label}</span>
            <input
              className="input"
              placeholder={placeholder}
              value={work[name]}
              onChange={(event) => onChange({ ...work, [name]: event.currentTarget.value })}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

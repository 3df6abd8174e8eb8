import { type ReactElement } from 'react';
import type { WorthForm } from '../../stores/method-form.ts';
import { KpiSelect, type KpiChoice } from './KpiSelect.tsx';

interface WorthFieldsProps {
  form: WorthForm;
  kpis: readonly KpiChoice[];
  onChange(form: WorthForm): void;
}

/** What is asked of money: the KPI that counts it, over how many years, at which rate. */
export function WorthFields({ form, kpis, onChange }: WorthFieldsProps): ReactElement {
  const set = (change: Partial<WorthForm>): void => onChange({ ...form, ...change });
  return (
    <>
      <label className="question-line">
        <span>Money</span>
        <KpiSelect
          label="KPI that counts money"
          none="is not looked at"
          kpis={kpis}
          value={form.kpi}
          onChange={(kpi) => set({ kpi })}
        />
      </label>
      {form.kpi !== '' && (
        <fieldset className="variant">
          <div className="vary-values">
            <label>
              <span className="muted">it is</span>
              <select
                className="input"
                value={form.counts}
                onChange={(event) => set({ counts: event.currentTarget.value as WorthForm['counts'] })}
              >
                <option value="cost">a cost</option>
                <option value="income">an income</option>
              </select>
            </label>
            <label>
              <span className="muted">years</span>
              <input
                className="input"
                value={form.years}
                onChange={(event) => set({ years: event.currentTarget.value })}
              />
            </label>
            <label>
              <span className="muted">rate, %</span>
              <input
                className="input"
                placeholder="none"
                value={form.discountRate}
                onChange={(event) => set({ discountRate: event.currentTarget.value })}
              />
            </label>
          </div>
          <label className="question-line">
            <span className="muted">Downtime</span>
            <KpiSelect
              label="KPI that counts downtime"
              none="is not counted"
              kpis={kpis}
              value={form.downtime}
              onChange={(downtime) => set({ downtime })}
            />
          </label>
        </fieldset>
      )}
    </>
  );
}

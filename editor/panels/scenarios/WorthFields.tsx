import { type ReactElement } from 'react';
import type { WorthForm } from '../../stores/method-form.ts';
import { KpiSelect, type KpiChoice } from './KpiSelect.tsx';
import { studyWords } from '../../words/study.ts';

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
        <span>{studyWords.money}</span>
        <KpiSelect
          label={studyWords.moneyKpi}
          none={studyWords.notLookedAt}
          kpis={kpis}
          value={form.kpi}
          onChange={(kpi) => set({ kpi })}
        />
      </label>
      {form.kpi !== '' && (
        <fieldset className="variant">
          <div className="vary-values">
            <label>
              <span className="muted">{studyWords.itIs}</span>
              <select
                className="input"
                value={form.counts}
                onChange={(event) => set({ counts: event.currentTarget.value as WorthForm['counts'] })}
              >
                <option value="cost">{studyWords.cost}</option>
                <option value="income">{studyWords.income}</option>
              </select>
            </label>
            <label>
              <span className="muted">{studyWords.years}</span>
              <input
                className="input"
                value={form.years}
                onChange={(event) => set({ years: event.currentTarget.value })}
              />
            </label>
            <label>
              <span className="muted">{studyWords.rate}</span>
              <input
                className="input"
                placeholder={studyWords.none}
                value={form.discountRate}
                onChange={(event) => set({ discountRate: event.currentTarget.value })}
              />
            </label>
          </div>
          <label className="question-line">
            <span className="muted">{studyWords.downtime}</span>
            <KpiSelect
              label={studyWords.downtimeKpi}
              none={studyWords.notCounted}
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

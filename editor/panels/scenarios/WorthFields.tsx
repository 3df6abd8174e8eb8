import { type ReactElement } from 'react';
import type { WorthForm } from '../../stores/method-form.ts';
import { Field } from './Field.tsx';
import { NameSelect, type NameChoice } from './NameSelect.tsx';
import { studyWords } from '../../words/study.ts';

interface WorthFieldsProps {
  form: WorthForm;
  kpis: readonly NameChoice[];
  onChange(form: WorthForm): void;
}

/** What is asked of money: the KPI that counts it, over how many years, at which rate. */
export function WorthFields({ form, kpis, onChange }: WorthFieldsProps): ReactElement {
  const set = (change: Partial<WorthForm>): void => onChange({ ...form, ...change });
  return (
    <>
      <label className="question-line">
        <span>{studyWords.money}</span>
        <NameSelect
          label={studyWords.moneyKpi}
          none={studyWords.notLookedAt}
          choices={kpis}
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
            <Field label={studyWords.years} value={form.years} onChange={(years) => set({ years })} />
            <Field
              label={studyWords.rate}
              placeholder={studyWords.none}
              value={form.discountRate}
              onChange={(discountRate) => set({ discountRate })}
            />
          </div>
          <label className="question-line">
            <span className="muted">{studyWords.downtime}</span>
            <NameSelect
              label={studyWords.downtimeKpi}
              none={studyWords.notCounted}
              choices={kpis}
              value={form.downtime}
              onChange={(downtime) => set({ downtime })}
            />
          </label>
        </fieldset>
      )}
    </>
  );
}

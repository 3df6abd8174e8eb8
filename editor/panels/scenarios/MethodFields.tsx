import { Plus, X } from 'lucide-react';
import { type ReactElement } from 'react';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import {
  cutsOf,
  DISTRIBUTIONS,
  newAxis,
  type AxisForm,
  type DistributionName,
  type LimitForm,
  type MethodForm,
} from '../../stores/method-form.ts';
import type { Choice } from '../../stores/study-form.ts';
import { ChoiceSelect } from './ChoiceSelect.tsx';
import { Field } from './Field.tsx';
import { NameSelect, type NameChoice } from './NameSelect.tsx';
import { studyWords } from '../../words/study.ts';

const METHODS = [
  ['none', studyWords.onlyVariants],
  ['sweep', studyWords.inSteps],
  ['chance', studyWords.byChance],
  ['search', studyWords.findBest],
] as const;

const DISTRIBUTION_WORDS: Readonly<Record<DistributionName, string>> = {
  normal: studyWords.normal,
  lognormal: studyWords.lognormal,
  uniform: studyWords.uniform,
  triangular: studyWords.triangular,
  pert: 'PERT',
};

const WORDS: Readonly<Record<string, string>> = {
  mean: studyWords.mean,
  deviation: studyWords.deviation,
  min: studyWords.least,
  max: studyWords.greatest,
  likely: studyWords.likely,
  atLeast: studyWords.notBelow,
  atMost: studyWords.notAbove,
  count: studyWords.values,
  values: studyWords.orList,
};

const MOST_AXES: Readonly<Record<MethodForm['method'], number>> = {
  none: 0,
  sweep: 2,
  chance: 20,
  search: 6,
};

interface MethodFieldsProps {
  form: MethodForm;
  choices: readonly Choice[];
  kpis: readonly NameChoice[];
  /** Where it may play, by the names under which the form keeps them; the twin as it is first. */
  places: readonly NameChoice[];
  onChange(form: MethodForm): void;
}

/** What runs beside the variants: in steps, by chance, or a search for the best. */
export function MethodFields({ form, choices, kpis, places, onChange }: MethodFieldsProps): ReactElement {
  const { method, axes } = form;
  const set = (change: Partial<MethodForm>): void => onChange({ ...form, ...change });
  const setAxis = (id: number, change: Partial<AxisForm> | undefined): void =>
    set({ axes: axes.flatMap((one) => (one.id === id ? (change ? [{ ...one, ...change }] : []) : [one])) });
  return (
    <>
      <label className="question-line">
        <span>{studyWords.runs}</span>
        <select
          className="input"
          aria-label={studyWords.method}
          value={method}
          onChange={(event) => {
            const chosen = event.currentTarget.value as MethodForm['method'];
            const kept = axes.slice(0, MOST_AXES[chosen]);
            set({ method: chosen, axes: kept.length > 0 || chosen === 'none' ? kept : [newAxis([])] });
          }}
        >
          {METHODS.map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {method !== 'none' && (
        <fieldset className="variant">
          {places.length > 1 && (
            <label className="question-line">
              <span className="muted">{studyWords.inVariant}</span>
              <NameSelect
                label={studyWords.chooseVariant}
                choices={places}
                value={form.of}
                onChange={(of) => set({ of })}
              />
            </label>
          )}
          {method === 'chance' && places.length > 1 && (
            <Compared form={form} places={places} onChange={set} />
          )}
          {method === 'search' && <Goal form={form} kpis={kpis} onChange={set} />}
          {axes.map((axis) => (
            <AxisFields
              key={axis.id}
              axis={axis}
              method={method}
              choices={choices}
              onChange={(change) => setAxis(axis.id, change)}
            />
          ))}
          {axes.length < MOST_AXES[method] && (
            <button
              type="button"
              className="link-button"
              onClick={() => set({ axes: [...axes, newAxis(axes)] })}
            >
              {method === 'sweep' ? studyWords.varySecond : studyWords.varyElse}
            </button>
          )}
          {method === 'search' && <Limits limits={form.limits} kpis={kpis} onChange={set} />}
          {method !== 'sweep' && <RunFields form={form} onChange={set} />}
        </fieldset>
      )}
    </>
  );
}

interface AxisFieldsProps {
  axis: AxisForm;
  method: MethodForm['method'];
  choices: readonly Choice[];
  onChange(change: Partial<AxisForm> | undefined): void;
}

function AxisFields({ axis, method, choices, onChange }: AxisFieldsProps): ReactElement {
  const { choice, distribution, texts } = axis;
  const found = choices.find(({ key }) => key === choice);
  const unit = found?.kind === 'times' ? '' : formatUnit(found?.unit ?? '');
  const names =
    method === 'sweep'
      ? ['from', 'to', 'count', 'values']
      : method === 'search'
        ? ['min', 'max', 'start']
        : [...DISTRIBUTIONS[distribution], ...cutsOf(distribution)];
  return (
    <div className="axis">
      <div className="variant-head">
        <ChoiceSelect
          label={studyWords.whatVaries}
          choices={choices.filter(({ kind }) => kind !== 'flow' && kind !== 'maintenance')}
          value={choice}
          onChange={(chosen) => onChange({ choice: chosen })}
        />
        {method === 'chance' && (
          <select
            className="input axis-distribution"
            aria-label={studyWords.spread}
            value={distribution}
            onChange={(event) => onChange({ distribution: event.currentTarget.value as DistributionName })}
          >
            {Object.entries(DISTRIBUTION_WORDS).map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        )}
        <button
          type="button"
          className="icon-button icon-button-small"
          aria-label={studyWords.varyNoMore(found?.label ?? studyWords.this)}
          onClick={() => onChange(undefined)}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      <div className="vary-values">
        {names.map((name) => (
          <Field
            key={name}
            label={WORDS[name] ?? name}
            value={texts[name] ?? ''}
            onChange={(text) => onChange({ texts: { ...texts, [name]: text } })}
          />
        ))}
        {unit && <span className="muted">{unit}</span>}
      </div>
    </div>
  );
}

interface PartProps {
  form: MethodForm;
  onChange(change: Partial<MethodForm>): void;
}

/** Which variants run with the same draws, so that what differs is the variant. */
function Compared({
  form: { of, compare },
  places,
  onChange,
}: PartProps & { places: readonly NameChoice[] }): ReactElement {
  return (
    <fieldset className="compared">
      <legend className="muted">{studyWords.sameDraws}</legend>
      {places
        .filter(({ name }) => name !== of)
        .map(({ name, title }) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={compare.includes(name)}
              onChange={(event) =>
                onChange({
                  compare: event.currentTarget.checked
                    ? [...compare, name]
                    : compare.filter((one) => one !== name),
                })
              }
            />
            {title}
          </label>
        ))}
    </fieldset>
  );
}

function Goal({
  form: { kpi, goal },
  kpis,
  onChange,
}: PartProps & { kpis: readonly NameChoice[] }): ReactElement {
  return (
    <div className="variant-head">
      <select
        className="input axis-distribution"
        aria-label={studyWords.goal}
        value={goal}
        onChange={(event) => onChange({ goal: event.currentTarget.value as MethodForm['goal'] })}
      >
        <option value="least">{studyWords.least}</option>
        <option value="most">{studyWords.most}</option>
      </select>
      <NameSelect
        label={studyWords.bestKpi}
        none="KPI…"
        choices={kpis}
        value={kpi}
        onChange={(name) => onChange({ kpi: name })}
      />
    </div>
  );
}

interface LimitsProps {
  limits: readonly LimitForm[];
  kpis: readonly NameChoice[];
  onChange(change: Partial<MethodForm>): void;
}

function Limits({ limits, kpis, onChange }: LimitsProps): ReactElement {
  const set = (index: number, change: Partial<LimitForm>): void =>
    onChange({ limits: limits.map((one, i) => (i === index ? { ...one, ...change } : one)) });
  return (
    <>
      {limits.map((limit, index) => (
        // Limits have no identity of their own.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="limit">
          <NameSelect
            label={studyWords.limitedKpi}
            none="KPI…"
            choices={kpis}
            value={limit.kpi}
            onChange={(kpi) => set(index, { kpi })}
          />
          {(['atLeast', 'atMost'] as const).map((name) => (
            <input
              key={name}
              className="input"
              aria-label={WORDS[name]}
              placeholder={WORDS[name]}
              value={limit[name]}
              onChange={(event) => set(index, { [name]: event.currentTarget.value })}
            />
          ))}
          <button
            type="button"
            className="icon-button icon-button-small"
            aria-label={studyWords.removeLimit}
            onClick={() => onChange({ limits: limits.filter((_one, i) => i !== index) })}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="link-button"
        onClick={() => onChange({ limits: [...limits, { kpi: '', atLeast: '', atMost: '' }] })}
      >
        <Plus size={12} aria-hidden="true" /> {studyWords.limit}
      </button>
    </>
  );
}

function RunFields({ form, onChange }: PartProps): ReactElement {
  const { method, runs, percentiles, sampling } = form;
  return (
    <div className="vary-values">
      <Field
        label={method === 'search' ? studyWords.runsAtMost : studyWords.runsCount}
        inputMode="numeric"
        value={runs}
        onChange={(text) => onChange({ runs: text })}
      />
      {method === 'chance' && (
        <>
          <Field
            label={studyWords.percentiles}
            value={percentiles}
            onChange={(text) => onChange({ percentiles: text })}
          />
          <label>
            <span className="muted">{studyWords.drawn}</span>
            <select
              className="input"
              value={sampling}
              onChange={(event) =>
                onChange({ sampling: event.currentTarget.value as MethodForm['sampling'] })
              }
            >
              <option value="latin">{studyWords.latinHypercube}</option>
              <option value="plain">{studyWords.plain}</option>
            </select>
          </label>
        </>
      )}
    </div>
  );
}

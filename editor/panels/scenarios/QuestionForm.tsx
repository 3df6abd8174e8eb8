import { ListPlus, Play, Plus, X } from 'lucide-react';
import { useMemo, useState, type FormEvent, type ReactElement } from 'react';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { assetsOf, type Flow } from '@twinloom/runtime/graph/flow';
import { maintenanceFigures } from '@twinloom/runtime/scenario/maintenance-figures';
import { server } from '../../client/server.ts';
import { useCatalog } from '../../stores/catalog-store.ts';
import { useDocument } from '../../stores/document-store.ts';
import { resolvedFlow } from '../../stores/resolved-flow.ts';
import { NO_MAINTENANCE } from '../../stores/maintenance-form.ts';
import { NO_METHOD, NO_WORTH } from '../../stores/method-form.ts';
import { ChoiceSelect } from './ChoiceSelect.tsx';
import { MaintenanceFields } from './MaintenanceFields.tsx';
import { MethodFields } from './MethodFields.tsx';
import { VaryRow } from './VaryRow.tsx';
import { WorthFields } from './WorthFields.tsx';
import {
  choicesOf,
  formOf,
  needsNoText,
  requestOf,
  type Choice,
  type StudyForm,
  type VariantForm,
} from '../../stores/study-form.ts';

const NEW: StudyForm = {
  question: '',
  horizon: '1 h',
  variants: [{ id: 0, name: 'Variant 1', changes: [{ choice: '', text: '' }], investment: '', more: {} }],
  method: NO_METHOD,
  worth: NO_WORTH,
  maintenance: NO_MAINTENANCE,
  more: {},
};

/** What is asked: a question that the flow keeps or one's own, how far to look ahead, and the variants. */
export function QuestionForm({ twin, onAsked }: { twin: string; onAsked(id: string): void }): ReactElement {
  const deployed = useDocument((state) => state.deployed);
  const draft = useDocument((state) => state.draft);
  const choices = useChoices(deployed);
  const kept = Object.entries(deployed?.scenarios ?? {});
  const [first] = kept;
  const [question, setQuestion] = useState(first?.[0] ?? '');
  const [form, setForm] = useState<StudyForm>(first ? formOf(first[1], choices) : NEW);
  const [problem, setProblem] = useState('');
  const [isVarying, setVarying] = useState(false);
  const [isAsking, setAsking] = useState(false);

  const kpis = figuresOf(deployed, form.maintenance.asset !== '');
  const choose = (name: string): void => {
    const scenario = deployed?.scenarios?.[name];
    setQuestion(name);
    setForm(scenario ? formOf(scenario, choices) : NEW);
  };
  const run = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!draft) return;
    const names = form.variants.map(({ name }) => name.trim());
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) {
      setProblem(`Two variants are called “${twice}”. Give each a name of its own.`);
      return;
    }
    setAsking(true);
    const answer = await server.askStudy(twin, requestOf(form, choices, draft));
    setAsking(false);
    setProblem(answer.ok ? '' : `${capital(answer.problem.says)}. ${answer.problem.remedy}`);
    if (answer.ok) onAsked(answer.value.id);
  };
  const setVariant = (id: number, change: Partial<VariantForm> | undefined): void =>
    setForm({
      ...form,
      variants: form.variants.flatMap((one) =>
        one.id === id ? (change ? [{ ...one, ...change }] : []) : [one],
      ),
    });

  return (
    <form className="question" aria-label="What to ask" onSubmit={(event) => void run(event)}>
      {kept.length > 0 && (
        <select
          className="input"
          aria-label="Question"
          value={question}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {kept.map(([name, { title }]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
          <option value="">A question of your own</option>
        </select>
      )}
      {(kept.length === 0 || question === '') && (
        <input
          className="input"
          aria-label="Your question"
          placeholder="What is asked, in words"
          maxLength={500}
          value={form.question}
          onChange={(event) => setForm({ ...form, question: event.currentTarget.value })}
        />
      )}
      <label className="question-line">
        <span>Look ahead</span>
        <input
          className="input question-horizon"
          value={form.horizon}
          placeholder="1 h"
          onChange={(event) => setForm({ ...form, horizon: event.currentTarget.value })}
        />
      </label>
      <Assumed more={form.more} />
      {form.variants.map((variant) => (
        <VariantRow
          key={variant.id}
          variant={variant}
          choices={choices}
          hasMoney={form.worth.kpi !== ''}
          onChange={(change) => setVariant(variant.id, change)}
        />
      ))}
      {isVarying && (
        <VaryRow
          choices={choices}
          variants={form.variants}
          onAdd={(variants) => {
            setVarying(false);
            setForm({ ...form, variants: [...form.variants.filter(isChanged), ...variants] });
          }}
        />
      )}
      <MethodFields
        form={form.method}
        choices={choices}
        kpis={kpis}
        variants={form.variants.filter(isChanged).map(({ name }) => name)}
        onChange={(method) => setForm({ ...form, method })}
      />
      <MaintenanceFields
        form={form.maintenance}
        assets={deployed ? assetsOf(deployed) : []}
        onChange={(maintenance) => setForm({ ...form, maintenance })}
      />
      <WorthFields form={form.worth} kpis={kpis} onChange={(worth) => setForm({ ...form, worth })} />
      <div className="question-tools">
        <button
          type="button"
          className="button button-small"
          onClick={() => setForm({ ...form, variants: [...form.variants, newVariant(form.variants)] })}
        >
          <Plus size={14} aria-hidden="true" />
          Variant
        </button>
        <button
          type="button"
          className="button button-small"
          aria-expanded={isVarying}
          onClick={() => setVarying(!isVarying)}
        >
          <ListPlus size={14} aria-hidden="true" />
          Vary
        </button>
        <button type="submit" className="button button-small button-main" disabled={isAsking}>
          <Play size={14} aria-hidden="true" />
          {isAsking ? 'Checking' : 'Run'}
        </button>
      </div>
      {problem && (
        <p className="field-says tone-bad" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

/** What a kept question changes in all variants, also as it is. */
function Assumed({ more }: { more: StudyForm['more'] }): ReactElement | false {
  const said = [...Object.entries(more.parameters ?? {}), ...Object.entries(more.values ?? {})];
  const fed = Object.keys(more.inputs ?? {}).map((name) => `${name} fed otherwise`);
  const all = [...said.map(([name, value]) => `${name} = ${String(value)}`), ...fed];
  return (
    all.length > 0 && <p className="muted variant-more">Assumed in all, also as it is: {all.join(', ')}</p>
  );
}

interface VariantRowProps {
  variant: VariantForm;
  choices: readonly Choice[];
  /** What it costs is asked for. */
  hasMoney: boolean;
  onChange(change: Partial<VariantForm> | undefined): void;
}

function VariantRow({ variant, choices, hasMoney, onChange }: VariantRowProps): ReactElement {
  const { name, changes, investment, more } = variant;
  const set = (index: number, change: Partial<(typeof changes)[number]>): void =>
    onChange({ changes: changes.map((one, i) => (i === index ? { ...one, ...change } : one)) });
  const kept = Object.keys(more);
  return (
    <fieldset className="variant">
      <div className="variant-head">
        <input
          className="input"
          aria-label="Name of the variant"
          maxLength={100}
          required
          value={name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <button
          type="button"
          className="icon-button icon-button-small"
          aria-label={`Remove ${name}`}
          onClick={() => onChange(undefined)}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      {changes.map((change, index) => (
        // Changes have no identity of their own.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="variant-change">
          <ChoiceSelect
            label="What changes"
            choices={choices}
            value={change.choice}
            onChange={(choice) => set(index, { choice })}
          />
          <ChangeValue
            choice={choices.find(({ key }) => key === change.choice)}
            text={change.text}
            onChange={(text) => set(index, { text })}
          />
          <button
            type="button"
            className="icon-button icon-button-small"
            aria-label="Remove this change"
            onClick={() => onChange({ changes: changes.filter((_one, i) => i !== index) })}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </div>
      ))}
      {kept.length > 0 && (
        <p className="muted variant-more">And what the flow keeps with it: {kept.join(', ')}</p>
      )}
      {hasMoney && (
        <label className="question-line">
          <span className="muted">Investment, once</span>
          <input
            className="input question-horizon"
            inputMode="decimal"
            placeholder="0"
            value={investment}
            onChange={(event) => onChange({ investment: event.currentTarget.value })}
          />
        </label>
      )}
      <button
        type="button"
        className="link-button"
        onClick={() => onChange({ changes: [...changes, { choice: '', text: '' }] })}
      >
        Change something else
      </button>
    </fieldset>
  );
}

interface ChangeValueProps {
  choice: Choice | undefined;
  text: string;
  onChange(text: string): void;
}

function ChangeValue({ choice, text, onChange }: ChangeValueProps): ReactElement {
  if (choice?.kind === 'draft') return <span className="muted">its draft</span>;
  if (choice && needsNoText(choice)) return <span className="muted">no other time</span>;
  const unit = choice?.kind === 'times' ? '' : formatUnit(choice?.unit ?? '');
  return (
    <span className="variant-value">
      <input
        className="input"
        aria-label={`Value of ${choice?.label ?? 'what changes'}`}
        placeholder={placeholderOf(choice)}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {unit && <span className="muted">{unit}</span>}
    </span>
  );
}

function placeholderOf(choice: Choice | undefined): string {
  if (choice?.kind === 'times') return '1.15';
  if (choice?.kind !== 'maintenance') return '';
  return choice.name === 'interval' ? '25 min' : 'vibration.value > 2.8';
}

function useChoices(deployed: Flow | undefined): readonly Choice[] {
  const byType = useCatalog((state) => state.byType);
  return useMemo(
    () => (deployed ? choicesOf(deployed, byType, resolvedFlow(deployed, byType)) : []),
    [deployed, byType],
  );
}

/** KPIs of the flow, and those a study has where it looks at maintenance. */
function figuresOf(deployed: Flow | undefined, isMaintained: boolean): { name: string; title: string }[] {
  const own = Object.entries(deployed?.kpis ?? {}).map(([name, { title }]) => ({
    name,
    title: title ?? name,
  }));
  return [...own, ...(isMaintained ? maintenanceFigures('') : [])];
}

/** It says something that is not said of the twin as it is. */
function isChanged({ changes, more }: VariantForm): boolean {
  return Object.keys(more).length > 0 || changes.some(({ choice }) => choice !== '');
}

function newVariant(others: readonly VariantForm[]): VariantForm {
  const id = Math.max(-1, ...others.map((one) => one.id)) + 1;
  const names = new Set(others.map(({ name }) => name));
  let n = others.length + 1;
  while (names.has(`Variant ${n}`)) n++;
  return { id, name: `Variant ${n}`, changes: [{ choice: '', text: '' }], investment: '', more: {} };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

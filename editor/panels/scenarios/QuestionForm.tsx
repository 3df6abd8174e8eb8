import { ListPlus, Play, Plus } from 'lucide-react';
import { useEffect, useMemo, useState, type FormEvent, type ReactElement } from 'react';
import { assetsOf, type Flow } from '@twinloom/runtime/graph/flow';
import type { VersionListBody } from '@twinloom/runtime/protocol/bodies';
import { maintenanceFigures } from '@twinloom/runtime/scenario/maintenance-figures';
import { server } from '../../client/server.ts';
import { useCatalog } from '../../stores/catalog-store.ts';
import { useDocument } from '../../stores/document-store.ts';
import { faultTargets, type FaultTarget } from '../../stores/fault-targets.ts';
import {
  BEGIN,
  SEED,
  problemsSaid,
  questionProblems,
  type RowProblems,
} from '../../stores/question-problems.ts';
import { resolvedFlow } from '../../stores/resolved-flow.ts';
import { isMaintained, NO_MAINTENANCE } from '../../stores/maintenance-form.ts';
import { NO_METHOD, NO_WORTH } from '../../stores/method-form.ts';
import { dayAndTime } from '../../ui/format-time.ts';
import { BeginField } from './BeginField.tsx';
import { InputRows } from './InputRows.tsx';
import { KeepTools } from './KeepTools.tsx';
import { MaintenanceFields } from './MaintenanceFields.tsx';
import { MethodFields } from './MethodFields.tsx';
import { RepeatFields } from './RepeatFields.tsx';
import { VariantRow } from './VariantRow.tsx';
import { VaryRow } from './VaryRow.tsx';
import { WorthFields } from './WorthFields.tsx';
import {
  choicesOf,
  formOf,
  isChanged,
  newVariant,
  placesOf,
  requestOf,
  withVariants,
  type Choice,
  type StudyForm,
  type VariantForm,
} from '../../stores/study-form.ts';
import { missingIn } from '../../stores/missing-in-question.ts';
import { studyWords } from '../../words/study.ts';

const NEW: StudyForm = {
  question: '',
  horizon: '1 h',
  from: '',
  variants: [newVariant([])],
  inputs: [],
  method: NO_METHOD,
  worth: NO_WORTH,
  maintenance: NO_MAINTENANCE,
  record: [],
  seed: '',
  more: {},
};

/** What is asked: a question that the flow keeps or one's own, how far to look ahead, and the variants. */
export function QuestionForm({ twin, onAsked }: { twin: string; onAsked(id: string): void }): ReactElement {
  const deployed = useDocument((state) => state.deployed);
  const draft = useDocument((state) => state.draft);
  const { choices, targets } = useWhatMayChange(deployed);
  const kept = Object.entries(draft?.scenarios ?? {});
  const [first] = kept;
  const [chosen, setQuestion] = useState(first?.[0] ?? '');
  // What was kept and is undone is one's own question again.
  const question = kept.some(([name]) => name === chosen) ? chosen : '';
  const [form, changeForm] = useState<StudyForm>(first ? formOf(first[1], choices) : NEW);
  const [problem, setProblem] = useState('');
  const [isVarying, setVarying] = useState(false);
  const [isAsking, setAsking] = useState(false);
  // When it was tried last, s since 1970: rows are looked at from then on.
  const [tried, setTried] = useState<number>();
  const [said, setSaid] = useState<RowProblems>(new Map());
  const seen = tried === undefined ? new Map() : questionProblems(form, { choices, targets, now: tried });
  const problems: RowProblems = new Map([...said, ...seen]);
  const setForm = (next: StudyForm): void => {
    setSaid(new Map());
    changeForm(next);
  };

  const kpis = figuresOf(deployed, isMaintained(form.maintenance));
  const choose = (name: string): void => {
    const scenario = draft?.scenarios?.[name];
    setQuestion(name);
    setTried(undefined);
    setProblem('');
    setForm(scenario ? formOf(scenario, choices) : NEW);
  };
  /** What forbids that it is asked or kept; `marked` where it stands at its rows. */
  const wrong = (marked: string): string | undefined => {
    const names = form.variants.map(({ name }) => name.trim());
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) return studyWords.twoCalled(twice);
    const missing = missingIn(form, choices);
    if (missing !== undefined) return missing;
    const now = Date.now() / 1000;
    setTried(now);
    return questionProblems(form, { choices, targets, now }).size > 0 ? marked : undefined;
  };
  const run = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!draft) return;
    const says = wrong(MARKED);
    setProblem(says ?? '');
    if (says !== undefined) return;
    setAsking(true);
    const now = Date.now() / 1000;
    const answer = await server.askStudy(twin, requestOf(form, { choices, targets, draft, now }));
    setAsking(false);
    if (answer.ok) {
      setProblem('');
      onAsked(answer.value.id);
      return;
    }
    const { rows, others } = problemsSaid(answer.problem.diagnostics, form, targets);
    setSaid(rows);
    const isMarked = rows.size > 0 && others.length === 0;
    setProblem(isMarked ? MARKED : `${capital(answer.problem.says)} ${answer.problem.remedy}`);
  };
  const setVariant = (id: number, change: Partial<VariantForm> | undefined): void =>
    setForm(
      withVariants(
        form,
        form.variants.flatMap((one) => (one.id === id ? (change ? [{ ...one, ...change }] : []) : [one])),
      ),
    );

  return (
    <form className="question" aria-label={studyWords.form} onSubmit={(event) => void run(event)}>
      {kept.length > 0 && (
        <select
          className="input"
          aria-label={studyWords.question}
          value={question}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {kept.map(([name, { title }]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
          <option value="">{studyWords.ownQuestion}</option>
        </select>
      )}
      {(kept.length === 0 || question === '') && (
        <input
          className="input"
          aria-label={studyWords.yourQuestion}
          placeholder={studyWords.questionExample}
          maxLength={500}
          value={form.question}
          onChange={(event) => setForm({ ...form, question: event.currentTarget.value })}
        />
      )}
      <KeepTools
        form={form}
        ground={draft && { choices, targets, draft }}
        question={question}
        wrong={wrong}
        onKept={setQuestion}
        onProblem={setProblem}
      />
      <label className="question-line">
        <span>{studyWords.lookAhead}</span>
        <input
          className="input question-horizon"
          value={form.horizon}
          placeholder="1 h"
          onChange={(event) => setForm({ ...form, horizon: event.currentTarget.value })}
        />
      </label>
      <BeginField
        value={form.from}
        problem={problems.get(BEGIN)}
        onChange={(from) => setForm({ ...form, from })}
      />
      <Assumed more={form.more} />
      <InputRows
        legend={studyWords.fedInAll}
        add={form.inputs.length > 0 ? studyWords.feedAnother : studyWords.feedInAll}
        rows={form.inputs}
        targets={targets}
        place="all"
        problems={problems}
        onChange={(inputs) => setForm({ ...form, inputs })}
      />
      {form.variants.map((variant) => (
        <VariantRow
          key={variant.id}
          variant={variant}
          choices={choices}
          targets={targets}
          problems={problems}
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
            setForm(withVariants(form, [...form.variants.filter(isChanged), ...variants]));
          }}
        />
      )}
      <MethodFields
        form={form.method}
        choices={choices}
        kpis={kpis}
        places={placesOf(form)}
        onChange={(method) => setForm({ ...form, method })}
      />
      <MaintenanceFields
        form={form.maintenance}
        assets={deployed ? assetsOf(deployed) : []}
        onChange={(maintenance) => setForm({ ...form, maintenance })}
      />
      <WorthFields form={form.worth} kpis={kpis} onChange={(worth) => setForm({ ...form, worth })} />
      <RepeatFields
        form={form}
        targets={targets}
        problem={problems.get(SEED)}
        onChange={(change) => setForm({ ...form, ...change })}
      />
      <div className="question-end">
        {problem && (
          <p className="field-says tone-bad" role="alert">
            {problem}
          </p>
        )}
        <div className="question-tools">
          <button
            type="button"
            className="button button-small"
            onClick={() => setForm({ ...form, variants: [...form.variants, newVariant(form.variants)] })}
          >
            <Plus size={14} aria-hidden="true" />
            {studyWords.addVariant}
          </button>
          <button
            type="button"
            className="button button-small"
            aria-expanded={isVarying}
            onClick={() => setVarying(!isVarying)}
          >
            <ListPlus size={14} aria-hidden="true" />
            {studyWords.vary}
          </button>
          <button type="submit" className="button button-small button-main" disabled={isAsking}>
            <Play size={14} aria-hidden="true" />
            {isAsking ? studyWords.checking : studyWords.run}
          </button>
        </div>
      </div>
    </form>
  );
}

/** What a kept question changes in all variants, also as it is. */
function Assumed({ more }: { more: StudyForm['more'] }): ReactElement | false {
  const said = [...Object.entries(more.parameters ?? {}), ...Object.entries(more.values ?? {})];
  const all = said.map(([name, value]) => `${name} = ${String(value)}`);
  return all.length > 0 && <p className="muted variant-more">{studyWords.assumed(all.join(', '))}</p>;
}

function useWhatMayChange(deployed: Flow | undefined): {
  choices: readonly Choice[];
  targets: readonly FaultTarget[];
} {
  const byType = useCatalog((state) => state.byType);
  const versions = useOtherVersions();
  return useMemo(() => {
    if (!deployed) return { choices: [], targets: [] };
    const ports = resolvedFlow(deployed, byType);
    return {
      choices: choicesOf(deployed, byType, ports, versions),
      targets: faultTargets(deployed, byType, ports),
    };
  }, [deployed, byType, versions]);
}

/** Versions of the flow beside the one that runs, the newest first, and what is known of each. */
function useOtherVersions(): { n: number; about: string }[] {
  const flow = useDocument((state) => state.flowId);
  const running = useDocument((state) => state.version);
  const [known, setKnown] = useState<VersionListBody>([]);
  useEffect(() => {
    let wanted = true;
    if (flow !== undefined)
      void server.versions(flow).then((answer) => {
        if (wanted && answer.ok) setKnown(answer.value);
      });
    return () => {
      wanted = false;
    };
  }, [flow, running]);
  return useMemo(
    () =>
      known
        .filter(({ n }) => n !== running)
        .map(({ n, t, note }) => ({ n, about: note ? `${note}, ${dayAndTime(t)}` : dayAndTime(t) })),
    [known, running],
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

const MARKED = studyWords.mendFirst;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import type { z } from 'zod';
import type { ResolvedFlow } from '@twinloom/runtime/compile/resolve-ports';
import { assetsOf, type Flow } from '@twinloom/runtime/graph/flow';
import type { FlowScenario, studyRequestSchema } from '@twinloom/runtime/graph/scenario';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { faultFormOf, faultOf, type FaultForm } from './fault-form.ts';
import { targetOf, type FaultTarget } from './fault-targets.ts';
import { inputFormOf, inputOf, type InputForm } from './input-form.ts';
import { readPastTime } from './read-past-time.ts';
import { maintenanceFormOf, maintenanceOf, type MaintenanceForm } from './maintenance-form.ts';
import {
  AS_IT_IS,
  methodFormOf,
  methodOf,
  moneyOf,
  placeOf,
  worthFormOf,
  type MethodForm,
  type WorthForm,
} from './method-form.ts';
import { studyWords } from '../words/study.ts';

/** What the server is asked. */
export type StudyRequestBody = z.input<typeof studyRequestSchema>;
type VariantBody = NonNullable<StudyRequestBody['variants']>[string];
type InputBodies = NonNullable<VariantBody['inputs']>;
type MaintenanceBody = NonNullable<VariantBody['maintenance']>;

/** What may be different in a variant: a parameter, a value as set by hand, a multiple of an input or its value, when an asset is replaced, or the whole flow: as it is drawn now, or another version. */
export interface Choice {
  /** Names it in the form. */
  key: string;
  kind: 'parameter' | 'value' | 'times' | 'is' | 'maintenance' | 'flow';
  /** `area`, `setpoint.value`, `speed.value`; of a flow `draft` or the number of a version. */
  name: string;
  label: string;
  /** UCUM code, '' where none. */
  unit: string;
}

export interface Change {
  choice: string;
  text: string;
}

/** A row of the form. `more`: what the form does not show, kept as it is. */
export interface VariantForm {
  id: number;
  name: string;
  changes: readonly Change[];
  /** Inputs that are fed otherwise than by a change. */
  inputs: readonly InputForm[];
  faults: readonly FaultForm[];
  /** What it costs once; '' where nothing. */
  investment: string;
  more: VariantBody;
}

export interface StudyForm {
  question: string;
  horizon: string;
  /** When it begins; '' now. */
  from: string;
  variants: readonly VariantForm[];
  /** Inputs that are fed otherwise in all variants, also as it is. */
  inputs: readonly InputForm[];
  method: MethodForm;
  worth: WorthForm;
  maintenance: MaintenanceForm;
  /** Ports that are kept over time; none: those of the KPIs and of the scope. */
  record: readonly string[];
  /** Whole number by which chance draws; '' the usual one. */
  seed: string;
  /** What a kept question says beside that, for all variants. */
  more: Pick<StudyRequestBody, 'parameters' | 'values'>;
}

/** What a form is read with: what it may change, what may fail, the flow as it is drawn, and the time, s since 1970. */
export interface FormGround {
  choices: readonly Choice[];
  targets: readonly FaultTarget[];
  draft: Flow;
  now: number;
}

/** A variant in which nothing is changed yet. */
export function newVariant(others: readonly VariantForm[]): VariantForm {
  const id = Math.max(-1, ...others.map((one) => one.id)) + 1;
  const names = new Set(others.map(({ name }) => name));
  let n = others.length + 1;
  while (names.has(`Variant ${n}`)) n++;
  return { ...NO_CHANGE, id, name: studyWords.newVariant(n), changes: [{ choice: '', text: '' }] };
}

const NO_CHANGE: Omit<VariantForm, 'id' | 'name' | 'changes'> = {
  inputs: [],
  faults: [],
  investment: '',
  more: {},
};

/** It says something that is not said of the twin as it is. */
export function isChanged({ changes, inputs, faults, more }: VariantForm): boolean {
  const rows = inputs.length + faults.length + Object.keys(more).length;
  return rows > 0 || changes.some(({ choice }) => choice !== '');
}

/** Everything that a variant of the flow that runs may change; `versions`: of the flow, with what is known of each. */
export function choicesOf(
  flow: Flow,
  byType: ReadonlyMap<string, NodeDescriptor>,
  ports: ResolvedFlow,
  versions: readonly { n: number; about: string }[] = [],
): Choice[] {
  const choices: Choice[] = Object.entries(flow.parameters ?? {}).map(([name, { title, unit = '' }]) =>
    choice('parameter', name, title ?? name, unit),
  );
  for (const [id, node] of Object.entries(flow.nodes)) {
    const descriptor = byType.get(node.type);
    const title = node.title ?? descriptor?.title ?? id;
    const outputs = ports.node(id)?.outputs;
    for (const [param, schema] of Object.entries(descriptor?.params ?? {})) {
      if (schema.tunable !== true) continue;
      const unit = outputs?.get(param)?.unit ?? (schema.unit?.includes(':') ? '' : (schema.unit ?? ''));
      const label = param === 'value' ? title : `${title}: ${schema.title ?? param}`;
      choices.push(choice('value', `${id}.${param}`, label, unit));
    }
    if (descriptor?.kind !== 'source' || !descriptor.params.staleAfter) continue;
    for (const { name, type, unit } of outputs?.values() ?? []) {
      if (type === 'number') choices.push(choice('times', `${id}.${name}`, title, unit));
      if (type === 'number' || type === 'boolean') choices.push(choice('is', `${id}.${name}`, title, unit));
    }
  }
  if (assetsOf(flow).length > 0) {
    choices.push(choice('maintenance', 'failure', studyWords.replacedWhenItFails, ''));
    choices.push(choice('maintenance', 'interval', studyWords.replacedEvery, ''));
    choices.push(choice('maintenance', 'condition', studyWords.replacedWhen, ''));
  }
  choices.push(choice('flow', 'draft', studyWords.flowAsDrawn, ''));
  for (const { n, about } of versions) choices.push(choice('flow', `${n}`, studyWords.version(n, about), ''));
  return choices;
}

function choice(kind: Choice['kind'], name: string, label: string, unit: string): Choice {
  return { key: `${kind} ${name}`, kind, name, label, unit };
}

/** A variant for each of so many values from one to another, both included; ids and names that none of the others has. */
export function variantsVarying(
  { key, kind, label, unit }: Choice,
  { from, to, steps }: { from: number; to: number; steps: number },
  others: readonly VariantForm[],
): VariantForm[] {
  const first = Math.max(-1, ...others.map(({ id }) => id)) + 1;
  const taken = new Set(others.map(({ name }) => name));
  const values = Array.from({ length: steps }, (_, i) =>
    Number((steps === 1 ? from : from + ((to - from) * i) / (steps - 1)).toPrecision(12)),
  );
  return values
    .map((value, i) => ({
      id: first + i,
      name: `${label} ${kind === 'times' ? `× ${value}` : `${value} ${formatUnit(unit)}`}`.trim(),
      ...NO_CHANGE,
      changes: [{ choice: key, text: String(value) }],
    }))
    .filter(({ name }) => !taken.has(name));
}

/** What the form asks. Changes without a text are left out. */
export function requestOf(form: StudyForm, ground: FormGround): StudyRequestBody {
  const worth = moneyOf(form.worth);
  const maintenance = maintenanceOf(form.maintenance);
  const inputs = inputsOf(form.inputs, ground);
  return {
    ...form.more,
    ...methodOf(form.method, (place) => nameAt(form, place)),
    ...(worth && { worth }),
    ...(maintenance && { maintenance }),
    ...(inputs && { inputs }),
    ...(form.question.trim() !== '' && { question: form.question.trim() }),
    horizon: form.horizon.trim(),
    ...(form.record.length > 0 && { record: [...form.record] }),
    ...(form.seed.trim() !== '' && { seed: Number(form.seed) }),
    ...(form.from.trim() !== '' && { from: readPastTime(form.from, ground.now) ?? form.from }),
    variants: Object.fromEntries(
      form.variants.map((variant) => [
        variant.name.trim(),
        {
          ...variantOf(variant, ground),
          ...(worth && variant.investment.trim() !== '' && { investment: Number(variant.investment) }),
        },
      ]),
    ),
  };
}

function nameAt({ variants }: StudyForm, place: string): string {
  return variants.find((variant) => placeOf(variant) === place)?.name.trim() ?? place;
}

/** The form with other variants: what runs in one that is gone runs in the twin as it is. */
export function withVariants(form: StudyForm, variants: readonly VariantForm[]): StudyForm {
  const { method } = form;
  const [before, after] = [form.variants.map(placeOf), variants.map(placeOf)];
  const isGone = (place: string): boolean => before.includes(place) && !after.includes(place);
  const compare = method.compare.filter((place) => !isGone(place));
  return {
    ...form,
    variants,
    method: { ...method, compare, of: isGone(method.of) ? AS_IT_IS : method.of },
  };
}

/** Variants in which the many runs may play or do already, by their places; the twin as it is first. */
export function placesOf({
  variants,
  method: { of, compare },
}: StudyForm): { name: string; title: string }[] {
  const shown = variants.filter(
    (variant) => isChanged(variant) || [of, ...compare].includes(placeOf(variant)),
  );
  return [
    { name: AS_IT_IS, title: studyWords.twinAsItIs },
    ...shown.map((variant) => ({ name: placeOf(variant), title: variant.name })),
  ];
}

function inputsOf(
  rows: readonly InputForm[],
  { targets, now }: FormGround,
  others: InputBodies = {},
): InputBodies | undefined {
  const inputs = { ...others };
  for (const row of rows) inputs[row.input.trim()] = inputOf(row, targetOf(row.input, targets), now);
  return Object.keys(inputs).length > 0 ? inputs : undefined;
}

function variantOf({ changes, inputs, faults, more }: VariantForm, ground: FormGround): VariantBody {
  const { inputs: changed, ...body } = changesOf(changes, more, ground);
  const fed = inputsOf(inputs, ground, changed);
  const failing = faults.map((fault) => faultOf(fault, targetOf(fault.input, ground.targets)));
  return { ...body, ...(fed && { inputs: fed }), ...(failing.length > 0 && { faults: failing }) };
}

function changesOf(
  changes: readonly Change[],
  more: VariantBody,
  { choices, draft }: FormGround,
): VariantBody {
  const body: VariantBody = { ...more };
  for (const { choice: key, text } of changes) {
    const found = choiceAt(key, choices);
    if (!found || (text.trim() === '' && !needsNoText(found))) continue;
    const { kind, name } = found;
    switch (kind) {
      case 'parameter':
        body.parameters = { ...body.parameters, [name]: valueOf(text) };
        break;
      case 'value':
        body.values = { ...body.values, [name]: valueOf(text) };
        break;
      case 'times':
        body.inputs = { ...body.inputs, [name]: { policy: 'scaled', factor: Number(text) } };
        break;
      case 'is':
        body.inputs = { ...body.inputs, [name]: { policy: 'profile', points: [[0, valueOf(text)]] } };
        break;
      case 'maintenance':
        body.maintenance = { ...body.maintenance, ...policyOf(name, text.trim()) };
        break;
      case 'flow':
        if (name === 'draft') body.document = draft;
        else body.version = Number(name);
        break;
      default:
        kind satisfies never;
    }
  }
  return body;
}

/** What a key stands for; what the flow does not have (any more) too, so that it is told and not left out. */
export function choiceAt(key: string, choices: readonly Choice[]): Choice | undefined {
  const found = choices.find((one) => one.key === key);
  if (found || key === '') return found;
  const [kind = '', ...rest] = key.split(' ');
  const name = rest.join(' ');
  return { key, kind: kind as Choice['kind'], name, label: name, unit: '' };
}

/** It says all by being chosen. */
export function needsNoText({ kind, name }: Choice): boolean {
  return kind === 'flow' || (kind === 'maintenance' && name === 'failure');
}

function policyOf(policy: string, text: string): MaintenanceBody {
  if (policy === 'interval') return { policy, every: text };
  return policy === 'condition' ? { policy, when: text } : { policy: 'failure' };
}

/** A policy of a variant as a change, and what the form does not show of it. */
function changesOfPolicy({ policy, every, when, ...rest }: MaintenanceBody): {
  changes: Change[];
  rest: MaintenanceBody;
} {
  const text = policy === 'interval' ? every : policy === 'condition' ? when : '';
  const changes = policy ? [{ choice: `maintenance ${policy}`, text: String(text ?? '') }] : [];
  return { changes, rest };
}

/** `1.5` is a number, `true` a truth value, `20 Cel` a text the server reads. */
function valueOf(text: string): number | boolean | string {
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
}

/** A kept question as the form shows it. */
export function formOf(scenario: FlowScenario, choices: readonly Choice[]): StudyForm {
  const { title, question, horizon, inputs = {}, parameters, values, record, seed, variants = {} } = scenario;
  return {
    question: question ?? title,
    horizon: typeof horizon === 'number' ? `${horizon} s` : horizon,
    from: '',
    variants: Object.entries(variants).map(([name, variant], id) => ({
      id,
      name,
      ...formOfVariant(variant, choices),
    })),
    inputs: Object.entries(inputs).map(([name, policy], id) => inputFormOf(name, policy, id)),
    method: methodFormOf(scenario),
    worth: worthFormOf(scenario),
    maintenance: maintenanceFormOf(scenario.maintenance),
    record: record ?? [],
    seed: String(seed ?? ''),
    more: { ...(parameters && { parameters }), ...(values && { values }) },
  };
}

function formOfVariant(variant: VariantBody, choices: readonly Choice[]): Omit<VariantForm, 'id' | 'name'> {
  const {
    parameters = {},
    values = {},
    inputs = {},
    faults = [],
    maintenance = {},
    investment = '',
    version,
    ...more
  } = variant;
  const { changes: policy, rest } = changesOfPolicy(maintenance);
  const changes: Change[] = [
    ...Object.entries(parameters).map(([name, value]) => ({
      choice: `parameter ${name}`,
      text: String(value),
    })),
    ...Object.entries(values).map(([name, value]) => ({ choice: `value ${name}`, text: String(value) })),
    ...policy,
    ...(version === undefined ? [] : [{ choice: `flow ${version}`, text: '' }]),
  ];
  const rows: InputForm[] = [];
  for (const [name, policy] of Object.entries(inputs)) {
    const found = policy.policy === 'scaled' && choices.find((one) => isTimes(one, name));
    if (found && policy.policy === 'scaled') changes.push({ choice: found.key, text: String(policy.factor) });
    else rows.push(inputFormOf(name, policy, rows.length));
  }
  return {
    changes,
    inputs: rows,
    faults: faults.map(faultFormOf),
    investment: String(investment),
    more: {
      ...more,
      ...(Object.keys(rest).length > 0 && { maintenance: rest }),
    },
  };
}

/** A source may be named without its output. */
function isTimes({ kind, name }: Choice, input: string): boolean {
  return kind === 'times' && (name === input || name.startsWith(`${input}.`));
}

import { compileFlow } from '../compile/compile.ts';
import { compileKpis, kpiParameters, type Kpi } from '../compile/kpi.ts';
import type { Plan } from '../compile/plan.ts';
import { nearNames } from '../compile/near-names.ts';
import { resolveParameters, type Binding } from '../compile/resolve-params.ts';
import { hasErrors, type Diagnostic } from '../graph/diagnostic.ts';
import type { Flow } from '../graph/flow.ts';
import { parseFlow } from '../graph/read-flow.ts';
import type { StudyRequest, StudyVariant } from '../graph/scenario.ts';
import type { Catalog } from '../node/catalog.ts';
import { readHandSet } from '../run/hand-sets.ts';
import { MICROS } from '../run/moment.ts';
import { planDeploy } from '../run/plan-deploy.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { Twin } from '../run/twin.ts';
import { parseDuration } from '../signal/quantity.ts';
import { BAD } from '../signal/quality.ts';
import type { Tables } from '../table/table.ts';
import type { LaidInput } from './feed.ts';
import { planWithFaults } from './plan-with-faults.ts';
import { INSIDE, isOutside, layInputs, sayOutside, type Recorded } from './lay-inputs.ts';
import { layMaintenance } from './lay-maintenance.ts';
import { refusal } from './refusal.ts';
import type { PreparedVariant } from './run-variant.ts';

/** A document of the twin's flow, with what stands in the files it reads. */
export interface StudyDocument {
  document: unknown;
  tables?: Tables;
}

/** What a study is made of: the twin as it stands, what is asked of it, other versions of its flow that are asked for. */
export interface StudyGround {
  twin: string;
  base: StudyDocument;
  parameters: NonNullable<Binding['parameters']>;
  snapshot: Snapshot;
  request: StudyRequest;
  versions: ReadonlyMap<number, StudyDocument>;
  /** Of a draft that a variant brings along. */
  tablesFor: (document: unknown) => Tables;
  /** What inputs said in the past, for those that are replayed. */
  recorded?: Recorded;
}

interface VariantToPrepare {
  name: string;
  variant: StudyVariant;
  kpis: Flow['kpis'];
  asItIs: Plan;
}

/** Compiles and checks a variant: ready to run, or what is wrong with it. */
export function prepareVariant(
  ground: StudyGround,
  catalog: Catalog,
  { name, variant, kpis, asItIs }: VariantToPrepare,
  diagnostics: Diagnostic[],
): PreparedVariant | undefined {
  const binding = { twin: ground.twin, parameters: { ...ground.parameters, ...variant.parameters } };
  const isChanged = variant.parameters ?? variant.version ?? variant.document;
  const document = documentOf(ground, variant, diagnostics);
  const unfit: Diagnostic[] = [];
  const sound =
    isChanged === undefined ? asItIs : document && compileDocument(document, catalog, binding, unfit);
  diagnostics.push(...sayUnfit(unfit, variant.parameters ?? {}));
  if (!sound) return undefined;
  const { request, snapshot, twin, recorded } = ground;
  const length = parseDuration(request.horizon);
  const horizon = 'seconds' in length ? length.seconds : 0;
  checkFaultTimes(variant.faults ?? [], horizon, diagnostics);
  const faulty = planWithFaults(
    sound,
    variant.faults ?? [],
    {
      catalog,
      binding,
      tables: (document ?? ground.base).tables,
      start: Math.max(snapshot.micros, 0) / MICROS,
      horizon,
      seed: request.seed ?? 1,
      handSets: { ...snapshot.handSets, ...variant.values },
    },
    diagnostics,
  );
  if (!faulty) return undefined;
  const { plan, acts } = faulty;
  const asked = {
    inputs: { ...request.inputs, ...variant.inputs },
    faults: faulty.inputs,
    recorded,
    ...(horizon > 0 && { horizon }),
  };
  const inputs = layInputs(plan, asked, diagnostics);
  const compiled: Kpi[] = compileKpis(
    kpis,
    plan.ports,
    kpiParameters(plan.flow, resolveParameters(plan.flow, binding, [])),
    diagnostics,
  );
  if (hasErrors(diagnostics)) return undefined;
  const values = variant.values ?? {};
  const trial = Twin.restore(plan, snapshot, { id: twin, interpreted: true });
  const unset = checkValues(values, plan);
  diagnostics.push(...unset);
  if (unset.length === 0) diagnostics.push(...trial.set(Math.max(trial.t, 0), values));
  checkBegins(inputs, trial, diagnostics);
  const maintenance =
    variant.maintenance && layMaintenance(variant.maintenance, { plan, binding, trial, diagnostics });
  const deploy = planDeploy(asItIs, sound);
  return {
    name,
    plan,
    deploy,
    kpis: compiled,
    values,
    inputs,
    ...(acts.length > 0 && { acts }),
    ...(maintenance && { maintenance }),
  };
}

/** Of parameters of the question that do not fit only that is said: what else is wrong follows from it. */
function sayUnfit(unfit: Diagnostic[], asked: object): Diagnostic[] {
  const parameters = unfit.filter(
    ({ code, at }) => code === 'bad-parameter' && at.every(({ param = '' }) => Object.hasOwn(asked, param)),
  );
  if (parameters.length === 0) return unfit;
  return parameters.map((one) => ({
    ...one,
    at: one.at.map(({ param }) => ({ param: `parameters.${param}` })),
  }));
}

/** A fault that begins after the end would change nothing, and nobody would be told. */
function checkFaultTimes(
  faults: NonNullable<StudyVariant['faults']>,
  horizon: number,
  diagnostics: Diagnostic[],
): void {
  faults.forEach(({ at }, i) => {
    const read = parseDuration(at);
    if (!(horizon > 0) || 'problem' in read || read.seconds < horizon) return;
    const begins = typeof at === 'number' ? `${at} s` : at;
    const says = `it begins ${begins} after the start, when the time that is looked ahead is over`;
    diagnostics.push(
      refusal('bad-fault', `faults.${i}`, says, 'Let it begin earlier, or look further ahead.'),
    );
  });
}

/** What of the values set by hand cannot be set, each at its name. */
function checkValues(values: NonNullable<StudyVariant['values']>, { nodes }: Plan): Diagnostic[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return Object.entries(values).flatMap(([name, value]) => {
    const read = readHandSet(byId, name, value);
    if (!('diagnostic' in read)) return [];
    const { code, says, remedy } = read.diagnostic;
    const [id = ''] = name.split('.', 1);
    const near = byId.has(id) ? [] : nearNames(id, [...byId.keys()]);
    const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : remedy;
    return [{ ...refusal(code, `values.${name}`, '', hint ?? ''), says }];
  });
}

/** A ramp and a multiple begin at what an input says now, and a forecast has to be there. */
function checkBegins(inputs: readonly LaidInput[], trial: Twin, diagnostics: Diagnostic[]): void {
  for (const input of inputs) {
    const wrong = beginProblem(input, trial);
    if (wrong)
      diagnostics.push(refusal(wrong.code, `inputs.${input.node}.${input.output}`, wrong.says, wrong.remedy));
  }
}

function beginProblem(
  { node, port, policy }: LaidInput,
  trial: Twin,
): { code: string; says: string; remedy: string } | undefined {
  const { plan } = trial;
  if (policy.kind !== 'ramp' && policy.kind !== 'scaled' && policy.kind !== 'forecast') return undefined;
  const isBad = trial.quality(port) >= BAD;
  if (policy.kind === 'forecast' && !isBad && trial.quality(policy.by) >= BAD)
    return {
      code: 'no-forecast',
      says: `${plan.ports[policy.by]!.port} forecasts nothing yet: it has not heard enough`,
      remedy: 'Ask later, or give its values as a profile.',
    };
  if (isBad)
    return {
      code: 'input-is-bad',
      says: `it has no good value at the start, so there is nothing to begin ${BEGINS[policy.kind]} from`,
      remedy: 'Give its values as a profile.',
    };
  const first = policy.kind === 'scaled' ? trial.value(port) * policy.factor : Number.NaN;
  return isOutside(first, plan, node)
    ? { code: 'bad-input', says: sayOutside(first, plan.ports[port]!.unit, plan, node), remedy: INSIDE }
    : undefined;
}

const BEGINS = { ramp: 'the ramp', scaled: 'the multiple', forecast: 'the forecast' } as const;

function documentOf(
  { base, versions, tablesFor }: StudyGround,
  { version, document }: StudyVariant,
  diagnostics: Diagnostic[],
): StudyDocument | undefined {
  if (document !== undefined) return { document, tables: tablesFor(document) };
  if (version === undefined) return base;
  const found = versions.get(version);
  if (!found)
    diagnostics.push(
      refusal(
        'unknown-version',
        'version',
        `the flow has no version ${version}`,
        'The list of versions names those that were deployed.',
      ),
    );
  return found;
}

/** The plan of a document for one twin; errors are diagnostics, hints are left out. */
export function compileDocument(
  { document, tables }: StudyDocument,
  catalog: Catalog,
  binding: Binding,
  diagnostics: Diagnostic[],
): Plan | undefined {
  const { flow, diagnostics: unread } = parseFlow(document);
  const compiled = flow && compileFlow(flow, catalog, binding, tables);
  const errors = [...unread, ...(compiled?.diagnostics ?? [])].filter(({ severity }) => severity === 'error');
  diagnostics.push(...errors);
  return errors.length > 0 ? undefined : compiled?.plan;
}

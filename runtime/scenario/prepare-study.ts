import { compileFlow } from '../compile/compile.ts';
import { compileKpis, kpiParameters, type Kpi } from '../compile/kpi.ts';
import { nearNames } from '../compile/near-names.ts';
import type { Plan } from '../compile/plan.ts';
import { resolveParameters, type Binding } from '../compile/resolve-params.ts';
import { hasErrors, type Diagnostic } from '../graph/diagnostic.ts';
import type { Flow } from '../graph/flow.ts';
import { parseFlow } from '../graph/read-flow.ts';
import type { StudyRequest, StudyVariant } from '../graph/scenario.ts';
import type { Catalog } from '../node/catalog.ts';
import { planDeploy } from '../run/plan-deploy.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { Twin } from '../run/twin.ts';
import { parseDuration } from '../signal/quantity.ts';
import type { Tables } from '../table/table.ts';
import { layInputs } from './lay-inputs.ts';
import { refusal } from './refusal.ts';
import type { PreparedVariant, RunOptions } from './run-variant.ts';

/** The variant that is always there: nothing is changed. */
export const AS_IT_IS = 'as it is';

/** Most variants of a study beside the base. */
const MOST_VARIANTS = 50;
/** Most instants of one variant, and of a study. */
const MOST_INSTANTS = 50_000_000;
const MOST_INSTANTS_IN_ALL = 500_000_000;
/** Ports that are kept over time where none are named. */
const MOST_PORTS = 12;
const POINTS = 300;

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
}

/** A study that may run. */
export interface PreparedStudy {
  run: RunOptions;
  /** The base first. */
  variants: PreparedVariant[];
  kpis: { name: string; title: string; unit: string; expression: string }[];
  /** Instants all variants need together, about. */
  instants: number;
}

/** Compiles and checks all variants of a study before anything runs: the study, or everything that is wrong with it. */
export function prepareStudy(
  ground: StudyGround,
  catalog: Catalog,
): { study: PreparedStudy } | { diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const { request, twin, snapshot, parameters, base } = ground;
  const horizon = horizonOf(request, diagnostics);
  checkNames(request, diagnostics);
  const asItIs = compile(base, catalog, { twin, parameters }, diagnostics);
  if (!asItIs) return { diagnostics };
  const kpis = asItIs.flow.kpis;
  const record = portsToRecord(request, asItIs, diagnostics);
  const run: RunOptions = { twin, snapshot, horizon, seed: request.seed ?? 1, record, points: POINTS };

  const wanted: [string, StudyVariant][] = [[AS_IT_IS, {}], ...Object.entries(request.variants)];
  const variants: PreparedVariant[] = [];
  for (const [name, variant] of wanted) {
    const found: Diagnostic[] = [];
    const prepared = prepareVariant(ground, catalog, { name, variant, kpis, asItIs }, found);
    diagnostics.push(...found.map((one) => inVariant(name, one)));
    if (prepared) variants.push(prepared);
  }
  const instants = checkWork(variants, horizon, diagnostics);
  if (hasErrors(diagnostics)) return { diagnostics };
  const titles = (variants[0]?.kpis ?? []).map(({ name, title, unit }) => ({
    name,
    title,
    unit,
    expression: kpis?.[name]?.expression ?? '',
  }));
  return { study: { run, variants, kpis: titles, instants } };
}

interface VariantToPrepare {
  name: string;
  variant: StudyVariant;
  kpis: Flow['kpis'];
  asItIs: Plan;
}

function prepareVariant(
  ground: StudyGround,
  catalog: Catalog,
  { name, variant, kpis, asItIs }: VariantToPrepare,
  diagnostics: Diagnostic[],
): PreparedVariant | undefined {
  const binding = { twin: ground.twin, parameters: { ...ground.parameters, ...variant.parameters } };
  const isChanged = variant.parameters ?? variant.version ?? variant.document;
  const document = documentOf(ground, variant, diagnostics);
  const plan =
    isChanged === undefined ? asItIs : document && compile(document, catalog, binding, diagnostics);
  if (!plan) return undefined;
  const { request, snapshot, twin } = ground;
  const asked = { inputs: { ...request.inputs, ...variant.inputs }, faults: variant.faults ?? [] };
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
  diagnostics.push(...trial.set(Math.max(trial.t, 0), values));
  for (const { node, output, port, policy } of inputs) {
    const begins = policy.kind === 'ramp' || policy.kind === 'scaled';
    if (begins && trial.quality(port) >= 2)
      diagnostics.push(
        refusal(
          'input-is-bad',
          `inputs.${node}.${output}`,
          `it is bad now, so there is nothing to begin the ${policy.kind === 'ramp' ? 'ramp' : 'multiple'} from`,
          'Give its values as a profile.',
        ),
      );
  }
  return { name, plan, deploy: planDeploy(asItIs, plan), kpis: compiled, values, inputs };
}

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

function compile(
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

function horizonOf({ horizon }: StudyRequest, diagnostics: Diagnostic[]): number {
  const parsed = parseDuration(horizon);
  if ('seconds' in parsed && parsed.seconds >= 0.001) return parsed.seconds;
  const says = 'problem' in parsed ? parsed.problem : 'it is no time at all';
  diagnostics.push(refusal('bad-horizon', 'horizon', says, 'Say how far to look ahead, such as "1 h".'));
  return Number.NaN;
}

function checkNames({ variants }: StudyRequest, diagnostics: Diagnostic[]): void {
  const names = Object.keys(variants);
  if (names.includes(AS_IT_IS))
    diagnostics.push(
      refusal(
        'name-taken',
        `variants.${AS_IT_IS}`,
        'the twin as it is takes part in every study',
        'Choose another name.',
      ),
    );
  if (names.length > MOST_VARIANTS)
    diagnostics.push(
      refusal(
        'too-many-variants',
        'variants',
        `there are ${names.length}; a study holds at most ${MOST_VARIANTS}`,
        'Ask in several studies.',
      ),
    );
}

/** The ports named, or those that the KPIs and the scope show. */
function portsToRecord({ record }: StudyRequest, { flow, ports }: Plan, diagnostics: Diagnostic[]): string[] {
  const shown = ports.filter(({ type }) => type === 'number' || type === 'boolean').map(({ port }) => port);
  for (const port of record ?? []) {
    if (shown.includes(port)) continue;
    const near = nearNames(port, shown);
    diagnostics.push(
      refusal(
        'unknown-port',
        `record.${port}`,
        `the flow has no output ${port} with numbers`,
        near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Name an output of a node in the flow.',
      ),
    );
  }
  if (record) return record;
  const texts = Object.values(flow.kpis ?? {}).map(({ expression }) => expression);
  const inKpis = shown.filter((port) => texts.some((text) => text.includes(port)));
  return [...new Set([...inKpis, ...(flow.scope?.ports ?? [])])]
    .filter((port) => shown.includes(port))
    .slice(0, MOST_PORTS);
}

/** Bounds the work: how many instants all variants need, about. */
function checkWork(variants: readonly PreparedVariant[], horizon: number, diagnostics: Diagnostic[]): number {
  let all = 0;
  for (const { name, plan, inputs } of variants) {
    const rate = [...ratesOf(plan), ...new Set(inputs.map(({ every }) => 1 / every))].reduce(
      (a, b) => a + b,
      0,
    );
    const instants = Math.ceil(horizon * rate);
    all += instants;
    if (instants > MOST_INSTANTS)
      diagnostics.push(
        tooMuchWork(
          `the variant "${name}" needs about ${sayCount(instants)} instants, more than ${sayCount(MOST_INSTANTS)}`,
        ),
      );
  }
  if (all > MOST_INSTANTS_IN_ALL)
    diagnostics.push(
      tooMuchWork(
        `all variants need about ${sayCount(all)} instants, more than ${sayCount(MOST_INSTANTS_IN_ALL)}`,
      ),
    );
  return all;
}

function ratesOf({ periods, nodes }: Plan): number[] {
  return periods.flatMap((seconds, i) => (nodes.some(({ period }) => period === i) ? [1 / seconds] : []));
}

const tooMuchWork = (says: string): Diagnostic =>
  refusal('too-many-instants', 'horizon', says, 'Look less far ahead, or give the flow a longer tick.');

function sayCount(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

function inVariant(name: string, { at, says, ...diagnostic }: Diagnostic): Diagnostic {
  const places = at.map(({ param, ...place }) => ({
    ...place,
    param: `variants.${name}${param === undefined ? '' : `.${param}`}`,
  }));
  return { ...diagnostic, at: places, says: `${name}: ${says}` };
}

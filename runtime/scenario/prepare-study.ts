import { nearNames } from '../compile/near-names.ts';
import type { Plan } from '../compile/plan.ts';
import { hasErrors, type Diagnostic } from '../graph/diagnostic.ts';
import type { Flow } from '../graph/flow.ts';
import type { StudyRequest, StudyVariant } from '../graph/scenario.ts';
import type { Catalog } from '../node/catalog.ts';
import { parseDuration } from '../signal/quantity.ts';
import { chanceRuns } from './chance-runs.ts';
import { checkWorth } from './check-worth.ts';
import { maintenanceFigures } from './maintenance-figures.ts';
import { prepareRuns, type PreparedRuns } from './prepare-runs.ts';
import { compileDocument, prepareVariant, type StudyGround } from './prepare-variant.ts';
import { refusal } from './refusal.ts';
import type { PreparedVariant, RunOptions } from './run-variant.ts';
import { withValues } from './varied.ts';

/** The variant that is always there: nothing is changed. */
export const AS_IT_IS = 'as it is';

/** The variant that a search adds: the best point it found. */
export const BEST_FOUND = 'best found';

/** Most variants of a study beside the base. */
const MOST_VARIANTS = 50;
/** Most instants of one variant, and of a study. */
const MOST_INSTANTS = 50_000_000;
const MOST_INSTANTS_IN_ALL = 500_000_000;
/** Ports that are kept over time where none are named. */
const MOST_PORTS = 12;
const POINTS = 300;

/** A study that may run. */
export interface PreparedStudy {
  run: RunOptions;
  /** The base first. */
  variants: PreparedVariant[];
  kpis: { name: string; title: string; unit: string; expression: string; better?: 'less' | 'more' }[];
  /** Instants all variants need together, about. */
  instants: number;
  /** What runs beside the variants. */
  runs?: PreparedRuns;
  /** One of those runs, with these values of its axes; what is wrong with it where it cannot be. `of`: in another variant than the others. */
  runAt: (point: readonly number[], of?: string) => PreparedVariant | { diagnostics: Diagnostic[] };
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
  const asItIs = compileDocument(base, catalog, { twin, parameters }, diagnostics);
  if (!asItIs) return { diagnostics };
  const kpis = asItIs.flow.kpis;
  const record = portsToRecord(request, asItIs, diagnostics);
  const money = moneyUnitOf(request);
  const run: RunOptions = {
    twin,
    snapshot,
    horizon,
    seed: request.seed ?? 1,
    record,
    points: POINTS,
    ...(money !== undefined && { maintained: true }),
  };

  const assumed = (variant: StudyVariant): StudyVariant => withAssumptions(request, variant);
  const wanted: [string, StudyVariant][] = [[AS_IT_IS, {}], ...Object.entries(request.variants)];
  const variants: PreparedVariant[] = [];
  for (const [name, variant] of wanted) {
    const found: Diagnostic[] = [];
    const prepared = prepareVariant(
      ground,
      catalog,
      { name, variant: assumed(variant), kpis, asItIs },
      found,
    );
    diagnostics.push(...found.map((one) => inVariant(name, one)));
    if (prepared) variants.push(prepared);
  }
  if (hasErrors(diagnostics)) return { diagnostics };
  const figures = figuresOf(variants[0]?.kpis ?? [], kpis, money, diagnostics);
  checkWorth(request, figures, diagnostics);
  const runs = prepareRuns(ground, { plan: asItIs, kpis: figures }, AS_IT_IS, diagnostics);
  const variantOf = (name: string): StudyVariant =>
    assumed(Object.hasOwn(request.variants, name) ? request.variants[name]! : {});
  const runAt: PreparedStudy['runAt'] = (point, of = runs?.of ?? AS_IT_IS) => {
    const found: Diagnostic[] = [];
    const variant = withValues(variantOf(of), request.inputs ?? {}, runs?.axes ?? [], point);
    const prepared = prepareVariant(ground, catalog, { name: 'run', variant, kpis, asItIs }, found);
    return prepared && !hasErrors(found) ? prepared : { diagnostics: found };
  };
  if (!hasErrors(diagnostics) && runs) checkEnds(runs, runAt, diagnostics);
  const instants = checkWork(variants, horizon, runCount(runs), diagnostics);
  if (hasErrors(diagnostics)) return { diagnostics };
  return { study: { run, variants, kpis: figures, instants, ...(runs && { runs }), runAt } };
}

/** KPIs of the flow, and of maintenance where that is looked at. */
function figuresOf(
  compiled: PreparedVariant['kpis'],
  kpis: Flow['kpis'],
  money: string | undefined,
  diagnostics: Diagnostic[],
): PreparedStudy['kpis'] {
  const own = compiled.map(({ name, title, unit }) => ({
    name,
    title,
    unit,
    expression: kpis?.[name]?.expression ?? '',
    ...(kpis?.[name]?.better && { better: kpis[name].better }),
  }));
  const added = money === undefined ? [] : maintenanceFigures(money);
  for (const { name } of added)
    if (own.some((one) => one.name === name))
      diagnostics.push(
        refusal(
          'name-taken',
          `kpis.${name}`,
          'a study of maintenance has a figure of this name',
          'Give the KPI of the flow another name.',
        ),
      );
  return [...added, ...own];
}

/** The unit of what maintenance costs; undefined where nothing is maintained. */
function moneyUnitOf({ maintenance, variants }: StudyRequest): string | undefined {
  const all = [maintenance, ...Object.values(variants).map((variant) => variant.maintenance)];
  const asked = all.filter((one) => one !== undefined);
  return asked.length === 0 ? undefined : (asked.find(({ unit }) => unit !== undefined)?.unit ?? '{EUR}');
}

/** What the whole question assumes goes for each variant that does not say otherwise. */
function withAssumptions(
  { parameters, values, maintenance }: StudyRequest,
  variant: StudyVariant,
): StudyVariant {
  return {
    ...variant,
    ...(maintenance && { maintenance: { ...maintenance, ...variant.maintenance } }),
    ...(parameters && { parameters: { ...parameters, ...variant.parameters } }),
    ...(values && { values: { ...values, ...variant.values } }),
  };
}

/** How many runs there are beside the variants, at most. */
export function runCount(runs: PreparedRuns | undefined): number {
  if (!runs) return 0;
  if (runs.method === 'chance') return chanceRuns(runs).length;
  return runs.method === 'search' ? runs.search.most : runs.points.length;
}

/** Tries the runs in which one of the axes has its least or greatest value: what a node refuses is said before anything runs. */
function checkEnds(runs: PreparedRuns, runAt: PreparedStudy['runAt'], diagnostics: Diagnostic[]): void {
  const points =
    runs.method === 'search'
      ? runs.search.bounds.flatMap((bound, i) =>
          bound.map((value) => runs.search.start.map((at, j) => (i === j ? value : at))),
        )
      : runs.axes.flatMap((_, i) => {
          const sorted = runs.points.toSorted((a, b) => a[i]! - b[i]!);
          return [sorted[0]!, sorted.at(-1)!];
        });
  const others = runs.method === 'chance' ? runs.compared : [];
  for (const [of, point] of [runs.of, ...others].flatMap((name) =>
    points.map((one) => [name, one] as const),
  )) {
    const tried = runAt(point, of);
    if (!('diagnostics' in tried)) continue;
    const at = runs.axes.map(({ title }, i) => `${title} = ${point[i]}`).join(', ');
    diagnostics.push(...tried.diagnostics.map((one) => ({ ...one, says: `at ${at}: ${one.says}` })));
    return;
  }
}

function horizonOf({ horizon }: StudyRequest, diagnostics: Diagnostic[]): number {
  const parsed = parseDuration(horizon);
  if ('seconds' in parsed && parsed.seconds >= 0.001) return parsed.seconds;
  const says = 'problem' in parsed ? parsed.problem : 'it is no time at all';
  diagnostics.push(refusal('bad-horizon', 'horizon', says, 'Say how far to look ahead, such as "1 h".'));
  return Number.NaN;
}

function checkNames({ variants, search }: StudyRequest, diagnostics: Diagnostic[]): void {
  const names = Object.keys(variants);
  const taken = [
    [AS_IT_IS, 'the twin as it is takes part in every study'],
    ...(search ? [[BEST_FOUND, 'the search gives this name to what it finds'] as const] : []),
  ] as const;
  for (const [name, says] of taken)
    if (names.includes(name))
      diagnostics.push(refusal('name-taken', `variants.${name}`, says, 'Choose another name.'));
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
function checkWork(
  variants: readonly PreparedVariant[],
  horizon: number,
  runs: number,
  diagnostics: Diagnostic[],
): number {
  let all = 0;
  for (const [i, { name, plan, inputs }] of variants.entries()) {
    const rate = [...ratesOf(plan), ...new Set(inputs.map(({ every }) => 1 / every))].reduce(
      (a, b) => a + b,
      0,
    );
    const instants = Math.ceil(horizon * rate);
    all += instants * (i === 0 ? 1 + runs : 1);
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
        `all runs need about ${sayCount(all)} instants, more than ${sayCount(MOST_INSTANTS_IN_ALL)}`,
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

import type { Diagnostic } from '../graph/diagnostic.ts';
import type { StudyVariant } from '../graph/scenario.ts';
import type { Chance, ChanceInput, Search, Sweep } from '../graph/study-method.ts';
import type { Kpi } from '../compile/kpi.ts';
import type { Plan } from '../compile/plan.ts';
import { nearNames } from '../compile/near-names.ts';
import { distributionProblem, quantileOf, type Distribution } from './distribution.ts';
import { checkCompared } from './check-compared.ts';
import { drawShares } from './draw-shares.ts';
import { refusal } from './refusal.ts';
import { swingPoints } from './swings.ts';
import { findAxis, readValue, type Axis } from './varied.ts';
import type { StudyGround } from './prepare-variant.ts';

const MOST_RUNS = 10_000;
const LEAST_DRAWN = 10;
const LEAST_SEARCHED = 2;
const MOST_SEARCHED = 1_000;
const MOST_SWEPT = 400;

/** What is asked of a search, with numbers in the units of its axes and its KPIs. */
export interface PreparedSearch {
  kpi: number;
  goal: Search['goal'];
  bounds: [number, number][];
  start: number[];
  most: number;
  /** KPIs by their place, with limits. */
  where: { kpi: number; atLeast: number; atMost: number }[];
}

interface RunsOf {
  of: string;
  axes: Axis[];
}

/** Many runs of one variant, each with other values of its axes. */
export type PreparedRuns =
  | (RunsOf & { method: 'sweep'; points: number[][] })
  | PreparedChance
  | (RunsOf & { method: 'search'; search: PreparedSearch });

/** Runs with values drawn by chance; their numbers stand in `chance-runs`. */
export interface PreparedChance extends RunsOf {
  method: 'chance';
  /** What is drawn. */
  points: number[][];
  percentiles: number[];
  sampling: Chance['sampling'];
  /** All inputs at their middle, then each at its low and its high end, one after the other. */
  swings: number[][];
  /** Variants that run with the same draws. */
  compared: string[];
}

interface Place {
  plan: Plan;
  kpis: readonly Pick<Kpi, 'name'>[];
  diagnostics: Diagnostic[];
  inputs: NonNullable<StudyVariant['inputs']>;
}

/** Lays out the runs that a question asks for beside its variants; undefined where it asks for none, or for what cannot be. */
export function prepareRuns(
  { request }: Pick<StudyGround, 'request'>,
  { plan, kpis }: Pick<Place, 'plan' | 'kpis'>,
  asItIs: string,
  diagnostics: Diagnostic[],
): PreparedRuns | undefined {
  const { sweep, chance, search, variants, seed = 1 } = request;
  const asked = [sweep, chance, search].filter((one) => one !== undefined);
  if (asked.length > 1)
    diagnostics.push(
      refusal(
        'one-at-a-time',
        'sweep',
        'a study does one of sweep, chance and search',
        'Ask one after the other.',
      ),
    );
  const [one] = asked;
  if (!one || asked.length > 1) return undefined;
  const of = one.of ?? asItIs;
  if (of !== asItIs && !Object.hasOwn(variants, of)) {
    const known = [asItIs, ...Object.keys(variants)].join(', ');
    diagnostics.push(refusal('unknown-variant', 'of', `there is no variant "${of}"`, `There is ${known}.`));
    return undefined;
  }
  const inputs = { ...request.inputs, ...(Object.hasOwn(variants, of) ? variants[of]!.inputs : {}) };
  const place: Place = { plan, kpis, diagnostics, inputs };
  if (sweep) return laySweep(sweep, of, place);
  if (search) return laySearch(search, of, place);
  const laid = chance && layChance(chance, of, seed, place);
  if (laid) checkCompared(laid, request, asItIs, diagnostics);
  return laid;
}

function laySweep({ axes: asked }: Sweep, of: string, place: Place): PreparedRuns | undefined {
  const { diagnostics } = place;
  const before = diagnostics.length;
  const axes = asked.map((one, i) => findAxis(one, place.plan, place.inputs, `sweep.axes.${i}`, diagnostics));
  const columns = asked.map((one, i) => {
    const axis = axes[i];
    return axis ? valuesOf(one, axis, `sweep.axes.${i}`, diagnostics) : [];
  });
  checkTwice(axes, 'sweep.axes', diagnostics);
  const count = columns.reduce((product, column) => product * column.length, 1);
  if (count > MOST_SWEPT)
    diagnostics.push(tooMany('sweep', `${count} pairs of values`, MOST_SWEPT, 'Take fewer values.'));
  if (diagnostics.length > before) return undefined;
  const [first = [], second] = columns;
  const points = second ? first.flatMap((x) => second.map((y) => [x, y])) : first.map((x) => [x]);
  return { method: 'sweep', of, axes: axes as Axis[], points };
}

function valuesOf(
  { values, from, to, count }: Sweep['axes'][number],
  axis: Axis,
  param: string,
  diagnostics: Diagnostic[],
): number[] {
  if (values) return values.map((value) => readValue(value, axis, param, diagnostics));
  if (from === undefined || to === undefined || count === undefined) {
    diagnostics.push(
      refusal('bad-axis', param, 'it has no values', 'Give a list of values, or from, to and count.'),
    );
    return [];
  }
  const [low, high] = [from, to].map((one) => readValue(one, axis, param, diagnostics)) as [number, number];
  if (low > high)
    diagnostics.push(
      refusal('bad-axis', param, `it runs from ${low} down to ${high}`, 'Give from below to.'),
    );
  return Array.from({ length: count }, (_, i) =>
    // Steps that people can read: 0.1 + 0.2 is 0.3 here.
    Number((count === 1 ? low : low + ((high - low) * i) / (count - 1)).toPrecision(12)),
  );
}

function layChance(asked: Chance, of: string, seed: number, place: Place): PreparedChance | undefined {
  const { runs, sampling, percentiles, inputs, compare = [] } = asked;
  const { diagnostics } = place;
  const before = diagnostics.length;
  checkChance(asked, diagnostics);
  const axes = inputs.map((one, i) =>
    findAxis(one, place.plan, place.inputs, `chance.inputs.${i}`, diagnostics),
  );
  checkTwice(axes, 'chance.inputs', diagnostics);
  const laid = inputs.map(
    (one, i) => axes[i] && layDistribution(one, axes[i], `chance.inputs.${i}`, diagnostics),
  );
  if (diagnostics.length > before) return undefined;
  const names = (axes as Axis[]).map(({ kind, name }) => `${kind} ${name}`);
  const shares = drawShares(names, runs, sampling, seed);
  const quantiles = laid.map((one) => quantileOf(one!));
  const columns = shares.map((column, i) => column.map(quantiles[i]!));
  columns.forEach((column, i) => checkDrawn(column, axes[i]!, place, `chance.inputs.${i}`));
  const points = Array.from({ length: runs }, (_, n) => columns.map((column) => column[n]!));
  const rising = [...new Set(percentiles)].toSorted((a, b) => a - b);
  return {
    method: 'chance',
    of,
    axes: axes as Axis[],
    points,
    percentiles: rising,
    sampling,
    swings: swingPoints(quantiles),
    compared: compare,
  };
}

function checkChance({ runs, percentiles }: Chance, diagnostics: Diagnostic[]): void {
  if (runs > MOST_RUNS) diagnostics.push(tooMany('chance.runs', `${runs} runs`, MOST_RUNS, 'Take fewer.'));
  if (runs < LEAST_DRAWN)
    diagnostics.push(tooFew('chance.runs', `${runs} runs say nothing of chance`, LEAST_DRAWN));
  for (const one of percentiles)
    if (!(one > 0 && one < 100))
      diagnostics.push(
        refusal(
          'bad-percentile',
          'chance.percentiles',
          `${one} is no percentile`,
          'Give numbers between 0 and 100.',
        ),
      );
}

function layDistribution(
  asked: ChanceInput,
  axis: Axis,
  param: string,
  diagnostics: Diagnostic[],
): Distribution | undefined {
  const before = diagnostics.length;
  const read = (value: number | string, isDifference = false): number =>
    readValue(value, axis, param, diagnostics, isDifference);
  const laid: Distribution =
    asked.distribution === 'normal' || asked.distribution === 'lognormal'
      ? {
          distribution: asked.distribution,
          mean: read(asked.mean),
          deviation: read(asked.deviation, true),
          ...(asked.atLeast !== undefined && { atLeast: read(asked.atLeast) }),
          ...(asked.atMost !== undefined && { atMost: read(asked.atMost) }),
        }
      : asked.distribution === 'uniform'
        ? { distribution: 'uniform', min: read(asked.min), max: read(asked.max) }
        : {
            distribution: asked.distribution,
            min: read(asked.min),
            likely: read(asked.likely),
            max: read(asked.max),
          };
  if (diagnostics.length > before) return undefined;
  const problem = distributionProblem(laid);
  if (problem)
    diagnostics.push(refusal('bad-distribution', param, `${axis.title}: ${problem.says}`, problem.remedy));
  return laid;
}

/** A parameter has a range in the flow: none of the values that are drawn may leave it. */
function checkDrawn(column: Float64Array, axis: Axis, { plan, diagnostics }: Place, param: string): void {
  const { min = -Infinity, max = Infinity } =
    axis.kind === 'parameter' ? (plan.flow.parameters?.[axis.name] ?? {}) : {};
  const outside = column.filter((value) => value < min || value > max).length;
  if (outside > 0)
    diagnostics.push(
      refusal(
        'drawn-outside',
        param,
        `${outside} of ${column.length} values drawn for ${axis.title} lie outside its range ${min} to ${max}`,
        'Cut the distribution off with atLeast and atMost, or take one that has ends.',
      ),
    );
}

function laySearch(
  { kpi, goal, over, where, runs }: Search,
  of: string,
  place: Place,
): PreparedRuns | undefined {
  const { diagnostics } = place;
  const before = diagnostics.length;
  if (runs > MOST_SEARCHED)
    diagnostics.push(tooMany('search.runs', `${runs} runs`, MOST_SEARCHED, 'Take fewer.'));
  if (runs < LEAST_SEARCHED)
    diagnostics.push(tooFew('search.runs', `${runs} runs lead nowhere`, LEAST_SEARCHED));
  const axes = over.map((one, i) => findAxis(one, place.plan, place.inputs, `search.over.${i}`, diagnostics));
  checkTwice(axes, 'search.over', diagnostics);
  const laid = over.map((one, i) => layRange(one, axes[i], `search.over.${i}`, diagnostics));
  const limits = where.map(({ kpi: name, atLeast = -Infinity, atMost = Infinity }, i) => {
    if (atLeast > atMost)
      diagnostics.push(
        refusal(
          'bad-limit',
          `search.where.${i}`,
          `nothing is at least ${atLeast} and at most ${atMost}`,
          'Give them in order.',
        ),
      );
    return { kpi: findKpi(name, place.kpis, `search.where.${i}`, diagnostics), atLeast, atMost };
  });
  const target = findKpi(kpi, place.kpis, 'search.kpi', diagnostics);
  if (diagnostics.length > before) return undefined;
  const [bounds, start] = [
    laid.map(({ low, high }) => [low, high] as [number, number]),
    laid.map((one) => one.start),
  ];
  return {
    method: 'search',
    of,
    axes: axes as Axis[],
    search: { kpi: target, goal, bounds, start, most: runs, where: limits },
  };
}

function layRange(
  { min, max, start }: Search['over'][number],
  axis: Axis | undefined,
  param: string,
  diagnostics: Diagnostic[],
): { low: number; high: number; start: number } {
  if (!axis) return { low: 0, high: 1, start: 0 };
  const [low, high] = [min, max].map((one) => readValue(one, axis, param, diagnostics)) as [number, number];
  if (low >= high)
    diagnostics.push(
      refusal(
        'bad-range',
        param,
        `its least value ${low} is not below its greatest ${high}`,
        'Give min and max in order.',
      ),
    );
  const from = start === undefined ? (low + high) / 2 : readValue(start, axis, param, diagnostics);
  if (from < low || from > high)
    diagnostics.push(
      refusal(
        'bad-range',
        param,
        `it starts at ${from}, outside ${low} to ${high}`,
        'Start inside the range.',
      ),
    );
  return { low, high, start: from };
}

/** The place of a KPI; -1 and a diagnostic where there is none. */
export function findKpi(
  name: string,
  kpis: readonly Pick<Kpi, 'name'>[],
  param: string,
  diagnostics: Diagnostic[],
): number {
  const place = kpis.findIndex((one) => one.name === name);
  if (place >= 0) return place;
  const names = kpis.map((one) => one.name);
  const near = nearNames(name, names);
  diagnostics.push(
    refusal(
      'unknown-kpi',
      param,
      `the flow has no KPI ${name}`,
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : `It has ${names.join(', ') || 'none: add one under kpis'}.`,
    ),
  );
  return -1;
}

function checkTwice(axes: readonly (Axis | undefined)[], param: string, diagnostics: Diagnostic[]): void {
  const names = axes.map((axis) => axis && `${axis.kind} ${axis.name}`);
  const twice = names.find((name, i) => name !== undefined && names.indexOf(name) < i);
  if (twice !== undefined)
    diagnostics.push(refusal('varied-twice', param, `${twice} stands there twice`, 'Name each thing once.'));
}

function tooFew(param: string, says: string, least: number): Diagnostic {
  return refusal('too-few-runs', param, says, `Take ${least} or more.`);
}

function tooMany(param: string, what: string, most: number, remedy: string): Diagnostic {
  return refusal('too-many-runs', param, `${what}; a study makes at most ${most}`, remedy);
}

import type { z } from 'zod';
import type { flowScenarioSchema } from '@twinloom/runtime/graph/scenario';
import type { StudyRequestBody } from './study-form.ts';

/** A question as the flow keeps it: what it does not say is as usual. */
type KeptQuestion = z.input<typeof flowScenarioSchema>;

/** How a value is spread; see `runtime/scenario/distribution`. */
export type DistributionName = 'normal' | 'lognormal' | 'uniform' | 'triangular' | 'pert';

/** The numbers of each distribution, in the order in which they are asked for. */
export const DISTRIBUTIONS: Readonly<Record<DistributionName, readonly string[]>> = {
  normal: ['mean', 'deviation'],
  lognormal: ['mean', 'deviation'],
  uniform: ['min', 'max'],
  triangular: ['min', 'likely', 'max'],
  pert: ['min', 'likely', 'max'],
};

/** Something that takes other values from run to run; `texts` by the name of each number. */
export interface AxisForm {
  id: number;
  /** Key of the choice: its kind and name. */
  choice: string;
  distribution: DistributionName;
  texts: Readonly<Record<string, string>>;
}

export interface LimitForm {
  kpi: string;
  atLeast: string;
  atMost: string;
}

/** What runs beside the variants. */
export interface MethodForm {
  method: 'none' | 'sweep' | 'chance' | 'search';
  /** Where it plays: the place of a variant, or `as it is`. */
  of: string;
  /** Places of the variants that run with the same draws. */
  compare: readonly string[];
  axes: readonly AxisForm[];
  runs: string;
  percentiles: string;
  sampling: 'latin' | 'plain';
  kpi: string;
  goal: 'least' | 'most';
  limits: readonly LimitForm[];
}

/** What is asked of money; '' where nothing is. */
export interface WorthForm {
  kpi: string;
  counts: 'cost' | 'income';
  years: string;
  discountRate: string;
  downtime: string;
}

/** As the server calls it. */
export const AS_IT_IS = 'as it is';

/** Stands for a variant of the form, whatever it is called by now. */
export function placeOf({ id }: { id: number }): string {
  return `#${id}`;
}

export const NO_METHOD: MethodForm = {
  method: 'none',
  of: AS_IT_IS,
  compare: [],
  axes: [],
  runs: '200',
  percentiles: '10, 50, 90',
  sampling: 'latin',
  kpi: '',
  goal: 'least',
  limits: [],
};

export const NO_WORTH: WorthForm = { kpi: '', counts: 'cost', years: '10', discountRate: '', downtime: '' };

/** One more thing that is varied. */
export function newAxis(others: readonly AxisForm[]): AxisForm {
  const id = Math.max(-1, ...others.map((one) => one.id)) + 1;
  return { id, choice: '', distribution: 'normal', texts: { count: '5' } };
}

type Methods = Pick<StudyRequestBody, 'sweep' | 'chance' | 'search'>;

/** The method as the server is asked for it. Axes for which nothing is chosen are left out. `nameOf`: what a variant is called that has this place. */
export function methodOf(
  { method, of, compare, axes, ...form }: MethodForm,
  nameOf: (place: string) => string = (place) => place,
): Methods {
  const chosen = axes.filter(({ choice }) => choice !== '');
  if (method === 'none' || chosen.length === 0) return {};
  const where = of === AS_IT_IS ? {} : { of: nameOf(of) };
  switch (method) {
    case 'sweep':
      return { sweep: { ...where, axes: chosen.map(sweptOf) } as Methods['sweep'] };
    case 'chance': {
      const inputs = chosen.map((axis) => ({
        ...variedOf(axis),
        distribution: axis.distribution,
        ...numbersOf(axis, [...DISTRIBUTIONS[axis.distribution], ...cutsOf(axis.distribution)]),
      }));
      const percentiles = listOf(form.percentiles).map(Number);
      const { sampling } = form;
      const others = compare.filter((place) => place !== of).map(nameOf);
      return {
        chance: {
          ...where,
          ...(others.length > 0 && { compare: others }),
          runs: Number(form.runs),
          sampling,
          percentiles,
          inputs,
        } as Methods['chance'],
      };
    }
    case 'search': {
      const over = chosen.map((axis) => ({ ...variedOf(axis), ...numbersOf(axis, ['min', 'max', 'start']) }));
      const limits = form.limits
        .filter(({ kpi }) => kpi !== '')
        .map(({ kpi, atLeast, atMost }) => ({
          kpi,
          ...(atLeast.trim() !== '' && { atLeast: Number(atLeast) }),
          ...(atMost.trim() !== '' && { atMost: Number(atMost) }),
        }));
      const { kpi, goal } = form;
      return {
        search: { ...where, kpi, goal, over, where: limits, runs: Number(form.runs) } as Methods['search'],
      };
    }
    default:
      return method satisfies never;
  }
}

/** A distribution without ends may be cut off. */
export function cutsOf(distribution: DistributionName): readonly string[] {
  return distribution === 'normal' || distribution === 'lognormal' ? ['atLeast', 'atMost'] : [];
}

function sweptOf(axis: AxisForm): object {
  const values = listOf(axis.texts.values ?? '');
  if (values.length > 0) return { ...variedOf(axis), values: values.map(quantityOf) };
  const { count = '' } = axis.texts;
  return { ...variedOf(axis), ...numbersOf(axis, ['from', 'to']), count: Number(count) };
}

function variedOf({ choice }: AxisForm): { kind: string; name: string } {
  const [kind = '', ...name] = choice.split(' ');
  return { kind, name: name.join(' ') };
}

function numbersOf({ texts }: AxisForm, names: readonly string[]): Record<string, number | string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = texts[name]?.trim() ?? '';
      return text === '' ? [] : [[name, quantityOf(text)]];
    }),
  );
}

function quantityOf(text: string): number | string {
  return Number.isFinite(Number(text)) ? Number(text) : text;
}

function listOf(text: string): string[] {
  return text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Money as the server is asked for it. */
export function moneyOf({
  kpi,
  counts,
  years,
  discountRate,
  downtime,
}: WorthForm): StudyRequestBody['worth'] {
  if (kpi === '') return undefined;
  const rate = discountRate.trim();
  return {
    kpi,
    counts,
    years: Number(years),
    ...(rate !== '' && { discountRate: Number.isFinite(Number(rate)) ? `${rate} %` : rate }),
    ...(downtime !== '' && { downtime }),
  };
}

/** What a kept question runs beside its variants, as the form shows it: these have the ids 0, 1, 2. */
export function methodFormOf({ sweep, chance, search, variants = {} }: KeptQuestion): MethodForm {
  const names = Object.keys(variants);
  // A name that the question does not know is told by the server.
  const placed = (name: string): string =>
    names.includes(name) ? placeOf({ id: names.indexOf(name) }) : name;
  const laid = { ...NO_METHOD, of: placed(sweep?.of ?? chance?.of ?? search?.of ?? AS_IT_IS) };
  if (sweep) return { ...laid, method: 'sweep', axes: sweep.axes.map(axisFormOf) };
  if (chance) {
    const { runs = laid.runs, percentiles = [10, 50, 90], sampling = laid.sampling, inputs } = chance;
    const { compare = [] } = chance;
    const axes = inputs.map((input, id) => ({ ...axisFormOf(input, id), distribution: input.distribution }));
    return {
      ...laid,
      method: 'chance',
      runs: String(runs),
      percentiles: percentiles.join(', '),
      sampling,
      compare: compare.map(placed),
      axes,
    };
  }
  if (!search) return laid;
  const { kpi, goal, runs = laid.runs, over, where = [] } = search;
  const limits = where.map((limit) => ({
    kpi: limit.kpi,
    atLeast: String(limit.atLeast ?? ''),
    atMost: String(limit.atMost ?? ''),
  }));
  return { ...laid, method: 'search', kpi, goal, runs: String(runs), limits, axes: over.map(axisFormOf) };
}

function axisFormOf(axis: { kind: string; name: string }, id: number): AxisForm {
  const { kind, name, ...rest } = axis;
  const texts = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.join(', ') : String(value),
    ]),
  );
  return { id, choice: `${kind} ${name}`, distribution: 'normal', texts: { count: '5', ...texts } };
}

/** What a kept question asks of money, as the form shows it. */
export function worthFormOf({ worth }: KeptQuestion): WorthForm {
  if (!worth) return NO_WORTH;
  const { kpi, counts = 'cost', years = NO_WORTH.years, discountRate = '', downtime = '' } = worth;
  const rate =
    typeof discountRate === 'number' ? String(100 * discountRate) : discountRate.replace(/\s*%$/, '');
  return { kpi, counts, years: String(years), discountRate: rate, downtime };
}

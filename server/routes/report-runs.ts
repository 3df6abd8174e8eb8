import type { Chance, Search } from '@twinloom/runtime/graph/study-method';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { isClear } from '@twinloom/runtime/scenario/is-clear';
import { sayShare } from '@twinloom/runtime/scenario/say-share';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { bandChart, lineChart, tornado } from './report-charts.ts';
import { quantity, section, signed, text } from './report-parts.ts';

type Many = NonNullable<StudyBody['many']>;

/** What is assumed of the many runs of a study. */
export function sayRuns({ many, request, kpis }: StudyBody): string[] {
  if (!many) return [];
  const { chance, search } = (request ?? {}) as { chance?: Chance; search?: Search };
  switch (many.method) {
    case 'sweep':
      return [
        `${many.runs} runs of “${many.of}” differ in ${many.axes.map(({ title }) => title).join(' and ')} only.`,
      ];
    case 'chance':
      return [
        `${many.runs} runs of “${many.of}” with values drawn by chance, ${many.sampling === 'plain' ? 'each by itself' : 'as a Latin hypercube (McKay, Beckman and Conover, 1979)'}, each value independent of the others:`,
        ...(chance?.inputs ?? []).map((input, i) => {
          const { kind: _kind, name: _name, distribution, ...numbers } = input;
          const said = Object.entries(numbers).map(
            ([what, value]) => `${WORDS[what] ?? what} ${String(value)}`,
          );
          return `${many.axes[i]?.title}: ${distribution}, ${said.join(', ')} (${formatUnit(many.axes[i]?.unit ?? '') || 'no unit'})`;
        }),
        ...(chance?.compare ?? []).map((name) => `“${name}” runs with the same draws and the same noise.`),
      ];
    case 'search':
      return [
        `${kpis[many.kpi ?? 0]?.title} is to be as ${many.goal === 'least' ? 'small' : 'great'} as possible over ${(search?.over ?? []).map(({ min, max }, i) => `${many.axes[i]?.title} from ${min} to ${max}`).join(', ')}.`,
        ...(search?.where ?? []).map(
          ({ kpi, atLeast, atMost }) =>
            `${kpis.find(({ name }) => name === kpi)?.title ?? kpi} is kept${atLeast === undefined ? '' : ` at least ${atLeast}`}${atMost === undefined ? '' : ` at most ${atMost}`}.`,
        ),
        'The search is local (Nelder and Mead, 1965): there may be a better place elsewhere in the ranges.',
      ];
    default:
      return many.method satisfies never;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  atLeast: 'at least',
  atMost: 'at most',
  min: 'least',
  max: 'greatest',
};

/** What the many runs came to. */
export function runSections(study: StudyBody): string[] {
  const { many } = study;
  if (!many) return [];
  switch (many.method) {
    case 'sweep':
      return many.axes.length === 1 ? curveSections(study, many) : heatSections(study, many);
    case 'chance':
      return chanceSections(study, many);
    case 'search':
      return [section('What the search found', searched(study, many))];
    default:
      return many.method satisfies never;
  }
}

function curveSections({ kpis, runs = [] }: StudyBody, { axes }: Many): string[] {
  const rising = runs.toSorted((a, b) => a.at[0]! - b.at[0]!);
  const [first, last] = [rising[0]?.at[0] ?? 0, rising.at(-1)?.at[0] ?? 1];
  const [axis] = axes;
  const unit = axis?.unit ?? '';
  return kpis.map(({ title, unit: own }, i) => {
    const line = {
      name: `over ${axis?.title}`,
      x: rising.map(({ at }) => (at[0]! - first) / (last - first || 1)),
      y: rising.map((run) => run.kpis[i] ?? null),
    };
    const frame = { unit: own, from: quantity(first, unit), to: quantity(last, unit) };
    return section(`${title} over ${axis?.title}`, lineChart([line], frame));
  });
}

function heatSections({ kpis, runs = [] }: StudyBody, { axes }: Many): string[] {
  const column = (axis: number): number[] =>
    [...new Set(runs.map(({ at }) => at[axis]!))].toSorted((a, b) => a - b);
  const [rows, columns] = [column(0), column(1)];
  return kpis.map(({ title, unit }, kpi) => {
    const values = new Map(runs.map(({ at, kpis: all }) => [`${at[0]} ${at[1]}`, all[kpi] ?? null]));
    const known = [...values.values()].filter((value) => value !== null);
    const [least, most] = [Math.min(...known), Math.max(...known)];
    const cells = rows.map((x) => {
      const own = columns.map((y) => {
        const value = values.get(`${x} ${y}`) ?? null;
        if (value === null) return '<td>–</td>';
        const share = most > least ? (value - least) / (most - least) : 0;
        return `<td style="background:rgba(31,95,191,${(0.06 + 0.44 * share).toFixed(2)})">${text(formatValue(value, 4))}</td>`;
      });
      return `<tr><th class="n">${text(formatValue(x, 5))}</th>${own.join('')}</tr>`;
    });
    const heads = columns.map((y) => `<th>${text(formatValue(y, 5))}</th>`).join('');
    const says = `${axisText(axes[0])} down, ${axisText(axes[1])} across`;
    return section(
      `${title} ${formatUnit(unit)}`,
      `<p class="note">${text(says)}</p><table class="heat"><thead><tr><th></th>${heads}</tr></thead>${cells.join('')}</table>`,
    );
  });
}

function axisText(axis: Many['axes'][number] | undefined): string {
  const unit = formatUnit(axis?.unit ?? '');
  return `${axis?.title ?? ''}${unit === '' ? '' : ` (${unit})`}`;
}

function chanceSections(study: StudyBody, many: Many): string[] {
  const { chance, kpis } = study;
  if (!chance) return [];
  const heads = (many.percentiles ?? []).map((one) => `<th class="n">P${one}</th>`).join('');
  const rows = kpis.map(({ title, unit }, i) => {
    const { mean, margin, count = 0, percentiles = [] } = chance.spreads[i] ?? {};
    const middle = mean === undefined ? 'no value' : `${formatValue(mean)}${marginText(margin)}`;
    const rest = percentiles.map((value) => `<td class="n">${text(formatValue(value))}</td>`).join('');
    const missing =
      count < chance.runs
        ? `<br><small class="note">without a value in ${chance.runs - count} runs</small>`
        : '';
    return `<tr><td>${text(title)} ${text(formatUnit(unit))}${missing}</td><td class="n">${text(middle)}</td>${rest}</tr>`;
  });
  const table =
    `<p class="note">${chance.runs} of ${many.runs} runs. The mean stands with the interval that holds the true one with 95 %, as for independent runs. A tenth of the runs lies below P10.</p>` +
    `<table><thead><tr><th></th><th class="n">Mean</th>${heads}</tr></thead>${rows.join('')}</table>`;
  const bands = Object.keys(chance.bands).map((port) =>
    section(`${port}, by chance`, bandChart(study, port)),
  );
  return [
    section('Key figures under chance', table),
    ...differenceSections(study, many),
    ...kpis.flatMap((_, i) => [...swingSection(study, many, i), ...matteredSection(study, many, i)]),
    ...bands,
  ];
}

/** Of one run nothing: it says nothing of how far from the true mean it lies. */
function marginText(margin: number | undefined): string {
  return margin === undefined ? '' : ` ± ${formatValue(margin, 2)}`;
}

/** What one input alone does to a KPI. */
function swingSection({ chance, kpis }: StudyBody, { axes }: Many, kpi: number): string[] {
  const swings = chance?.swings?.[kpi] ?? [];
  const { title = '', unit = '' } = kpis[kpi] ?? {};
  const [first] = swings;
  if (!first || swings.every(({ low, high, middle }) => low === high && low === middle)) return [];
  const bars = swings.map(({ axis, low, high, from, to }) => {
    const range = `${formatValue(from, 4)} to ${formatValue(to, 4)} ${formatUnit(axes[axis]?.unit ?? '')}`;
    return { name: axes[axis]?.title ?? '', range: range.trim(), low, high };
  });
  const says = `${title} where one input alone is at its 10th and at its 90th percentile and all others stay at their middle; the longest bar first.`;
  const chart = tornado(bars, unit, { middle: first.middle, ends: ['10th percentile', '90th percentile'] });
  return [section(`One input at a time: ${title}`, `<p class="note">${text(says)}</p>${chart}`)];
}

/** What went along with a KPI among the runs that were drawn. */
function matteredSection({ chance, kpis }: StudyBody, { axes }: Many, kpi: number): string[] {
  if (!chance) return [];
  const { title = '', unit = '' } = kpis[kpi] ?? {};
  const bars = (chance.influences[kpi] ?? []).map(({ axis, low, high, rank }) => ({
    name: axes[axis]?.title ?? '',
    range: isClear(rank, chance.runs) ? '' : 'no clear effect',
    low,
    high,
  }));
  if (bars.every(({ low, high }) => low === high)) return [];
  const middle = bars.reduce((sum, { low, high }) => sum + (low + high) / 2, 0) / bars.length;
  const says = `Mean of ${title} where each input is in its lowest and in its highest tenth, from the ${chance.runs} runs drawn by chance.`;
  const ends = ['lowest tenth of the input', 'highest tenth'] as const;
  return [
    section(
      `What mattered to ${title}`,
      `<p class="note">${text(says)}</p>${tornado(bars, unit, { middle, ends })}`,
    ),
  ];
}

function differenceSections({ chance, kpis }: StudyBody, { of, percentiles = [] }: Many): string[] {
  return (chance?.differences ?? []).map(({ variant, kpis: all }) => {
    const heads = percentiles.map((one) => `<th class="n">P${one}</th>`).join('');
    const rows = all.map(({ count, mean, margin, percentiles: values, above, below }, i) => {
      const { title = '', unit = '', better } = kpis[i] ?? {};
      const middle = mean === undefined ? 'no value' : `${signed(mean)}${marginText(margin)}`;
      const rest = values.map((value) => `<td class="n">${text(signed(value))}</td>`).join('');
      const share = sayShare(better, { above, below });
      return `<tr><td>${text(title)} ${text(formatUnit(unit))}<br><small class="note">${count} pairs</small></td><td class="n">${text(middle)}</td>${rest}<td>${text(share)}</td></tr>`;
    });
    const note = `What each figure is in “${variant}” less what it is in “${of}”, where both ran with the same draws and the same noise. The mean stands with the interval that holds the true one with 95 % (paired t), the share with its own (Wilson). A tenth of the differences lies below P10.`;
    return section(
      `“${variant}” beside “${of}”, by chance`,
      `<p class="note">${text(note)}</p><table><thead><tr><th></th><th class="n">Mean difference</th>${heads}<th></th></tr></thead>${rows.join('')}</table>`,
    );
  });
}

function searched({ search, kpis }: StudyBody, { axes, kpi = 0 }: Many): string {
  if (!search) return '<p>It is not at its end.</p>';
  const { best = [], says } = search;
  const at = best.map((value, i) => `${axes[i]?.title} = ${quantity(value, axes[i]?.unit ?? '')}`).join(', ');
  const target = kpis[kpi];
  const value = search.kpis[kpi] ?? null;
  const found =
    value === null
      ? ''
      : `<p><b>${text(`${target?.title}: ${quantity(value, target?.unit ?? '')}`)}</b> at ${text(at)}.</p>`;
  return `${found}<p>${search.isConverged ? '' : '<b>Not converged.</b> '}${text(says)}.</p>`;
}

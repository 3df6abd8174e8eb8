import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { csvCell } from '@twinloom/runtime/table/csv-cell';

const HEAD = [
  'what',
  'variant',
  'name',
  'unit',
  'from',
  'to',
  'value',
  'difference',
  'share',
  'missing',
  'min',
  'max',
  'says',
] as const;

type Cells = Partial<Record<(typeof HEAD)[number], string | number | null | undefined>>;

/** A spreadsheet takes a text that begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Everything a study came to, a row each: a KPI of a variant with its difference to the base, a port in one part of the horizon (s since the start), the
 * values and KPIs of each of many runs, percentiles, bands, what mattered, what one input alone does, differences of variants draw by draw, money, and
 * what was decided.
 */
export function studyCsv(study: StudyBody): string {
  const rows = [
    ...variantRows(study),
    ...runRows(study),
    ...chanceRows(study),
    ...swingRows(study),
    ...differenceRows(study),
    ...worthRows(study),
    ...closingRows(study),
  ];
  return `${[HEAD.join(','), ...rows.map(write)].join('\n')}\n`;
}

/** Nothing is an empty cell, never 0; a text never a formula. */
function write(cells: Cells): string {
  return HEAD.map((name) => {
    const cell = cells[name];
    if (cell === null || cell === undefined) return '';
    return typeof cell === 'number' ? String(cell) : csvCell(FORMULA.test(cell) ? `'${cell}` : cell);
  }).join(',');
}

function variantRows({ kpis, variants, horizon }: StudyBody): Cells[] {
  const units = new Map(kpis.map(({ name, unit }) => [name, unit]));
  return variants.flatMap((variant) => [
    ...Object.entries(variant.kpis ?? {}).map(([name, result]): Cells => ({
      what: 'kpi',
      variant: variant.name,
      name,
      unit: units.get(name),
      from: 0,
      to: horizon,
      ...result,
    })),
    ...Object.entries(variant.curves ?? {}).flatMap(([name, { unit, min, max }]) => {
      const part = horizon / min.length;
      return min.map((least, i): Cells => ({
        what: 'port',
        variant: variant.name,
        name,
        unit,
        from: i * part,
        to: (i + 1) * part,
        min: least,
        max: max[i],
      }));
    }),
  ]);
}

function runRows({ runs = [], many, kpis }: StudyBody): Cells[] {
  return runs.flatMap(({ n, at, kpis: values, says }) => {
    const run = { what: 'run', variant: `run ${n + 1}` };
    return [
      ...at.map((value, i): Cells => {
        const axis = many?.axes[i];
        return { ...run, name: axis && `${axis.kind} ${axis.name}`, unit: axis?.unit, value };
      }),
      ...values.map((value, i): Cells => ({
        ...run,
        name: kpis[i]?.name,
        unit: kpis[i]?.unit,
        value,
        says: value === null ? says : undefined,
      })),
    ];
  });
}

/** Of one run nobody knows how far from the true mean it lies. */
function within(mean: number, margin: number | undefined): Cells {
  return margin === undefined ? {} : { min: mean - margin, max: mean + margin };
}

function chanceRows({ chance, many, kpis, variants, horizon }: StudyBody): Cells[] {
  if (!chance) return [];
  const percentiles = many?.percentiles ?? [];
  const units = new Map(variants.flatMap(({ curves = {} }) => Object.entries(curves)));
  return [
    ...chance.spreads.flatMap(({ mean, margin, percentiles: values }, i) => {
      const { name, unit } = kpis[i] ?? {};
      const middle: Cells[] =
        mean === undefined ? [] : [{ what: 'mean', name, unit, value: mean, ...within(mean, margin) }];
      return [
        ...middle,
        ...values.map((value, p): Cells => ({
          what: 'percentile',
          variant: `P${percentiles[p]}`,
          name,
          unit,
          value,
        })),
      ];
    }),
    ...chance.influences.flatMap((all, i) =>
      all.map(({ axis, low, high, rank }): Cells => ({
        what: 'influence',
        variant: many?.axes[axis]?.title,
        name: kpis[i]?.name,
        unit: kpis[i]?.unit,
        value: rank,
        min: low,
        max: high,
      })),
    ),
    ...Object.entries(chance.bands).flatMap(([name, band]) =>
      band.flatMap((line, p) =>
        line.map((value, part): Cells => ({
          what: 'band',
          variant: `P${percentiles[p]}`,
          name,
          unit: units.get(name)?.unit,
          from: (part * horizon) / line.length,
          to: ((part + 1) * horizon) / line.length,
          value,
        })),
      ),
    ),
  ];
}

/** What a KPI comes to where one input alone is at its low end (`min`) and its high end (`max`); `from` and `to`: those ends, `value`: where all are at their middle. */
function swingRows({ chance, many, kpis }: StudyBody): Cells[] {
  return (chance?.swings ?? []).flatMap((all, i) =>
    all.map(({ axis, low, high, middle, from, to }): Cells => ({
      what: 'swing',
      variant: many?.axes[axis]?.title,
      name: kpis[i]?.name,
      unit: kpis[i]?.unit,
      from,
      to,
      value: middle,
      min: low,
      max: high,
    })),
  );
}

/** What a KPI is in a variant less what it is in the one compared with, draw by draw; `min` and `max` hold the true mean or share with 95 %. */
function differenceRows({ chance, many, kpis }: StudyBody): Cells[] {
  return (chance?.differences ?? []).flatMap(({ variant, kpis: all }) =>
    all.flatMap(({ mean, margin, percentiles, above, below }, i) => {
      const { name, unit } = kpis[i] ?? {};
      if (mean === undefined) return [];
      const share = (what: string, one: typeof above): Cells[] =>
        one ? [{ what, variant, name, unit: '1', value: one.share, min: one.from, max: one.to }] : [];
      return [
        { what: 'mean difference', variant, name, unit, value: mean, ...within(mean, margin) },
        ...percentiles.map((value, p): Cells => ({
          what: `difference P${many?.percentiles?.[p]}`,
          variant,
          name,
          unit,
          value,
        })),
        ...share('share greater', above),
        ...share('share less', below),
      ];
    }),
  );
}

function worthRows({ worth }: StudyBody): Cells[] {
  return (worth?.rows ?? []).flatMap((row) => {
    const of = (name: string, unit: string | undefined, value: number | undefined): Cells[] =>
      value === undefined ? [] : [{ what: 'worth', variant: row.variant, name, unit, value }];
    return [
      ...of('investment', worth?.unit, row.investment),
      ...of('saving a year', worth?.unit, row.saving),
      ...of('payback', 'a', row.paybackYears),
      ...of('net present value', worth?.unit, row.presentValue),
      ...of('unplanned downtime a year', worth?.downtimeUnit, row.downtime),
    ];
  });
}

function closingRows({ search, decisions = [] }: StudyBody): Cells[] {
  return [
    ...(search ? [{ what: 'search', says: search.says }] : []),
    ...decisions.map(({ verdict, reason, author, t }): Cells => ({
      what: 'decision',
      variant: author,
      name: verdict,
      from: t,
      says: reason,
    })),
  ];
}

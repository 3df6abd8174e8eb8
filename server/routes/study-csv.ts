import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { csvCell } from '@twinloom/runtime/table/csv-cell';

const HEAD = 'what,variant,name,unit,from,to,value,difference,share,missing,min,max,says';

/** Everything a study came to, a row each: a KPI of a variant with its difference to the base, or a port in one part of the horizon (s since the start). */
export function studyCsv({ kpis, variants, horizon }: StudyBody): string {
  const units = new Map(kpis.map(({ name, unit }) => [name, unit]));
  const rows = variants.flatMap((variant) => [
    ...Object.entries(variant.kpis ?? {}).map(([name, result]) =>
      row(
        'kpi',
        variant.name,
        name,
        units.get(name),
        0,
        horizon,
        result.value,
        result.difference,
        result.share,
        result.missing,
        undefined,
        undefined,
        result.says,
      ),
    ),
    ...Object.entries(variant.curves ?? {}).flatMap(([name, { unit, min, max }]) => {
      const part = horizon / min.length;
      return min.map((least, i) =>
        row(
          'port',
          variant.name,
          name,
          unit,
          i * part,
          (i + 1) * part,
          undefined,
          undefined,
          undefined,
          undefined,
          least,
          max[i],
          undefined,
        ),
      );
    }),
  ]);
  return `${[HEAD, ...rows].join('\n')}\n`;
}

/** Nothing is an empty cell, never 0. */
function row(...cells: readonly (string | number | null | undefined)[]): string {
  return cells.map((cell) => (cell === null || cell === undefined ? '' : csvCell(String(cell)))).join(',');
}

import { BAD } from '@twinloom/runtime/signal/quality';

interface Column {
  name: string;
  unit: string;
  /** In order of time, s since 1970. */
  samples: readonly { t: number; value: number; quality: number }[];
}

/** CSV with a row for each time at which one of the columns has a sample; a cell is empty where it has none, or a bad one. */
export function sampleRows(columns: readonly Column[]): string {
  const times = new Set(columns.flatMap(({ samples }) => samples.map(({ t }) => t)));
  const cells = columns.map(({ samples }) => new Map(samples.map((sample) => [sample.t, sample])));
  const header = [
    'time',
    ...columns.map(({ name, unit }) => quoted(unit === '' ? name : `${name} [${unit}]`)),
  ];
  const rows = [...times]
    .toSorted((a, b) => a - b)
    .map((t) => [
      new Date(t * 1000).toISOString(),
      ...cells.map((column) => {
        const sample = column.get(t);
        return sample && sample.quality < BAD ? String(sample.value) : '';
      }),
    ]);
  return [header, ...rows].map((row) => `${row.join(',')}\n`).join('');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

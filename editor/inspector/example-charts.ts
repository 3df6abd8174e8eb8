import type { ExampleTrace } from '@twinloom/runtime/graph/example-flow';
import type { SimulationColumn, SimulationOutcome } from '@twinloom/runtime/protocol/simulation';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { BAD } from '@twinloom/runtime/signal/quality';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { readVector } from '@twinloom/runtime/signal/vector';
import { shareUnits, type Shown } from '../plot/share-units.ts';
import type { PlotData, Trace } from '../plot/traces.ts';
import { exampleWords } from '../words/example.ts';

type Done = Extract<SimulationOutcome, { kind: 'done' }>;

/** One plot of an example: traces of one unit over simulated time, or one vector over its places. */
export interface ExampleChart {
  traces: Trace[];
  /** What the horizontal axis counts. */
  timeUnit: string;
  data: PlotData;
}

/** How one trace went, in words: for the legend, and for whoever does not see the chart. */
export interface ExampleSaying {
  name: string;
  color: string;
  says: string;
}

const COLORS = 6;

/** The plots of an example that was run, one per unit, in the order of its traces. */
export function exampleCharts(run: Done, named: readonly ExampleTrace[]): ExampleChart[] {
  const { unit: timeUnit, seconds } = timeUnitOf(run.times.at(-1) ?? 0);
  const times = [...run.times].map((t) => t / seconds);
  const shown = shareUnits(run.columns.map(({ unit }) => unit));
  const charts = new Map<string, ExampleChart>();
  for (const [i, column] of run.columns.entries()) {
    const name = named[i]?.name ?? column.port;
    const isBoolean = column.type === 'boolean';
    const trace: Trace = {
      label: name,
      unit: formatUnit(shown[i]!.unit),
      color: colorOf(i),
      ...(isBoolean && { isBoolean }),
    };
    const vector = vectorChart(column, trace);
    if (vector) charts.set(`vector ${i}`, vector);
    else if (isDrawn(column)) {
      const key = column.type === 'number' ? trace.unit : column.type;
      const data: PlotData = { times, columns: [], from: times[0]!, to: times.at(-1)! };
      const chart = charts.get(key) ?? { traces: [], timeUnit, data };
      charts.set(key, chart);
      chart.traces.push(trace);
      chart.data.columns.push(drawn(column, shown[i]!));
    }
  }
  return [...charts.values()];
}

/** One line per trace. */
export function exampleSayings(run: Done, named: readonly ExampleTrace[]): ExampleSaying[] {
  const shown = shareUnits(run.columns.map(({ unit }) => unit));
  return run.columns.map((column, i) => ({
    name: named[i]?.name ?? column.port,
    color: colorOf(i),
    says: sayColumn(column, shown[i]!),
  }));
}

/** A few rows of an example as text: time, then each trace. */
export function exampleTable(
  run: Done,
  named: readonly ExampleTrace[],
  rows: number,
): { head: string[]; body: string[][] } {
  const { unit: timeUnit, seconds } = timeUnitOf(run.times.at(-1) ?? 0);
  const shown = shareUnits(run.columns.map(({ unit }) => unit));
  const last = run.times.length - 1;
  const places = Array.from({ length: rows }, (_, i) => Math.round((i * last) / (rows - 1)));
  return {
    head: [
      exampleWords.timeIn(timeUnit),
      ...run.columns.map((column, i) => {
        const unit = column.type === 'number' ? formatUnit(shown[i]!.unit) : '';
        const name = named[i]?.name ?? column.port;
        return unit === '' ? name : exampleWords.inUnit(name, unit);
      }),
    ],
    body: places.map((row) => [
      formatValue(run.times[row]! / seconds),
      ...run.columns.map((column, i) => sayCell(column, row, shown[i]!)),
    ]),
  };
}

/** So that the axis has numbers a person reads. */
function timeUnitOf(seconds: number): { unit: string; seconds: number } {
  if (seconds <= 300) return { unit: 's', seconds: 1 };
  if (seconds <= 3 * 3600) return { unit: 'min', seconds: 60 };
  if (seconds <= 4 * 86_400) return { unit: 'h', seconds: 3600 };
  return { unit: 'd', seconds: 86_400 };
}

function colorOf(index: number): string {
  return `--trace-${(index % COLORS) + 1}`;
}

function isDrawn({ type }: SimulationColumn): boolean {
  return type === 'number' || type === 'boolean' || type === 'event';
}

function drawn({ values }: SimulationColumn, { factor, offset }: Shown): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : factor * value + offset));
}

function vectorChart({ type, last }: SimulationColumn, trace: Trace): ExampleChart | undefined {
  const vector = type === 'vector' ? readVector(last) : undefined;
  if (!vector) return undefined;
  const { values, spacing } = vector;
  const times = values.map((_, i) => i * (spacing ?? 1));
  return {
    traces: [trace],
    timeUnit: spacing === undefined ? exampleWords.placeInVector : 's',
    data: { times, columns: [[...values]], from: 0, to: times.at(-1) || 1 },
  };
}

function sayColumn(column: SimulationColumn, shown: Shown): string {
  const { type, quality, last } = column;
  const bad = quality.filter((code) => code === BAD).length;
  const doubt = bad === 0 ? '' : bad === quality.length ? '' : exampleWords.badWhile;
  if (bad === quality.length) return exampleWords.bad;
  switch (type) {
    case 'vector':
      return sayVector(last);
    case 'number':
      return sayRange(drawn(column, shown), formatUnit(shown.unit)) + doubt;
    case 'boolean': {
      const seen = new Set(drawn(column, shown).filter((value) => value !== null));
      return (
        (seen.size === 0
          ? exampleWords.noValue
          : seen.size === 2
            ? exampleWords.falseAndTrue
            : seen.has(1)
              ? 'true'
              : 'false') + doubt
      );
    }
    case 'event': {
      const count = column.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);
      return count === 1 ? exampleWords.once : exampleWords.times(count);
    }
    default:
      return last === undefined
        ? exampleWords.noValue
        : shorten(typeof last === 'string' ? last : JSON.stringify(last));
  }
}

function sayRange(values: readonly (number | null)[], unit: string): string {
  const numbers = values.filter((value) => value !== null);
  if (numbers.length === 0) return exampleWords.noValue;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)].map((value) => formatValue(value));
  return `${low === high ? low : exampleWords.range(low!, high!)} ${unit}`.trim();
}

function sayVector(last: unknown): string {
  const values = readVector(last)?.values;
  return values ? exampleWords.valuesInRange(values.length, sayRange(values, '')) : exampleWords.noValue;
}

function sayCell({ type, values, quality, last }: SimulationColumn, row: number, shown: Shown): string {
  if (!['number', 'boolean', 'event'].includes(type))
    return row === values.length - 1 && last !== undefined ? '…' : '';
  if (quality[row] === BAD) return exampleWords.bad;
  const value = values[row]!;
  if (Number.isNaN(value)) return '–';
  if (type === 'boolean') return value === 0 ? 'false' : 'true';
  return formatValue(type === 'number' ? shown.factor * value + shown.offset : value);
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

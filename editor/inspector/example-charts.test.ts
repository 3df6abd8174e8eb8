import { describe, expect, it } from 'vitest';
import type { SimulationColumn, SimulationOutcome } from '@twinloom/runtime/protocol/simulation';
import { exampleCharts, exampleSayings, exampleTable } from './example-charts.ts';

type Done = Extract<SimulationOutcome, { kind: 'done' }>;

const column = (
  port: string,
  about: Partial<SimulationColumn> & { values: Float64Array },
): SimulationColumn => ({
  port,
  type: 'number',
  unit: '',
  quality: new Uint8Array(about.values.length),
  ...about,
});

const ran = (times: number[], ...columns: SimulationColumn[]): Done => ({
  kind: 'done',
  engine: 'generated',
  instants: times.length,
  times: Float64Array.from(times),
  columns,
  diagnostics: [],
});

const flows = ran(
  [0, 300, 600],
  column('in.value', { unit: 'm3/h', values: Float64Array.of(18, 36, 18) }),
  column('example.out', {
    unit: 'm3/s',
    values: Float64Array.of(0.005, 0.01, Number.NaN),
    quality: Uint8Array.of(0, 0, 2),
  }),
  column('example.isHigh', { type: 'boolean', values: Float64Array.of(0, 1, 0) }),
);
const named = [
  { name: 'in', port: 'in.value' },
  { name: 'out', port: 'example.out' },
  { name: 'isHigh', port: 'example.isHigh' },
];

describe('the charts of an example', () => {
  it('are one per unit, each trace in the unit of the first of its dimension, over minutes where seconds are many', () => {
    const [numbers, booleans, ...more] = exampleCharts(flows, named);
    expect(more).toEqual([]);
    expect(numbers!.traces.map(({ label, unit }) => [label, unit])).toEqual([
      ['in', 'm³/h'],
      ['out', 'm³/h'],
    ]);
    expect([numbers!.timeUnit, numbers!.data.times, numbers!.data.to]).toEqual(['min', [0, 5, 10], 10]);
    expect(numbers!.data.columns[0]).toEqual([18, 36, 18]);
    const [, out] = numbers!.data.columns;
    expect(out![0]).toBeCloseTo(18, 9);
    expect(out![2]).toBeNull();
    expect(booleans!.data.columns).toEqual([[0, 1, 0]]);
  });

  it('show a vector over its places, or over time where it has a spacing', () => {
    const values = new Float64Array(1).fill(Number.NaN);
    const run = ran(
      [0],
      column('a.plain', { type: 'vector', values, last: [3, 1, 2] }),
      column('a.wave', { type: 'vector', values, last: { values: [1, 2], spacing: 0.5 } }),
      column('a.text', { type: 'string', values, last: 'open' }),
    );
    expect(exampleCharts(run, []).map(({ timeUnit, data }) => [timeUnit, data.times, data.columns])).toEqual([
      ['place in the vector', [0, 1, 2], [[3, 1, 2]]],
      ['s', [0, 0.5], [[1, 2]]],
    ]);
    expect(exampleSayings(run, []).map(({ says }) => says)).toEqual([
      '3 values, 1 to 3',
      '2 values, 1 to 2',
      'open',
    ]);
  });

  it('are said in words', () => {
    expect(exampleSayings(flows, named).map(({ name, says }) => `${name}: ${says}`)).toEqual([
      'in: 18 to 36 m³/h',
      'out: 18 to 36 m³/h, bad for a while',
      'isHigh: false and true',
    ]);
    const events = ran([0, 1], column('a.tick', { type: 'event', values: Float64Array.of(1, 2) }));
    expect(exampleSayings(events, [])[0]!.says).toBe('3 times');
    const nothing = ran(
      [0],
      column('a.out', { values: Float64Array.of(Number.NaN), quality: Uint8Array.of(3) }),
    );
    expect(exampleSayings(nothing, [])[0]!.says).toBe('no value');
  });

  it('have a table', () => {
    expect(exampleTable(flows, named, 3)).toEqual({
      head: ['time in min', 'in in m³/h', 'out in m³/h', 'isHigh'],
      body: [
        ['0', '18', '18', 'false'],
        ['5', '36', '36', 'true'],
        ['10', '18', 'bad', 'false'],
      ],
    });
  });
});

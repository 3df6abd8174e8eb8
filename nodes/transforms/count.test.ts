import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { count } from './count.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];

const each = (...values: number[]): Samples => values.map((value, t) => [t, value]);

function run(of: string | undefined, samples: Samples, resetAt?: number) {
  const traced = trace(count, {
    params: of === undefined ? {} : { of },
    inputs: { in: samples, ...(resetAt !== undefined && { reset: [[resetAt, true]] }) },
    for: 60,
  });
  expect(traced.diagnostics).toEqual([]);
  return traced;
}

const counts = (...given: Parameters<typeof run>): unknown[] =>
  run(...given)
    .samples('count')
    .map(({ value }) => value);

describe('a count', () => {
  it('counts rising edges, the first sample being none', () => {
    expect(counts(undefined, each(1, 1, 0, 1, 1, 0, 0, 1))).toEqual([0, 0, 0, 1, 1, 1, 1, 2]);
  });

  it('takes every number but 0 for true', () => {
    expect(counts('rising', each(0, 0.2, 7, 0, -3))).toEqual([0, 1, 1, 1, 2]);
  });

  it('counts changes of value', () => {
    expect(counts('changes', each(4, 4, 5, 0, 0, 4))).toEqual([0, 0, 1, 2, 2, 3]);
  });

  it('counts samples, but none that is bad', () => {
    const samples: Samples = [
      [0, 4],
      [0.1, 4],
      [3, 4, 'bad'],
      [7, 4, 'uncertain'],
    ];
    expect(counts('samples', samples)).toEqual([1, 2, 2, 3]);
  });

  it('counts an edge between two samples of one time', () => {
    // Times that fall on one microsecond are one time.
    const samples: Samples = [
      [0, 0],
      [1, 1],
      [1.0000001, 0],
      [1.0000002, 1],
    ];
    expect(counts('rising', samples)).toEqual([0, 1, 1, 2]);
  });

  it('counts no edge across a bad stretch, is uncertain in it, and says how long it was', () => {
    const samples: Samples = [
      [0, 0],
      [1, 1],
      [2, 0],
      [3, 0, 'bad'],
      [4, 0, 'bad'],
      [5.5, 1],
      [6, 0],
      [7, 1],
    ];
    const { samples: of } = run('rising', samples);
    expect(of('count').map(({ value, quality }) => [value, quality])).toEqual([
      [0, 'good'],
      [1, 'good'],
      [1, 'good'],
      [1, 'uncertain'],
      [1, 'uncertain'],
      [1, 'good'],
      [1, 'good'],
      [2, 'good'],
    ]);
    expect(of('missing').map(({ value }) => value)).toEqual([0, 0, 0, 0, 1, 2.5, 2.5, 2.5]);
  });

  it('counts the time before the first good sample as missing', () => {
    const { last } = run('changes', [
      [1, 0, 'bad'],
      [4, 7],
    ]);
    expect([last('count').value, last('missing').value]).toEqual([0, 3]);
  });

  it('begins again on a reset, which counts no sample', () => {
    const { samples } = run('samples', each(1, 1, 1), 1.5);
    expect(samples('count').map(({ t, value }) => [t, value])).toEqual([
      [0, 1],
      [1, 2],
      [1.5, 0],
      [2, 1],
    ]);
  });

  it('counts a pulse that coincides with the reset as the first of the new count', () => {
    expect(counts('rising', each(0, 1, 0, 1), 3)).toEqual([0, 1, 1, 1]);
  });

  it('forgets the missing time on a reset, and goes on missing', () => {
    const samples: Samples = [
      [0, 1],
      [1, 0, 'bad'],
      [5, 1],
    ];
    expect(
      run('rising', samples, 3)
        .samples('missing')
        .map(({ value }) => value),
    ).toEqual([0, 0, 0, 2]);
  });

  it('takes a signal of any unit, and counts without one', () => {
    const { unit, diagnostics } = trace(count, { inputs: { in: 1 }, units: { in: 'm3/h' }, for: 1 });
    expect(diagnostics).toEqual([]);
    expect([unit('count'), unit('missing')]).toEqual(['1', 's']);
  });

  it('refuses to count something else', () => {
    const { diagnostics } = trace(count, { params: { of: 'falling' }, inputs: { in: 1 }, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe('of');
  });
});

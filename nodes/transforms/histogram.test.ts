import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { histogram } from './histogram.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];

const run = (samples: Samples, params: Record<string, unknown> = {}, unit = '1') =>
  trace(histogram, {
    params: { low: 0, high: 10, bins: 5, ...params },
    inputs: { in: samples as [number, number][] },
    units: { in: unit },
    for: 1_000,
  });

const each = (...values: number[]): Samples => values.map((value, t) => [t, value]);

function lastOf(samples: Samples, params: Record<string, unknown> = {}) {
  const { last } = run(samples, params);
  const number = (port: string): unknown => last(port).value;
  return {
    counts: number('counts'),
    under: number('under'),
    over: number('over'),
    mode: number('mode'),
    count: number('count'),
  };
}

describe('histogram', () => {
  it('counts each sample in its bin: the lower edge belongs to it, the end of the range to the last', () => {
    expect(lastOf(each(0, 1.99, 2, 3, 3, 9.5, 10))).toEqual({
      counts: [2, 3, 0, 0, 2],
      under: 0,
      over: 0,
      mode: 3,
      count: 7,
    });
  });

  it('puts what lies on an edge above it, also where the width is no binary fraction', () => {
    const tenths = Array.from({ length: 10 }, (_, i) => i / 10);
    expect(lastOf(each(...tenths), { high: 1, bins: 10 }).counts).toEqual(new Array<number>(10).fill(1));
  });

  it('counts apart what lies outside, and has no mode while all bins are empty', () => {
    expect(lastOf(each(-0.1, 10.1, 50))).toMatchObject({
      counts: [0, 0, 0, 0, 0],
      under: 1,
      over: 2,
      mode: undefined,
    });
    expect(run(each(-1)).last('mode').quality).toBe('bad');
    expect(run(each(-1)).lacks).toEqual({ mode: 'all bins are empty' });
  });

  it('loses no sample: counts, under and over sum to the number in the window', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 15, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (values) => {
          const { counts, under, over } = lastOf(each(...values), { window: 30 });
          const sum = (counts as number[]).reduce((total, n) => total + n, 0);
          expect(sum + Number(under) + Number(over)).toBe(Math.min(values.length, 30));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('forgets what has left a window of samples or of time', () => {
    expect(lastOf(each(1, 1, 1, 5, 5), { window: 2 }).counts).toEqual([0, 0, 2, 0, 0]);
    const sparse: Samples = [
      [0, 1],
      [5, 3],
      [9, 5],
      [12, 7],
    ];
    expect(lastOf(sparse, { window: '8 s' }).counts).toEqual([0, 1, 1, 1, 0]);
  });

  it('is uncertain when a window of time holds more samples than there is room for', () => {
    const { samples } = run(each(1, 2, 3), { window: '100 s', mostSamples: 2 });
    expect(samples('counts').map(({ quality }) => quality)).toEqual(['good', 'good', 'uncertain']);
  });

  it('has its centres and its mode in the unit of the input, the counts in none', () => {
    const { unit, last } = run(each(25), { low: '50 [degF]', high: 40, bins: 3 }, 'Cel');
    expect([unit('centres'), unit('mode'), unit('counts')]).toEqual(['Cel', 'Cel', '1']);
    // 50 °F is 10 °C.
    expect(last('centres').value).toEqual([15, 25, 35]);
    expect(last('mode').value).toBe(25);
  });

  it('does not count a bad sample and is uncertain while an uncertain one is inside', () => {
    const { samples } = run(
      [
        [0, 1],
        [1, 3, 'bad'],
        [2, 3, 'uncertain'],
        [3, 1],
        [4, 1],
      ],
      { window: 2 },
    );
    expect(samples('counts').map(({ value, quality }) => [value, quality])).toEqual([
      [[1, 0, 0, 0, 0], 'good'],
      [undefined, 'bad'],
      [[1, 1, 0, 0, 0], 'uncertain'],
      [[1, 1, 0, 0, 0], 'uncertain'],
      [[2, 0, 0, 0, 0], 'good'],
    ]);
  });

  it.each([
    ['high', { high: -1 }],
    ['high', { low: 2, high: 2 }],
    ['bins', { bins: 0 }],
    ['window', { window: 0 }],
  ])('refuses %s of %j', (param, params) => {
    expect(run(each(1), params).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

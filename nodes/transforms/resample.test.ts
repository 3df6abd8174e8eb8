import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { resample } from './resample.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];

const run = (samples: Samples, params: Record<string, unknown>, seconds = 9, unit = '1') =>
  trace(resample, {
    params: { every: '2 s', ...params },
    inputs: { in: samples as [number, number][] },
    units: { in: unit },
    for: seconds,
  });

function emitted(samples: Samples, params: Record<string, unknown>, seconds?: number): [number, unknown][] {
  return run(samples, params, seconds)
    .samples('out')
    .map(({ t, value }) => [t, value]);
}

/** In (0, 2]: 5, 1 and, at the due time itself, 3; in (2, 4]: 8; in (4, 6]: nothing; in (6, 8]: -2, 4. */
const READINGS: Samples = [
  [0.5, 5],
  [1.7, 1],
  [2, 3],
  [2.1, 8],
  [6.5, -2],
  [7, 4],
];

describe('resample', () => {
  it('says the last sample at each due time, also of a stretch without any', () => {
    expect(run(READINGS, {}).diagnostics).toEqual([]);
    expect(emitted(READINGS, {})).toEqual([
      [2, 3],
      [4, 8],
      [6, 8],
      [8, 4],
    ]);
  });

  it.each([
    ['mean', [3, 8, 1]],
    ['min', [1, 8, -2]],
    ['max', [5, 8, 4]],
  ])(
    'with %s says one number for the samples since the last due time, nothing where there are none',
    (mode, values) => {
      expect(emitted(READINGS, { mode })).toEqual([2, 4, 8].map((t, i) => [t, values[i]]));
    },
  );

  it('keeps the phase of the origin wherever the samples begin, and counts a sample at the origin for itself', () => {
    expect(emitted([[5.3, 1]], {}, 11)).toEqual([
      [6, 1],
      [8, 1],
      [10, 1],
    ]);
    const fromOrigin: Samples = [
      [0, 10],
      [1, 20],
      [2, 40],
    ];
    expect(emitted(fromOrigin, { mode: 'mean' })).toEqual([
      [0, 10],
      [2, 30],
    ]);
  });

  it('does not drift: a thousand due times of 0.1 s end at 100 s', () => {
    const times = run([[0, 1]], { every: '100ms' }, 100).samples('out');
    expect(times).toHaveLength(1001);
    expect(times.map(({ t }) => t)).toEqual(Array.from({ length: 1001 }, (_, k) => k / 10));
  });

  it('keeps the mean of the whole where every stretch has as many samples', () => {
    const many: Samples = Array.from({ length: 40 }, (_, i) => [0.1 + i / 5, (i * 7) % 13]);
    const means = emitted(many, { mode: 'mean' }).map(([, value]) => Number(value));
    const meanOf = (values: number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(means).toHaveLength(4);
    expect(meanOf(means)).toBeCloseTo(meanOf(many.map(([, value]) => value)), 12);
  });

  it('counts two samples of one time both', () => {
    const twice: Samples = [
      [1, 2],
      [1.0000001, 6],
    ];
    expect(emitted(twice, { mode: 'mean' })).toEqual([[2, 4]]);
    expect(emitted(twice, {}, 3)).toEqual([[2, 6]]);
  });

  it('makes a stretch with some bad samples of the good ones, uncertain, and one of bad ones alone bad', () => {
    const { samples } = run(
      [
        [0.5, 4],
        [1, 99, 'bad'],
        [1.5, 8],
        [3, 99, 'bad'],
        [5, 1],
        [7, 1, 'uncertain'],
      ],
      { mode: 'mean' },
    );
    expect(samples('out')).toEqual([
      { t: 2, value: 6, quality: 'uncertain' },
      { t: 4, value: undefined, quality: 'bad' },
      { t: 6, value: 1, quality: 'good' },
      { t: 8, value: 1, quality: 'uncertain' },
    ]);
  });

  it('with last is as good as the last sample', () => {
    const { samples } = run(
      [
        [1, 99, 'bad'],
        [1.5, 4],
        [3, 99, 'bad'],
        [7, 5],
      ],
      {},
    );
    expect(samples('out')).toEqual([
      { t: 2, value: 4, quality: 'good' },
      { t: 4, value: undefined, quality: 'bad' },
      { t: 6, value: undefined, quality: 'bad' },
      { t: 8, value: 5, quality: 'good' },
    ]);
  });

  it('keeps the unit of its input', () => {
    expect(run([[0, 20]], { mode: 'max' }, 3, 'Cel').unit('out')).toBe('Cel');
  });

  it.each([
    ['every', { every: 0 }],
    ['mode', { mode: 'median' }],
  ])('refuses %s of %j', (param, params) => {
    expect(run([[0, 1]], params).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

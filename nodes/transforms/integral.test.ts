import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { integral } from './integral.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];

const run = (samples: Samples, params = {}, more: { resetAt?: number; unit?: string } = {}) =>
  trace(integral, {
    params,
    inputs: {
      in: samples as [number, number][],
      ...(more.resetAt !== undefined && { reset: [[more.resetAt, true]] }),
    },
    units: { in: more.unit ?? '1' },
    for: 100,
  });

const IRREGULAR: Samples = [
  [1, 2],
  [3, 5],
  [3.5, -4],
  [7.5, 0],
];

describe('an integral', () => {
  it('lets each sample count until the next', () => {
    const { samples, diagnostics } = run(IRREGULAR);
    expect(diagnostics).toEqual([]);
    // 2·2 = 4, + 5·0.5 = 6.5, − 4·4 = −9.5
    expect(samples('out').map(({ t, value }) => [t, value])).toEqual([
      [1, 0],
      [3, 4],
      [3.5, 6.5],
      [7.5, -9.5],
    ]);
    expect(samples('missing').map(({ value }) => value)).toEqual([0, 0, 0, 0]);
  });

  it('starts at its initial value and weighs with its gain', () => {
    const { samples } = run(IRREGULAR, { initial: 100, gain: -2 });
    expect(samples('out').map(({ value }) => value)).toEqual([100, 92, 87, 119]);
  });

  it('is the input’s unit times s, a temperature’s a difference, and takes its initial value in it', () => {
    const flow: Samples = [
      [0, 3],
      [10, 3],
    ];
    const { unit, last } = run(flow, { initial: '0.002 m3' }, { unit: 'L/s' });
    expect(unit('missing')).toBe('s');
    expect(unit('out')).toBe('L');
    expect(last('out').value).toBeCloseTo(2 + 30, 12);
    expect(run(flow, {}, { unit: 'Cel' }).unit('out')).toBe('K.s');
  });

  it('takes the newer of two samples of one time, without counting the older', () => {
    const { last } = run([
      [0, 1],
      [1, 1000],
      [1.0000001, 2],
      [4, 0],
    ]);
    expect(last('out').value).toBe(1 * 1 + 2 * 3);
  });

  it('holds, uncertain, while the input is bad, and counts that time as missing', () => {
    const { samples } = run([
      [0, 2],
      [3, 0, 'bad'],
      [4, 0, 'bad'],
      [10, 5],
      [12, 0],
    ]);
    expect(samples('out')).toEqual([
      { t: 0, value: 0, quality: 'good' },
      { t: 3, value: 6, quality: 'uncertain' },
      { t: 4, value: 6, quality: 'uncertain' },
      { t: 10, value: 6, quality: 'good' },
      { t: 12, value: 16, quality: 'good' },
    ]);
    expect(samples('missing').map(({ value }) => value)).toEqual([0, 0, 1, 7, 7]);
  });

  it('misses the time before the first good sample', () => {
    const { samples } = run(
      [
        [0, 0, 'bad'],
        [5, 1],
        [6, 1],
      ],
      { initial: 3 },
    );
    expect(samples('out').map(({ value }) => value)).toEqual([3, 3, 4]);
    expect(samples('missing').map(({ value }) => value)).toEqual([0, 5, 5]);
  });

  it('is uncertain while its input is', () => {
    expect(run([[0, 1, 'uncertain']]).last('out').quality).toBe('uncertain');
  });

  it('starts again on a reset, also between two samples, and the sample that stands counts on', () => {
    const { samples } = run(
      [
        [0, 9, 'bad'],
        [1, 2],
        [9, 0],
      ],
      { initial: 10 },
      { resetAt: 4 },
    );
    expect(samples('out').map(({ t, value }) => [t, value])).toEqual([
      [0, 10],
      [1, 10],
      [4, 10],
      [9, 10 + 2 * 5],
    ]);
    expect(samples('missing').map(({ value }) => value)).toEqual([0, 1, 0, 0]);
  });

  it('refuses an initial value of another kind', () => {
    const { diagnostics } = run([[0, 1]], { initial: '3 m' }, { unit: 'W' });
    expect(diagnostics[0]?.at[0]?.param).toBe('initial');
  });
});

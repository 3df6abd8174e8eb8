import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { rateLimit } from './rate-limit.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];

const run = (samples: Samples, params: Record<string, unknown>, seconds: number, unit = '1') =>
  trace(rateLimit, {
    params,
    inputs: { in: samples as [number, number][] },
    units: { in: unit },
    for: seconds,
  });

const STEPS: Samples = [
  [0, 10],
  [2, 20],
  [7, 0],
];

describe('a rate limit', () => {
  it('makes ramps of steps that go on while the input holds', () => {
    const { samples, diagnostics } = run(STEPS, { rising: 4, falling: 8, every: '1 s' }, 11);
    expect(diagnostics).toEqual([]);
    // At 2 s it has had 1 s to move by 4 per s; from 7 s on it falls by 8 per s.
    expect(samples('out').map(({ t, value }) => [t, value])).toEqual([
      [0, 10],
      [1, 10],
      [2, 14],
      [3, 18],
      [4, 20],
      [5, 20],
      [6, 20],
      [7, 12],
      [8, 4],
      [9, 0],
      [10, 0],
      [11, 0],
    ]);
  });

  it('moves in half a second by half of its rates', () => {
    const { samples } = run(STEPS, { rising: 4, falling: 8, every: '0.5 s' }, 9);
    const moved = samples('out').filter(({ value }, i, all) => value !== all[i - 1]?.value);
    expect(moved.map(({ t, value }) => [t, value])).toEqual([
      [0, 10],
      [2, 12],
      [2.5, 14],
      [3, 16],
      [3.5, 18],
      [4, 20],
      [7, 16],
      [7.5, 12],
      [8, 8],
      [8.5, 4],
      [9, 0],
    ]);
  });

  it('falls as fast as it rises where nothing else is said', () => {
    const { samples } = run(STEPS, { rising: 4, every: 1 }, 11);
    expect(samples('out').map(({ value }) => value)).toEqual([10, 10, 14, 18, 20, 20, 20, 16, 12, 8, 4, 0]);
  });

  it('runs at the tick of the flow, and starts at the first input', () => {
    const { samples } = run(
      [
        [0.25, 5],
        [0.45, 100],
      ],
      { rising: 2 },
      1.05,
    );
    const out = samples('out');
    expect(out.map(({ t }) => t)).toEqual([0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    for (const { t, value } of out) expect(value).toBeCloseTo(5 + 2 * Math.max(0, t - 0.4), 9);
  });

  it('lets pass what moves slowly enough', () => {
    const slow: Samples = Array.from({ length: 11 }, (_, i) => [i, 3 * Math.sin(i / 4)]);
    const { samples } = run(slow, { rising: 0.75, every: 1 }, 10);
    expect(samples('out').map(({ value }) => value)).toEqual(slow.map(([, value]) => value));
  });

  it('reads rates in any unit of the input’s kind per time, temperatures as differences', () => {
    const { last, unit } = run(
      [
        [0, 20],
        [1, 90],
      ],
      { rising: '60 K/min', every: 1 },
      5,
      'Cel',
    );
    expect(unit('out')).toBe('Cel');
    expect(last('out').value).toBeCloseTo(25, 9);
  });

  it('is bad on a bad input; afterwards the time of the gap counts', () => {
    const { samples } = run(
      [
        [0, 0],
        [1.5, 100, 'bad'],
        [3.5, 100],
      ],
      { rising: 2, every: 1 },
      5,
    );
    expect(samples('out')).toEqual([
      { t: 0, value: 0, quality: 'good' },
      { t: 1, value: 0, quality: 'good' },
      { t: 2, value: undefined, quality: 'bad' },
      { t: 3, value: undefined, quality: 'bad' },
      { t: 4, value: 6, quality: 'good' },
      { t: 5, value: 8, quality: 'good' },
    ]);
  });

  it.each([
    ['rising', { rising: 0 }],
    ['rising', { rising: '1 m' }],
    ['falling', { rising: 1, falling: -1 }],
    ['every', { rising: 1, every: 0 }],
  ])('refuses %s of %j', (param, params) => {
    expect(run([[0, 1]], params, 1).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

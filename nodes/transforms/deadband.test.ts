import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { deadband } from './deadband.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];

const run = (samples: Samples, params: Record<string, unknown>, unit = '1', seconds = 20) =>
  trace(deadband, {
    params,
    inputs: { in: samples as [number, number][] },
    units: { in: unit },
    for: seconds,
  });

function passed(samples: Samples, params: Record<string, unknown>, unit?: string): [number, unknown][] {
  return run(samples, params, unit)
    .samples('out')
    .map(({ t, value }) => [t, value]);
}

describe('a deadband', () => {
  it('passes what moved by more than its width from what it passed last', () => {
    const { diagnostics } = run([[0, 1]], { width: 0.5 });
    expect(diagnostics).toEqual([]);
    const values = [1, 1.4, 1.5, 1.6, 1.2, 1.1, 1, 0.4, 5];
    expect(
      passed(
        values.map((value, t) => [t, value]),
        { width: 0.5 },
      ),
    ).toEqual([
      [0, 1],
      [3, 1.6],
      [6, 1],
      [7, 0.4],
      [8, 5],
    ]);
  });

  it('does not lose a slow drift', () => {
    const drift: Samples = Array.from({ length: 20 }, (_, t) => [t, t / 4]);
    // A quarter each second: more than 1 away every fifth time.
    expect(passed(drift, { width: 1 })).toEqual([
      [0, 0],
      [5, 1.25],
      [10, 2.5],
      [15, 3.75],
    ]);
  });

  it('passes any change with a width of 0, and no repetition', () => {
    const repeated: Samples = [
      [0, 1],
      [1, 1],
      [2, 1.001],
      [2.0000001, 1.002],
      [3, 1.002],
    ];
    expect(passed(repeated, { width: 0 })).toEqual([
      [0, 1],
      [2, 1.001],
      [2, 1.002],
    ]);
  });

  it('says what stands after the longest silence, though no sample comes', () => {
    const few: Samples = [
      [0, 1],
      [2, 1.3],
      [7, 3],
    ];
    // 5 s after 0 it says the 1.3 it held back; then 3 at 7, and again at 12 and 17.
    expect(passed(few, { width: 1, maxSilence: '5 s' })).toEqual([
      [0, 1],
      [5, 1.3],
      [7, 3],
      [12, 3],
      [17, 3],
    ]);
  });

  it('keeps to the silence at times that no binary number hits', () => {
    const { samples } = run([[0.1, 1]], { width: 1, maxSilence: 0.3 }, '1', 1.35);
    expect(samples('out').map(({ t }) => t)).toEqual([0.1, 0.4, 0.7, 1, 1.3]);
  });

  it('measures from what a long silence made it say', () => {
    const after: Samples = [
      [0, 0],
      [1, 0.9],
      [6, 1.5],
    ];
    expect(passed(after, { width: 1, maxSilence: 5 }).slice(0, 3)).toEqual([
      [0, 0],
      [5, 0.9],
      [10, 1.5],
    ]);
  });

  it('always passes a change of quality, once', () => {
    const { samples } = run(
      [
        [0, 1],
        [1, 1, 'uncertain'],
        [2, 1, 'uncertain'],
        [3, 1, 'bad'],
        [4, 1, 'bad'],
        [5, 1],
        [6, 1],
      ],
      { width: 10 },
    );
    expect(samples('out')).toEqual([
      { t: 0, value: 1, quality: 'good' },
      { t: 1, value: 1, quality: 'uncertain' },
      { t: 3, value: undefined, quality: 'bad' },
      { t: 5, value: 1, quality: 'good' },
    ]);
  });

  it('passes a first sample that is bad', () => {
    expect(run([[0, 1, 'bad']], { width: 1 }).samples('out')).toEqual([
      { t: 0, value: undefined, quality: 'bad' },
    ]);
  });

  it('takes its width as a difference in any unit', () => {
    const warm: Samples = [
      [0, 20],
      [1, 21.9],
      [2, 22.1],
    ];
    expect(passed(warm, { width: '2 K' }, 'Cel')).toEqual([
      [0, 20],
      [2, 22.1],
    ]);
    expect(run(warm, { width: 1 }, 'Cel').unit('out')).toBe('Cel');
  });

  it.each([
    ['width', { width: -1 }],
    ['maxSilence', { width: 1, maxSilence: 0 }],
  ])('refuses %s of %j', (param, params) => {
    expect(run([[0, 1]], params).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

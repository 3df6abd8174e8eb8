import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { derivative } from './derivative.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];

const run = (samples: Samples, params = {}, unit = '1') =>
  trace(derivative, {
    params,
    inputs: { in: samples as [number, number][] },
    units: { in: unit },
    for: (samples.at(-1)?.[0] ?? 0) + 1,
  });

describe('a derivative', () => {
  it('is the difference per s, at whatever times the samples come', () => {
    const { samples, diagnostics } = run([
      [0, 1],
      [2, 5],
      [2.5, 4],
      [10, 4],
    ]);
    expect(diagnostics).toEqual([]);
    expect(samples('out').map(({ t, value }) => [t, value])).toEqual([
      [2, 2],
      [2.5, -2],
      [10, 0],
    ]);
  });

  it('says nothing at the first sample', () => {
    expect(run([[3, 7]]).samples('out')).toEqual([]);
  });

  it('says nothing when no time has passed, and goes on from the newer value', () => {
    // Floating-point times that fall on one microsecond are one time.
    const { samples } = run([
      [0, 1],
      [1, 2],
      [1.0000001, 3],
      [2, 7],
    ]);
    expect(samples('out').map(({ t, value }) => [t, value])).toEqual([
      [1, 1],
      [2, 4],
    ]);
  });

  it('reaches 1 − e^(−t/T) of a new slope after t, from its first difference on', () => {
    // The slope is 4 up to 1 s and 10 per s from there on.
    const bend: Samples = [0, 1, 1.4, 2, 4.5].map((t) => [t, Math.max(4 * t, 10 * t - 6)]);
    const out = run(bend, { timeConstant: '0.5 s' }).samples('out');
    expect(out[0]?.value).toBe(4);
    for (const { t, value } of out) expect(value).toBeCloseTo(4 + 6 * (1 - Math.exp(-(t - 1) / 0.5)), 9);
  });

  it('without a time constant keeps nothing of the slope before, however steep', () => {
    const fall: Samples = [
      [0, 1e20],
      [1, 0],
      [2, 1],
    ];
    expect(
      run(fall)
        .samples('out')
        .map(({ value }) => value),
    ).toEqual([-1e20, 1]);
  });

  it('is K/s of a temperature in °C, and per s whatever the unit', () => {
    const warming: Samples = [
      [0, 20],
      [2, 21],
    ];
    const { unit, last } = run(warming, {}, 'Cel');
    expect(unit('out')).toBe('K/s');
    expect(last('out').value).toBe(0.5);
    expect(run(warming, {}, 'kW').unit('out')).toBe('kW/s');
  });

  it('is bad on a bad sample, and then the mean slope over the gap', () => {
    const { samples } = run([
      [0, 0],
      [1, 2],
      [2, 99, 'bad'],
      [5, 10],
    ]);
    expect(samples('out')).toEqual([
      { t: 1, value: 2, quality: 'good' },
      { t: 2, value: undefined, quality: 'bad' },
      { t: 5, value: 2, quality: 'good' },
    ]);
  });

  it('is uncertain when either of its two samples is', () => {
    const { samples } = run([
      [0, 0],
      [1, 2, 'uncertain'],
      [2, 3],
      [3, 4],
    ]);
    expect(samples('out').map(({ quality }) => quality)).toEqual(['uncertain', 'uncertain', 'good']);
  });

  it('refuses a negative time constant', () => {
    expect(run([[0, 1]], { timeConstant: -1 }).diagnostics[0]?.at[0]?.param).toBe('timeConstant');
  });
});

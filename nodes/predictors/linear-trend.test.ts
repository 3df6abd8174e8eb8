import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { linearTrend } from './linear-trend.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];
const IRREGULAR = [0, 1, 1.5, 4, 4.2, 7, 8, 8.1, 12, 15, 15.5, 20];
const line = (start: number, slope: number, times = IRREGULAR): Samples =>
  times.map((t) => [t, start + slope * t]);

const run = (samples: Samples, params: Record<string, unknown> = {}, unit = '1') =>
  trace(linearTrend, {
    params,
    inputs: { in: samples as [number, number][] },
    units: { in: unit },
    for: 1e7,
  });

describe('a linear trend', () => {
  it('is exact on a line, at whatever times it is read', () => {
    const { last, diagnostics } = run(line(3, -0.5), { horizon: '40 s', limit: -12 });
    expect(diagnostics).toEqual([]);
    expect(last('value').value).toBeCloseTo(3 - 0.5 * 60, 9);
    expect(last('lower').value).toBeCloseTo(3 - 0.5 * 60, 6);
    expect(last('slope').value).toBeCloseTo(-0.5, 12);
    // 3 − t/2 is −12 at 30 s, and it is now 20 s.
    expect(last('timeToLimit').value).toBeCloseTo(10, 9);
  });

  it('has the prediction interval of a worked regression', () => {
    // x = 0 … 11 with ±1 about the line 2·t: residuals +1, −1, …, slope 2 + Σ(t − t̄)·r/S_tt with S_tt = 143, Σ(t − t̄)·r = −6.
    const samples: Samples = Array.from({ length: 12 }, (_, t) => [t, 2 * t + (t % 2 === 0 ? 1 : -1)]);
    const { last } = run(samples, { horizon: '3 s' });
    const slope = 2 - 6 / 143;
    expect(last('slope').value).toBeCloseTo(slope, 12);
    // Mean 11 at t̄ = 5.5; forecast at 14.
    expect(last('value').value).toBeCloseTo(11 + slope * 8.5, 12);
    // Σr² = 12 − 6²/143; t at 95 %, 10 degrees of freedom, is 1.812461.
    const s = Math.sqrt((12 - 36 / 143) / 10);
    const half = 1.812461 * s * Math.sqrt(1 + 1 / 12 + 8.5 ** 2 / 143);
    expect(Number(last('upper').value) - Number(last('value').value)).toBeCloseTo(half, 3);
    expect(Number(last('value').value) - Number(last('lower').value)).toBeCloseTo(half, 3);
  });

  it('keeps its digits far from zero, in time and in value', () => {
    const times = IRREGULAR.map((t) => t + 1e6);
    const samples: Samples = times.map((t) => [t, 1e9 + 0.001 * (t - 1e6)]);
    expect(run(samples).last('slope').value).toBeCloseTo(0.001, 7);
  });

  it('follows a bend once the window lies behind it, by samples and by seconds', () => {
    const bent: Samples = Array.from({ length: 60 }, (_, t) => [t, t < 30 ? t : 60 - t]);
    expect(run(bent, { window: 20 }).last('slope').value).toBeCloseTo(-1, 9);
    expect(run(bent, { window: '20 s' }).last('slope').value).toBeCloseTo(-1, 9);
    expect(Number(run(bent).last('slope').value)).toBeGreaterThan(-0.5);
  });

  it('comes to a limit within the second', () => {
    // −7 now, falling by half a unit a second.
    expect(run(line(3, -0.5), { limit: -7.25 }).last('timeToLimit').value).toBeCloseTo(0.5, 9);
  });

  it('has no time to a limit it moves away from, and none where there is no limit', () => {
    const away = run(line(3, -0.5), { limit: 5 });
    expect(away.last('timeToLimit')).toMatchObject({ value: undefined, quality: 'bad' });
    expect(away.lacks).toEqual({ timeToLimit: 'the line does not come to the limit' });
    expect(away.last('value').quality).toBe('good');
    const level = run(line(3, 0), { limit: 5 });
    expect(level.last('timeToLimit').quality).toBe('bad');
    expect(level.lacks).toEqual(away.lacks);
    const there = run(line(5, 0), { limit: 5 });
    expect([there.last('timeToLimit').value, there.lacks]).toEqual([0, {}]);
    expect(run(line(3, -0.5)).samples('timeToLimit')).toEqual([]);
  });

  it('says nothing before it has enough samples, or while all are of one time', () => {
    expect(run(line(1, 1)).samples('value')[0]?.t).toBe(IRREGULAR[9]);
    const one: Samples = Array.from({ length: 12 }, (_, i) => [1e-9 * i, i]);
    expect(run(one).samples('value')).toEqual([]);
  });

  it('leaves bad samples out, is uncertain over uncertain ones', () => {
    const samples: Samples = [...line(0, 2), [21, 1e6, 'bad'], [22, 44], [23, 46, 'uncertain']];
    const { samples: all, last } = run(samples, { window: 12, horizon: 0 });
    expect(all('value').map(({ quality }) => quality)).toEqual([
      'good',
      'good',
      'good',
      'bad',
      'good',
      'uncertain',
    ]);
    expect(last('value').value).toBeCloseTo(46, 9);
  });

  it('is uncertain when its seconds hold more samples than it can keep', () => {
    const { last } = run(line(0, 1), { window: '1 h', mostSamples: 10 });
    expect(last('value').quality).toBe('uncertain');
  });

  it('takes its limit in other units, and its slope is a difference per second', () => {
    const { last, unit } = run(line(20, 1), { limit: '122 [degF]', horizon: '1 min' }, 'Cel');
    expect([unit('value'), unit('slope'), unit('timeToLimit')]).toEqual(['Cel', 'K/s', 's']);
    // 40 °C now, 50 °C in 10 s.
    expect(last('timeToLimit').value).toBeCloseTo(10, 9);
    expect(last('value').value).toBeCloseTo(100, 9);
  });

  it.each([
    ['confidence', 0.3],
    ['minSamples', 2],
    ['horizon', -1],
    ['window', 5],
  ])('refuses a %s of %d', (param, value) => {
    expect(run([[0, 1]], { [param]: value }).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

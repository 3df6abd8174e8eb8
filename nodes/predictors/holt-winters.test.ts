import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { holtWinters } from './holt-winters.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];
const everySecond = (values: readonly number[]): Samples => values.map((value, t) => [t, value]);

/** Airline passengers by month, thousands, from January 1949: Box and Jenkins, series G. */
const PASSENGERS = [
  112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158,
  133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218,
  230, 242, 209, 191, 172, 194,
];
/** Student's t at 95 %, 24 degrees of freedom. */
const T24 = 1.710882;

const run = (samples: Samples, params: Record<string, unknown> = {}, unit = '1') =>
  trace(holtWinters, {
    params,
    inputs: { in: samples as [number, number][] },
    units: { in: unit },
    for: 1000,
  });
const numbers = (result: ReturnType<typeof run>, port: string): number[] =>
  result.samples(port).map(({ value }) => Number(value));

describe('Holt-Winters', () => {
  // From statsmodels 0.15, ETSModel(error, trend and season additive), with the same start after 24 months and α, α·β, γ·(1 − α).
  it.each([
    [1, 200.70309586835052, 79.26713097831511],
    [6, 236.61975394889242, 140.26318826612857],
    [12, 222.66343873102525, 288.00919369661005],
    [13, 227.2880270679499, 358.0496306290493],
  ])(
    'forecasts the airline passengers %d months ahead as another implementation does',
    (horizon, value, variance) => {
      const params = { season: 12, alpha: 0.3, beta: 0.1, gamma: 0.4, horizon };
      const { last, diagnostics } = run(everySecond(PASSENGERS), params);
      expect(diagnostics).toEqual([]);
      expect(last('value').value).toBeCloseTo(value, 8);
      const half = T24 * Math.sqrt(variance);
      expect((Number(last('upper').value) - value) / half).toBeCloseTo(1, 5);
      expect((value - Number(last('lower').value)) / half).toBeCloseTo(1, 5);
    },
  );

  it('is exact on a line with a season, from the two first seasons on', () => {
    const truth = (t: number): number => 50 + 0.7 * t + [3, -1, 4, -6][t % 4]!;
    const samples = everySecond(Array.from({ length: 30 }, (_, t) => truth(t)));
    const result = run(samples, { season: 4, horizon: 7 });
    expect(result.samples('value').map(({ t }) => t)).toEqual(samples.map(([t]) => t).slice(7));
    for (const { t, value } of result.samples('value')) expect(value).toBeCloseTo(truth(t + 7), 9);
    expect(numbers(result, 'upper').at(-1)).toBeCloseTo(truth(29 + 7), 9);
  });

  it('without a trend is exact on a season alone', () => {
    const truth = (t: number): number => 50 + [3, -1, 4, -6][t % 4]!;
    const samples = everySecond(Array.from({ length: 12 }, (_, t) => truth(t)));
    for (const { t, value } of run(samples, { season: 4, trend: false, horizon: 3 }).samples('value'))
      expect(value).toBeCloseTo(truth(t + 3), 9);
  });

  it('without a season follows Holt’s recursions, by hand', () => {
    // ℓ = 12, b = 2 after two; 17: e = 3, ℓ = 15.5, b = 2.3; 16: e = −1.8, ℓ = 16.9, b = 2.12.
    const result = run(everySecond([10, 12, 17, 16]), { alpha: 0.5, beta: 0.2, horizon: 3 });
    const expected = [12 + 3 * 2, 15.5 + 3 * 2.3, 16.9 + 3 * 2.12];
    expect(result.samples('value').map(({ t }) => t)).toEqual([1, 2, 3]);
    for (const [i, value] of expected.entries()) expect(numbers(result, 'value')[i]).toBeCloseTo(value, 12);
  });

  it('without a trend either is exponential smoothing, its variance σ²·(1 + (h − 1)·α²)', () => {
    // Level 10, then 14 for ever: the errors are 4·0.75^i.
    const samples = everySecond([10, ...Array.from({ length: 10 }, () => 14)]);
    const { last } = run(samples, { trend: false, alpha: 0.25, horizon: 5 });
    const value = 14 - 4 * 0.75 ** 10;
    expect(last('value').value).toBeCloseTo(value, 12);
    const variance = (16 * (1 - 0.75 ** 20)) / (1 - 0.75 ** 2) / 10;
    // t at 95 %, 10 degrees of freedom.
    const half = 1.812461 * Math.sqrt(variance * (1 + 4 * 0.25 ** 2));
    expect(Number(last('upper').value) - value).toBeCloseTo(half, 3);
  });

  it('states an interval once ten errors are known', () => {
    const result = run(everySecond(Array.from({ length: 14 }, (_, t) => t % 3)));
    expect(result.samples('lower').map(({ t }) => t)).toEqual([11, 12, 13]);
  });

  it('passes over a bad sample in step with the season, and starts again where the beginning has one', () => {
    const truth = (t: number): number => 10 + [5, -2, -3][t % 3]!;
    const samples: Samples = Array.from({ length: 12 }, (_, t) => [
      t,
      truth(t),
      t === 2 || t === 10 ? 'bad' : 'good',
    ]);
    const { samples: all } = run(samples, { season: 3, horizon: 2 });
    const good = all('value').filter(({ quality }) => quality === 'good');
    expect(good.map(({ t }) => t)).toEqual([8, 9, 11]);
    for (const { t, value } of good) expect(value).toBeCloseTo(truth(t + 2), 9);
    expect(
      all('value')
        .filter(({ quality }) => quality === 'bad')
        .map(({ t }) => t),
    ).toEqual([2, 10]);
  });

  it('counts samples, not time: two of one time are two', () => {
    const result = run([
      [0, 10],
      [0.0000001, 12],
      [500, 14],
    ]);
    expect(numbers(result, 'value')).toEqual([14, 16]);
  });

  it('has the unit of its input', () => {
    const { unit, last } = run(everySecond([20, 21]), {}, 'Cel');
    expect([unit('value'), unit('lower'), unit('upper')]).toEqual(['Cel', 'Cel', 'Cel']);
    expect(last('value').value).toBe(22);
  });

  it.each([
    ['season', 1],
    ['season', -1],
    ['alpha', 0],
    ['beta', 1.1],
    ['gamma', -0.1],
    ['horizon', 0],
    ['confidence', 1],
  ])('refuses a %s of %d', (param, value) => {
    expect(run([[0, 1]], { [param]: value }).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { kalman } from './kalman.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];
/** The normal quantile at 95 %: half a 90 % interval in standard deviations. */
const Z90 = 1.6448536269514722;

const run = (samples: Samples, params: Record<string, unknown> = {}, unit = '1') =>
  trace(kalman, {
    params: { processNoise: 1, measurementNoise: 1, ...params },
    inputs: { in: samples as [number, number][] },
    units: { in: unit },
    for: 1e5,
  });
type Run = ReturnType<typeof run>;
const numbers = (result: Run, port: string): number[] =>
  result.samples(port).map(({ value }) => Number(value));
const variances = (result: Run): number[] =>
  numbers(result, 'upper').map((upper, i) => ((upper - numbers(result, 'value')[i]!) / Z90) ** 2);

describe('a Kalman filter', () => {
  it('comes to the steady gain of the local level, the golden ratio less 1 where both noises are 1', () => {
    // P = (q + √(q² + 4·q·r))/2, K = P/(P + r) = 0.618…; the variance after a sample is K·r.
    const still: Samples = Array.from({ length: 60 }, (_, t) => [t, 0]);
    const { samples, last, diagnostics } = run([...still, [60, 1]]);
    expect(diagnostics).toEqual([]);
    const gain = (Math.sqrt(5) - 1) / 2;
    expect(last('value').value).toBeCloseTo(gain, 12);
    expect(((Number(last('upper').value) - gain) / Z90) ** 2).toBeCloseTo(gain, 9);
    expect(Number(last('upper').value) - gain).toBeCloseTo(Z90 * Math.sqrt(gain), 9);
    expect(gain - Number(last('lower').value)).toBeCloseTo(Z90 * Math.sqrt(gain), 9);
    expect(samples('trend')).toEqual([]);
  });

  it('estimates the flow of the Nile, σ_m² = 15,099 and σ_ℓ² = 1,469.1, as published', () => {
    // Durbin and Koopman, Time Series Analysis by State Space Methods; figures from an exact diffuse start of another implementation.
    const nile = [1120, 1160, 963, 1210].map((flow, t): [number, number] => [t, flow]);
    const params = { measurementNoise: Math.sqrt(15_099), processNoise: Math.sqrt(1469.1) };
    const result = run(nile, params);
    const levels = [1120, 1140.9278399, 1072.7985295, 1117.3089546];
    for (const [i, level] of levels.entries()) expect(numbers(result, 'value')[i]).toBeCloseTo(level, 6);
    const expected = [15_099, 7899.7363794, 5781.4699387, 4898.3651947];
    for (const [i, one] of expected.entries()) expect(variances(result)[i]! / one).toBeCloseTo(1, 9);
  });

  // Generalised least squares over all samples at once, with the covariances of the Wiener process and of its integral,
  // σ_b²·m²·(3·M − m)/6 for times m < M, and nothing known of level and slope at the start: no recursion.
  const irregular: Samples = [
    [0, 10],
    [0.7, 11.5],
    [1, 10.8],
    [3.5, 16],
    [4, 15.5],
  ];
  const noises = { processNoise: 0.3, trendNoise: 0.2, measurementNoise: 0.5 };

  it.each([
    ['level', 0, 14.495454335312903, 0.1067361639925942],
    ['level', 2, 14.495454335312903, 0.2867361639925943],
    ['trend', 0, 15.995198530506617, 0.15267107827019374],
    ['trend', 2, 18.943550824633103, 1.0334566105474807],
  ])('with the model %s is the best linear estimate %d s ahead', (model, horizon, value, variance) => {
    const result = run(irregular, { ...noises, model, horizon });
    expect(result.last('value').value).toBeCloseTo(value, 9);
    expect(variances(result).at(-1)).toBeCloseTo(variance, 8);
  });

  it('has the best linear estimate of the trend too', () => {
    expect(run(irregular, { ...noises, model: 'trend' }).last('trend').value).toBeCloseTo(
      1.4741761470632437,
      9,
    );
  });

  it('is the least-squares line where nothing but the measurement is noisy', () => {
    // 0, 1, 2, 5 against 1, 0, 4, 7: t̄ = 2, mean 3, S_tt = 14, S_tx = 4 + 3 + 0 + 12 = 19.
    const samples: Samples = [
      [0, 1],
      [1, 0],
      [2, 4],
      [5, 7],
    ];
    const result = run(samples, { model: 'trend', processNoise: 0, measurementNoise: 2 });
    expect(result.last('trend').value).toBeCloseTo(19 / 14, 9);
    expect(result.last('value').value).toBeCloseTo(3 + (3 * 19) / 14, 9);
    expect(variances(result).at(-1)).toBeCloseTo(4 * (1 / 4 + 9 / 14), 8);
  });

  it('says nothing of a trend before two different times, and averages samples of one time', () => {
    const { samples } = run(
      [
        [0, 10],
        [0.0000001, 12],
        [1, 12],
      ],
      { model: 'trend' },
    );
    expect(samples('value').map(({ t }) => t)).toEqual([1]);
    expect(samples('trend').map(({ value }) => value)).toEqual([1]);
    const level = run([
      [0, 10],
      [0.0000001, 12],
    ]);
    expect(numbers(level, 'value')).toEqual([10, 11]);
  });

  it('gives a sample after a gap the weight of the whole gap', () => {
    // P = 1 after the first; 3 s later 1 + 3, so K = 4/5.
    const { samples } = run([
      [0, 0],
      [1, 99, 'bad'],
      [3, 10],
    ]);
    expect(samples('value').map(({ quality }) => quality)).toEqual(['good', 'bad', 'good']);
    expect(samples('value').at(-1)?.value).toBeCloseTo(8, 12);
  });

  it('takes its noises in other units, as differences', () => {
    const { last, unit } = run(
      [
        [0, 20],
        [1, 23],
      ],
      { processNoise: '1000 mK', measurementNoise: '1 K' },
      'Cel',
    );
    expect([unit('value'), unit('trend')]).toEqual(['Cel', 'K/s']);
    // K = (1 + 1)/(1 + 1 + 1).
    expect(last('value').value).toBeCloseTo(22, 12);
  });

  it.each([
    ['measurementNoise', 0],
    ['processNoise', -1],
    ['trendNoise', -1],
    ['horizon', -1],
    ['confidence', 1],
  ])('refuses a %s of %d', (param, value) => {
    expect(run([[0, 1]], { [param]: value }).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

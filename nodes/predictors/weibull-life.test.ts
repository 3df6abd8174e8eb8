import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { weibullLife } from './weibull-life.ts';

const run = (
  params: Record<string, unknown>,
  inputs: TraceOptions['inputs'] = {},
  more: Partial<TraceOptions> = {},
) => trace(weibullLife, { params, inputs, for: 1, ...more });

describe('the life of a part from a Weibull distribution', () => {
  it('has no memory with shape 1: the median is η·ln 2 and the rate 1/η at every age', () => {
    for (const age of [0, 10, 500]) {
      const { last, diagnostics } = run({ shape: 1, scale: 100, confidence: 0.8 }, { age });
      expect(diagnostics).toEqual([]);
      expect(last('value').value).toBeCloseTo(100 * Math.LN2, 9);
      expect(last('lower').value).toBeCloseTo(-100 * Math.log(0.9), 9);
      expect(last('upper').value).toBeCloseTo(-100 * Math.log(0.1), 9);
      expect(last('failureRate').value).toBeCloseTo(0.01, 12);
      expect(last('reliability').value).toBeCloseTo(Math.exp(-age / 100), 12);
    }
  });

  it('has reached 63.2 % failures at the scale, whatever the shape', () => {
    for (const shape of [0.5, 1, 3.5]) {
      const { last } = run({ shape, scale: 100 }, { age: 100 });
      expect(last('reliability').value).toBeCloseTo(0.36787944, 8);
      expect(last('failureRate').value).toBeCloseTo(shape / 100, 12);
    }
  });

  it('with shape 2 wears: (τ + x)² = τ² − η²·ln(1 − q)', () => {
    const { last } = run({ shape: 2, scale: 100, confidence: 0.9 }, { age: 30 });
    const at = (q: number): number => Math.sqrt(900 - 10_000 * Math.log(1 - q)) - 30;
    expect(last('value').value).toBeCloseTo(at(0.5), 9);
    expect(last('lower').value).toBeCloseTo(at(0.05), 9);
    expect(last('upper').value).toBeCloseTo(at(0.95), 9);
    expect(last('failureRate').value).toBeCloseTo((2 * 30) / 100 ** 2, 12);
  });

  it('has a rate that is the fall of ln R', () => {
    const at = (age: number) => run({ shape: 1.7, scale: 100 }, { age }).last;
    const fall =
      (Math.log(Number(at(59.99)('reliability').value)) - Math.log(Number(at(60.01)('reliability').value))) /
      0.02;
    expect(at(60)('failureRate').value).toBeCloseTo(fall, 7);
  });

  it('counts the time it runs, and not the time it stands', () => {
    const running = [[0, true] as const, [10, false] as const, [15, true] as const];
    const { last, samples } = run({ shape: 1, scale: 100 }, { running }, { for: 20 });
    expect(samples('reached')[0]).toMatchObject({ t: 0, value: 0 });
    expect(samples('reached').find(({ t }) => t === 5)?.value).toBeCloseTo(5, 9);
    expect(samples('reached').find(({ t }) => t === 14)?.value).toBeCloseTo(10, 9);
    expect(last('reached').value).toBeCloseTo(15, 9);
  });

  it('adds what it counts to the age of the meter, in the meter’s unit', () => {
    const { last, unit } = run(
      { shape: 1, scale: '4 h' },
      { age: 2, running: true },
      { units: { age: 'h' }, for: 60 },
    );
    expect(last('reached').value).toBeCloseTo(7260, 6);
    expect(last('reliability').value).toBeCloseTo(Math.exp(-7260 / 14_400), 9);
    expect([unit('value'), unit('failureRate')]).toEqual(['s', '1/s']);
  });

  it('counts the same where it answers only every so often', () => {
    const { samples } = run({ every: '4 s' }, { running: true }, { for: 12 });
    expect(samples('reached').map(({ t, value }) => [t, value])).toEqual([
      [0, 0],
      [4, 4],
      [8, 8],
      [12, 12],
    ]);
  });

  it('is bad while the age is bad, and goes on from what it had counted', () => {
    const age = [[0, 100] as const, [2, 0, 'bad'] as const, [4, 100] as const];
    const { samples, last } = run({}, { age, running: true }, { for: 6 });
    expect(samples('value').find(({ t }) => t === 3)).toMatchObject({ value: undefined, quality: 'bad' });
    expect(last('reached').value).toBeCloseTo(106, 9);
  });

  it('has no failure rate at age 0 with a shape below 1, where it is infinite, but a life', () => {
    const { last } = run({ shape: 0.5, scale: 100 });
    expect(last('failureRate').quality).toBe('bad');
    expect(last('value').value).toBeCloseTo(100 * Math.LN2 ** 2, 9);
  });

  it.each([
    ['shape', 0],
    ['scale', 0],
    ['confidence', 1],
  ])('refuses a %s of %d', (param, value) => {
    expect(run({ [param]: value }).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { transferFunction } from './transfer-function.ts';

function step(numerator: number[], denominator: number[], seconds: number): { t: number; value: number }[] {
  const run = trace(transferFunction, {
    params: { numerator, denominator },
    inputs: { in: 1 },
    for: seconds,
  });
  expect(run.diagnostics).toEqual([]);
  return run.samples('out').map(({ t, value }) => ({ t, value: Number(value) }));
}

describe('a transfer function', () => {
  it('of first order answers a step with K·(1 − e^(−t/T))', () => {
    for (const { t, value } of step([3], [2, 1], 8)) expect(value).toBeCloseTo(3 * (1 - Math.exp(-t / 2)), 6);
  });

  it('of second order rings with its damping', () => {
    // ω₀ = 2, ζ = 0.25: y = 1 − e^(−ζω₀t)·(cos ωt + ζω₀/ω·sin ωt), ω = ω₀√(1 − ζ²).
    const omega = 2 * Math.sqrt(1 - 0.25 ** 2);
    for (const { t, value } of step([4], [1, 1, 4], 10)) {
      const ringing = Math.exp(-t / 2) * (Math.cos(omega * t) + (0.5 / omega) * Math.sin(omega * t));
      expect(value).toBeCloseTo(1 - ringing, 5);
    }
  });

  it('passes at once what its highest power passes: a lead filter', () => {
    // (2s + 1)/(s + 1) = 2 − 1/(s + 1).
    for (const { t, value } of step([2, 1], [1, 1], 4)) expect(value).toBeCloseTo(2 - (1 - Math.exp(-t)), 6);
  });

  it('is of order three with a zero: partial fractions', () => {
    // (s + 3)/((s + 1)(s + 2)(s + 4)); step: 3/8 − (2/3)e^(−t) + (1/4)e^(−2t) + (1/24)e^(−4t).
    for (const { t, value } of step([1, 3], [1, 7, 14, 8], 6)) {
      const closed = 3 / 8 - (2 / 3) * Math.exp(-t) + Math.exp(-2 * t) / 4 + Math.exp(-4 * t) / 24;
      expect(value).toBeCloseTo(closed, 6);
    }
  });

  it('without dynamics is a gain, and integrates with a pole at 0', () => {
    expect(step([6], [4], 1).at(-1)?.value).toBe(1.5);
    expect(step([0], [1, 1], 1).at(-1)?.value).toBe(0);
    for (const { t, value } of step([2], [1, 0], 3)) expect(value).toBeCloseTo(2 * t, 9);
  });

  it('has the unit of its input, or the one it is told', () => {
    const unitWith = (params: Record<string, unknown>) =>
      trace(transferFunction, { params, inputs: { in: 1 }, units: { in: 'bar' }, for: 1 }).unit('out');
    expect([unitWith({}), unitWith({ unit: 'm3/h' })]).toEqual(['bar', 'm3/h']);
  });

  it.each([
    ['numerator', { numerator: [1, 0, 0], denominator: [1, 1] }],
    ['denominator', { denominator: [0, 1] }],
  ])('refuses a %s that no system has', (param, params) => {
    const { diagnostics } = trace(transferFunction, { params, inputs: { in: 1 }, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { tank } from './tank.ts';

const G = 9.80665;

describe('draining tank', () => {
  it('drains as Torricelli says', () => {
    const params = { area: 1, orifice: 0.01, dischargeCoefficient: 0.6, initialLevel: 1 };
    const { samples, diagnostics } = trace(tank, { params, inputs: { inflow: 0 }, for: 75 });
    expect(diagnostics).toEqual([]);
    // √h = √h₀ − Cd·a·√(2g)/(2A)·t
    const fall = (0.6 * 0.01 * Math.sqrt(2 * G)) / 2;
    for (const { t, value } of samples('level')) {
      expect(value).toBeCloseTo(Math.max(1 - fall * t, 0) ** 2, 8);
    }
  });

  it('settles where the drain equals the inflow', () => {
    const params = { area: 0.1, orifice: 0.001, dischargeCoefficient: 0.62, initialLevel: 0.2 };
    const { last } = trace(tank, { params, inputs: { inflow: 0.002 }, for: 3600 });
    expect(last('level').value).toBeCloseTo((0.002 / (0.62 * 0.001)) ** 2 / (2 * G), 9);
    expect(last('drain').value).toBeCloseTo(0.002, 12);
    expect(last('volume').value).toBeCloseTo(0.1 * ((0.002 / (0.62 * 0.001)) ** 2 / (2 * G)), 9);
  });

  it('fills by what flows in less what is taken out, when it has no orifice', () => {
    const { last } = trace(tank, { params: { area: 2 }, inputs: { inflow: 0.05, outflow: 0.01 }, for: 100 });
    expect(last('level').value).toBeCloseTo((0.04 * 100) / 2, 9);
    expect(last('drain').value).toBe(0);
  });

  it('is never below empty, and fills again from there', () => {
    const params = { area: 1, initialLevel: 0.05 };
    const inputs = { inflow: [[0, -0.01] as const, [20, 0.01] as const] };
    const { samples, last } = trace(tank, { params, inputs, for: 30 });
    expect(Math.min(...samples('level').map(({ value }) => Number(value)))).toBe(0);
    expect(last('level').value).toBeCloseTo(0.1, 2);
  });

  it('owes nothing of what was asked of it while it was empty, however much', () => {
    const inputs = { inflow: [[0, -1e6] as const, [1, 0.01] as const] };
    const { last } = trace(tank, { params: { area: 1 }, inputs, for: 11 });
    expect(last('level').value).toBeCloseTo(0.1, 9);
  });
});

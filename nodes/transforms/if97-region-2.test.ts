import { describe, expect, it } from 'vitest';
import { region2 } from './if97-region-2.ts';

describe('region 2 of IAPWS-IF97', () => {
  it.each([
    // T, p, v, h, u, s, cp, w: Table 15 of IAPWS R7-97(2012), in K, MPa, m³/kg, kJ, m/s
    [300, 0.0035, 0.394913866e2, 0.254991145e4, 0.24116916e4, 0.852238967e1, 0.191300162e1, 0.427920172e3],
    [700, 0.0035, 0.923015898e2, 0.333568375e4, 0.301262819e4, 0.101749996e2, 0.208141274e1, 0.644289068e3],
    [700, 30, 0.542946619e-2, 0.263149474e4, 0.246861076e4, 0.517540298e1, 0.103505092e2, 0.480386523e3],
  ])('meets the verification table at %d K and %d MPa to all nine digits', (T, p, v, h, u, s, cp, w) => {
    const found = region2(p * 1e6, T);
    const volume = 1 / found.density;
    expect(volume.toPrecision(9)).toBe(v.toPrecision(9));
    expect((found.enthalpy / 1e3).toPrecision(9)).toBe(h.toPrecision(9));
    expect(((found.enthalpy - p * 1e6 * volume) / 1e3).toPrecision(9)).toBe(u.toPrecision(9));
    expect((found.entropy / 1e3).toPrecision(9)).toBe(s.toPrecision(9));
    expect((found.heatCapacity / 1e3).toPrecision(9)).toBe(cp.toPrecision(9));
    expect(found.speedOfSound.toPrecision(9)).toBe(w.toPrecision(9));
  });

  it.each([
    [1e4, 400],
    [2e6, 550],
    [15e6, 650],
    [80e6, 1000],
  ])('agrees with itself at %d Pa and %d K', (p, T) => {
    const dT = 0.01;
    const dp = p / 1e4;
    const at = region2(p, T);
    const byT = (name: 'enthalpy' | 'entropy') =>
      (region2(p, T + dT)[name] - region2(p, T - dT)[name]) / (2 * dT);
    const byP = (name: 'enthalpy' | 'entropy') =>
      (region2(p + dp, T)[name] - region2(p - dp, T)[name]) / (2 * dp);
    expect(byT('enthalpy') / at.heatCapacity).toBeCloseTo(1, 7);
    expect((T * byT('entropy')) / at.heatCapacity).toBeCloseTo(1, 7);
    // dh = T·ds + v·dp, and the Maxwell relation ∂s/∂p = −∂v/∂T.
    expect((byP('enthalpy') - T * byP('entropy')) * at.density).toBeCloseTo(1, 6);
    const expansion = (1 / region2(p, T + dT).density - 1 / region2(p, T - dT).density) / (2 * dT);
    expect(byP('entropy') / -expansion).toBeCloseTo(1, 6);
  });

  it('is an ideal gas where it is thin: p = ρ·R·T', () => {
    expect(region2(1, 500).density / (1 / (461.526 * 500))).toBeCloseTo(1, 6);
  });
});

import { describe, expect, it } from 'vitest';
import { region1 } from './if97-region-1.ts';

describe('region 1 of IAPWS-IF97', () => {
  it.each([
    // T, p, v, h, u, s, cp, w: Table 5 of IAPWS R7-97(2012), in K, MPa, m³/kg, kJ, m/s
    [300, 3, 0.100215168e-2, 0.115331273e3, 0.112324818e3, 0.392294792, 0.417301218e1, 0.150773921e4],
    [300, 80, 0.971180894e-3, 0.184142828e3, 0.106448356e3, 0.368563852, 0.401008987e1, 0.163469054e4],
    [500, 3, 0.1202418e-2, 0.975542239e3, 0.971934985e3, 0.258041912e1, 0.465580682e1, 0.124071337e4],
  ])('meets the verification table at %d K and %d MPa to all nine digits', (T, p, v, h, u, s, cp, w) => {
    const found = region1(p * 1e6, T);
    const volume = 1 / found.density;
    expect(volume.toPrecision(9)).toBe(v.toPrecision(9));
    expect((found.enthalpy / 1e3).toPrecision(9)).toBe(h.toPrecision(9));
    expect(((found.enthalpy - p * 1e6 * volume) / 1e3).toPrecision(9)).toBe(u.toPrecision(9));
    expect((found.entropy / 1e3).toPrecision(9)).toBe(s.toPrecision(9));
    expect((found.heatCapacity / 1e3).toPrecision(9)).toBe(cp.toPrecision(9));
    expect(found.speedOfSound.toPrecision(9)).toBe(w.toPrecision(9));
  });

  it.each([
    [1e5, 290],
    [5e6, 450],
    [20e6, 600],
    [90e6, 350],
  ])('agrees with itself at %d Pa and %d K', (p, T) => {
    const [dT, dp] = [0.01, 1e3];
    const at = region1(p, T);
    const byT = (name: 'enthalpy' | 'entropy') =>
      (region1(p, T + dT)[name] - region1(p, T - dT)[name]) / (2 * dT);
    const byP = (name: 'enthalpy' | 'entropy') =>
      (region1(p + dp, T)[name] - region1(p - dp, T)[name]) / (2 * dp);
    expect(byT('enthalpy') / at.heatCapacity).toBeCloseTo(1, 7);
    expect((T * byT('entropy')) / at.heatCapacity).toBeCloseTo(1, 7);
    // dh = T·ds + v·dp, and the Maxwell relation ∂s/∂p = −∂v/∂T.
    expect((byP('enthalpy') - T * byP('entropy')) * at.density).toBeCloseTo(1, 5);
    const expansion = (1 / region1(p, T + dT).density - 1 / region1(p, T - dT).density) / (2 * dT);
    expect(byP('entropy') / -expansion).toBeCloseTo(1, 4);
  });
});

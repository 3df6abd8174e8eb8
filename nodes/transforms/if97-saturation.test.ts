import { describe, expect, it } from 'vitest';
import { region1 } from './if97-region-1.ts';
import { region2 } from './if97-region-2.ts';
import { saturationPressure, saturationTemperature } from './if97-saturation.ts';

describe('the saturation line of IAPWS-IF97', () => {
  it.each([
    // Table 35 of IAPWS R7-97(2012)
    [300, 0.353658941e-2],
    [500, 0.263889776e1],
    [600, 0.123443146e2],
  ])('meets the verification table at %d K to all nine digits', (T, p) => {
    expect((saturationPressure(T) / 1e6).toPrecision(9)).toBe(p.toPrecision(9));
  });

  it.each([
    // Table 36 of IAPWS R7-97(2012)
    [0.1, 0.372755919e3],
    [1, 0.453035632e3],
    [10, 0.584149488e3],
  ])('meets the verification table at %d MPa to all nine digits', (p, T) => {
    expect(saturationTemperature(p * 1e6).toPrecision(9)).toBe(T.toPrecision(9));
  });

  it('goes there and back over its whole length', () => {
    for (let T = 273.15; T < 647.09; T += 3.7)
      expect(saturationTemperature(saturationPressure(T))).toBeCloseTo(T, 8);
    expect(saturationPressure(273.15)).toBeCloseTo(611.213, 3);
    expect(saturationPressure(647.096) / 22.064e6).toBeCloseTo(1, 9);
    expect(saturationTemperature(611.2126)).toBeCloseTo(273.15, 5);
    expect(saturationTemperature(22.064e6)).toBeCloseTo(647.096, 6);
  });

  it.each([273.14, 647.1, Number.NaN])('has no pressure at %d K', (T) => {
    expect(saturationPressure(T)).toBeNaN();
  });

  it.each([611, 22.07e6, 0, -1, Number.NaN])('has no temperature at %d Pa', (p) => {
    expect(saturationTemperature(p)).toBeNaN();
  });

  it.each([280, 320, 373.15, 450, 520, 600, 620])(
    'meets regions 1 and 2 at %d K: Clausius and Clapeyron, and equal free enthalpies',
    (T) => {
      const p = saturationPressure(T);
      const [water, dry] = [region1(p, T), region2(p, T)];
      const slope = (saturationPressure(T + 0.01) - saturationPressure(T - 0.01)) / 0.02;
      const deltaV = 1 / dry.density - 1 / water.density;
      // Three separate fits: they keep to this within 2 parts in 10 000.
      expect(Math.abs((dry.enthalpy - water.enthalpy) / (T * deltaV) / slope - 1)).toBeLessThan(2e-4);
      const heat = dry.enthalpy - water.enthalpy;
      expect(Math.abs(heat - T * (dry.entropy - water.entropy)) / heat).toBeLessThan(1e-5);
    },
  );
});

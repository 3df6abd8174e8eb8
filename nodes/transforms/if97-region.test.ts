import { describe, expect, it } from 'vitest';
import { region2 } from './if97-region-2.ts';
import { pressureBetween2And3, regionOf } from './if97-region.ts';
import { saturationPressure } from './if97-saturation.ts';

describe('the regions of IAPWS-IF97', () => {
  it.each([
    [1e5, 372, 1],
    [1e5, 374, 2],
    [100e6, 273.15, 1],
    [100e6, 623.15, 1],
    [16.52e6, 623.15, 2],
    [16.53e6, 623.15, 1],
    [25e6, 625, 3],
    [25e6, 650, 3],
    [15e6, 650, 2],
    [100e6, 863, 3],
    [100e6, 864, 2],
    [100e6, 1073.15, 2],
    [50e6, 1100, 5],
    [1e5, 1080, 5],
    [60e6, 1080, 'none'],
    [50.2e6, 1100, 'none'],
    [1e5, 2273.15, 5],
    [0.5, 400, 2],
    [1e5, 2274, 'none'],
    [1e5, 273.1, 'none'],
    [100.1e6, 400, 'none'],
    [0, 400, 'none'],
    [Number.NaN, 400, 'none'],
    [1e5, Number.NaN, 'none'],
  ] as const)('at %d Pa and %d K are %s', (p, T, region) => {
    expect(regionOf(p, T)).toBe(region);
  });

  it('are 1 on the saturation line, and 2 on the boundary to 3', () => {
    expect(regionOf(saturationPressure(400), 400)).toBe(1);
    expect(regionOf(pressureBetween2And3(700), 700)).toBe(2);
  });

  it('have the boundary of 2 and 3 at the printed point, from the saturation line to 100 MPa', () => {
    // Section 4: T = 0.623150000·10³ K, p = 0.165291643·10² MPa; at 863.15 K it reaches 100 MPa.
    expect((pressureBetween2And3(623.15) / 1e6).toPrecision(9)).toBe('16.5291643');
    expect(pressureBetween2And3(863.15) / 1e6).toBeCloseTo(100, 6);
  });

  it('have that boundary nearly along an isentrope', () => {
    // Section 4: equation 5 is about an isentrope, s = 5.047 to 5.261 kJ/(kg·K).
    for (let T = 623.15; T <= 863.15; T += 20) {
      const { entropy } = region2(pressureBetween2And3(T), T);
      expect(entropy).toBeGreaterThan(5047);
      expect(entropy).toBeLessThan(5262);
    }
  });
});

import { saturationPressure } from './if97-saturation.ts';

/** n₁, n₂, n₃ of Table 1. */
const N = [0.34805185628969e3, -0.11671859879975e1, 0.10192970039326e-2] as const;

/** Region of IAPWS-IF97, or `none` beyond its range. */
export type Region = 1 | 2 | 3 | 5 | 'none';

/**
 * The region of IAPWS-IF97 in which a pressure in Pa and a temperature in K lie. On the saturation line it is region 1, on the boundary to
 * region 3 region 2. Source: IAPWS R7-97(2012), figure 1 and section 4.
 */
export function regionOf(pressure: number, temperature: number): Region {
  if (!(pressure > 0 && pressure <= 100e6 && temperature >= 273.15)) return 'none';
  if (temperature <= 623.15) return pressure >= saturationPressure(temperature) ? 1 : 2;
  if (temperature <= 863.15) return pressure <= pressureBetween2And3(temperature) ? 2 : 3;
  if (temperature <= 1073.15) return 2;
  return temperature <= 2273.15 && pressure <= 50e6 ? 5 : 'none';
}

/** Pressure in Pa on the boundary of regions 2 and 3 at T in K, 623.15 K to 863.15 K: equation 5. */
export function pressureBetween2And3(temperature: number): number {
  return 1e6 * (N[0] + N[1] * temperature + N[2] * temperature * temperature);
}

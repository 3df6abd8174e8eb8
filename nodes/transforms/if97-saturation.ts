/** n₁ to n₁₀ of Table 34. */
const N = [
  0.11670521452767e4, -0.72421316703206e6, -0.17073846940092e2, 0.1202082470247e5, -0.32325550322333e7,
  0.1491510861353e2, -0.48232657361591e4, 0.40511340542057e6, -0.23855557567849, 0.65017534844798e3,
] as const;

/** K */
const LOWEST_TEMPERATURE = 273.15;
const CRITICAL_TEMPERATURE = 647.096;
/** Pa; the lower one is the saturation pressure at 273.15 K. */
const LOWEST_PRESSURE = 611.2126;
const CRITICAL_PRESSURE = 22.064e6;

/**
 * Saturation pressure of water in Pa at T in K, from 273.15 K to the critical point at 647.096 K; elsewhere NaN.
 * Source: IAPWS R7-97(2012), region 4, equation 30.
 */
export function saturationPressure(temperature: number): number {
  if (!(temperature >= LOWEST_TEMPERATURE && temperature <= CRITICAL_TEMPERATURE)) return Number.NaN;
  const theta = temperature + N[8] / (temperature - N[9]);
  const a = theta * theta + N[0] * theta + N[1];
  const b = N[2] * theta * theta + N[3] * theta + N[4];
  const c = N[5] * theta * theta + N[6] * theta + N[7];
  return 1e6 * ((2 * c) / (-b + Math.sqrt(b * b - 4 * a * c))) ** 4;
}

/**
 * Saturation temperature of water in K at p in Pa, from 611.213 Pa to the critical point at 22.064 MPa; elsewhere NaN.
 * Source: IAPWS R7-97(2012), region 4, equation 31.
 */
export function saturationTemperature(pressure: number): number {
  if (!(pressure >= LOWEST_PRESSURE && pressure <= CRITICAL_PRESSURE)) return Number.NaN;
  const beta = (pressure / 1e6) ** 0.25;
  const e = beta * beta + N[2] * beta + N[5];
  const f = N[0] * beta * beta + N[3] * beta + N[6];
  const g = N[1] * beta * beta + N[4] * beta + N[7];
  const d = (2 * g) / (-f - Math.sqrt(f * f - 4 * e * g));
  return (N[9] + d - Math.sqrt((N[9] + d) ** 2 - 4 * (N[8] + N[9] * d))) / 2;
}

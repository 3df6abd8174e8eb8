/** Sweeps after which it counts as done; a handful is enough for every matrix. */
const MOST_SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric n×n matrix, row by row in `a`, by Jacobi's cyclic rotations. `a` ends with the eigenvalues on its
 * diagonal; `values` gets them from the greatest down, `vectors` the unit eigenvectors as columns in that order, each with its greatest
 * component above 0, so that a vector does not depend on the order of the rotations. Source: Golub, Van Loan, Matrix Computations, 8.5.
 */
export function symmetricEigen(
  a: Float64Array,
  n: number,
  values: Float64Array,
  vectors: Float64Array,
): void {
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a, n) > 0; sweep++) {
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).toSorted((i, j) => a[j * n + j]! - a[i * n + i]!);
  order.forEach((from, to) => {
    values[to] = a[from * n + from]!;
    const sign = signOf(v, n, from);
    for (let i = 0; i < n; i++) vectors[i * n + to] = sign * v[i * n + from]!;
  });
}

function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) sum += a[i * n + j]! ** 2;
  return sum;
}

/** One rotation that makes a[p][q] zero. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const off = a[p * n + q]!;
  if (off === 0) return;
  const tau = (a[q * n + q]! - a[p * n + p]!) / (2 * off);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  for (let i = 0; i < n; i++) {
    const [ip, iq] = [a[i * n + p]!, a[i * n + q]!];
    a[i * n + p] = c * ip - s * iq;
    a[i * n + q] = s * ip + c * iq;
  }
  for (let i = 0; i < n; i++) {
    const [pi, qi] = [a[p * n + i]!, a[q * n + i]!];
    a[p * n + i] = c * pi - s * qi;
    a[q * n + i] = s * pi + c * qi;
    const [vp, vq] = [v[i * n + p]!, v[i * n + q]!];
    v[i * n + p] = c * vp - s * vq;
    v[i * n + q] = s * vp + c * vq;
  }
  a[p * n + q] = a[q * n + p] = 0;
}

function signOf(v: Float64Array, n: number, column: number): number {
  let greatest = 0;
  for (let i = 0; i < n; i++) {
    const entry = v[i * n + column]!;
    if (Math.abs(entry) > Math.abs(greatest) + 1e-12) greatest = entry;
  }
  return greatest < 0 ? -1 : 1;
}

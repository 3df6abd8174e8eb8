/**
 * Time x ≥ 0 by which the line a + b·x has crossed 0 from below with the standard score z: a + b·x = z·√V, V = v₁₁ + 2·v₁₂·x + v₂₂·x²
 * the variance of the line at x; 0 where it has crossed by now, Infinity where it never does. Squared it is Fieller's quadratic
 * g·x² − 2·m·x + f = 0, g = b² − z²·v₂₂, m = z²·v₁₂ − a·b, f = a² − z²·v₁₁. Must not allocate.
 * Source: Fieller, Journal of the Royal Statistical Society B 16 (1954) 175.
 */
export function lineCrossing(a: number, b: number, v11: number, v12: number, v22: number, z: number): number {
  if (a >= z * Math.sqrt(v11)) return 0;
  if (b <= 0) return Infinity;
  const q = z * z;
  const g = b * b - q * v22;
  const m = q * v12 - a * b;
  const f = a * a - q * v11;
  // m² − g·f with what is alike in both taken out: no cancellation where the line is known well.
  const root = Math.sqrt(
    Math.max(q * (b * b * v11 - 2 * a * b * v12 + a * a * v22 - q * (v11 * v22 - v12 * v12)), 0),
  );
  if (z <= 0) return f / (m + root);
  return g > 0 ? (m + root) / g : Infinity;
}

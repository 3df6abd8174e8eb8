/** The q-th quantile of some numbers, 0 ≤ q ≤ 1, linear between neighbours; NaN of none. */
export function quantile(of: readonly number[], q: number): number {
  const sorted = of.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const [below, above] = [sorted[low], sorted[Math.min(low + 1, sorted.length - 1)]];
  return below === undefined || above === undefined ? Number.NaN : below + (at - low) * (above - below);
}

/** The one in the middle. */
export function median(of: readonly number[]): number {
  return quantile(of, 0.5);
}

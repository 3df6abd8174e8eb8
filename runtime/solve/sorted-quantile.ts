/** Quantile of sorted values, 0 ≤ q ≤ 1, linear between order statistics: type 7 of R. J. Hyndman and Y. Fan, The American Statistician 50 (1996) 361–365. */
export function sortedQuantile(sorted: ArrayLike<number>, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}

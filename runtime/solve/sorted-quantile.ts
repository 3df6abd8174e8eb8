/** Quantile of sorted values, the first `count` of what is given, 0 ≤ q ≤ 1, linear between order statistics: type 7 of R. J. Hyndman and Y. Fan, The American Statistician 50 (1996) 361–365. */
export function sortedQuantile(sorted: ArrayLike<number>, q: number, count = sorted.length): number {
  const place = q * (count - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * ((below + 1 < count ? sorted[below + 1]! : low) - low);
}

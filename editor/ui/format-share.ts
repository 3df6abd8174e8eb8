/** A share of one processor for the screen: `0 %`, `0.4 %`, `12 %`, `160 %`. */
export function formatShare(share: number): string {
  const percent = 100 * Math.max(share, 0);
  if (percent < 0.05) return '0 %';
  return percent < 9.95 ? `${percent.toFixed(1)} %` : `${Math.round(percent)} %`;
}

/** A step of 1, 2 or 5 times a power of ten, about a two-hundredth of the range. */
export function niceStep(range: number): number {
  if (!(range > 0)) return 1;
  const rough = range / 200;
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = rough / power;
  return (digit >= 5 ? 5 : digit >= 2 ? 2 : 1) * power;
}

/** Values side by side as the `d` of an SVG path in a box whose foot is 0 and whose top is the greatest, so that little noise stays little. */
export function sparkOf(values: readonly number[], width: number, height: number): string {
  const most = Math.max(...values, Number.MIN_VALUE);
  const step = width / Math.max(values.length - 1, 1);
  const y = (value: number): string => (height - 1 - (height - 2) * (Math.max(value, 0) / most)).toFixed(1);
  return values.map((value, i) => `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${y(value)}`).join('');
}

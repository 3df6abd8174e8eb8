/** Air above and below, so that half of a stroke is not cut off. */
const AIR = 1;

/**
 * The values of a vector side by side as the `d` of an SVG path in a box: a line through all of them, or, where there are more than two per
 * unit of width, an upright stroke from the least to the greatest of each unit, so that no peak is lost. Alike values are a line in the middle.
 */
export function outlineOf(values: readonly number[], width: number, height: number): string {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const span = high - low;
  const y = (value: number): string =>
    (span > 0 ? AIR + ((height - 2 * AIR) * (high - value)) / span : height / 2).toFixed(1);
  return values.length > 2 * width ? strokes(values, width, y) : line(values, width, y);
}

function line(values: readonly number[], width: number, y: (value: number) => string): string {
  if (values.length === 1) return `M0 ${y(values[0]!)}H${width}`;
  const step = width / (values.length - 1);
  return values.map((value, i) => `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${y(value)}`).join('');
}

/** Each stroke reaches to the value before it, so that a steep flank has no holes. */
function strokes(values: readonly number[], width: number, y: (value: number) => string): string {
  let path = '';
  for (let column = 0; column < width; column++) {
    const start = Math.floor((column * values.length) / width);
    const end = Math.floor(((column + 1) * values.length) / width);
    let [low, high] = [Infinity, -Infinity];
    for (let i = Math.max(start - 1, 0); i < end; i++) {
      low = Math.min(low, values[i]!);
      high = Math.max(high, values[i]!);
    }
    path += `M${column + 0.5} ${y(high)}V${y(low)}`;
  }
  return path;
}

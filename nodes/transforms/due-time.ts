const MICROS = 1e6;

/** Number of the last due time at or before t. Due times lie at round(k·every·10⁶) µs after the origin; t and `every` in s. */
export function dueUpTo(t: number, every: number): number {
  return Math.floor((Math.round(t * MICROS) + 0.5) / (every * MICROS));
}

/** Number of the last due time before t. */
export function dueBefore(t: number, every: number): number {
  return Math.floor((Math.round(t * MICROS) - 0.5) / (every * MICROS));
}

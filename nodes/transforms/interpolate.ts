/** How a table is read between its points. */
export const METHODS = ['linear', 'nearest', 'previous'] as const;
/** What it says beyond its ends. */
export const OUTSIDE = ['hold', 'extend', 'bad'] as const;

export type Method = (typeof METHODS)[number];
export type Outside = (typeof OUTSIDE)[number];

/** Where a value lies on an axis of growing numbers: the interval, from which point of it on, 0 to 1, and whether it lies beyond the ends. */
export interface Place {
  below: number;
  share: number;
  isOutside: boolean;
}

/** Finds x on an axis of at least two growing numbers, writing into `place`. Must not allocate. */
export function findPlace(
  axis: readonly number[],
  x: number,
  method: Method,
  outside: Outside,
  place: Place,
): void {
  const last = axis.length - 1;
  let [low, high] = [0, last - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (axis[middle]! <= x) low = middle;
    else high = middle - 1;
  }
  place.below = low;
  place.isOutside = x < axis[0]! || x > axis[last]!;
  const share = (x - axis[low]!) / (axis[low + 1]! - axis[low]!);
  const held = outside === 'extend' && method === 'linear' ? share : Math.min(Math.max(share, 0), 1);
  if (method === 'linear') place.share = held;
  else place.share = method === 'nearest' ? Number(held >= 0.5) : Number(held >= 1);
}

/** a + share·(b − a), exact at both ends. */
export function between(a: number, b: number, share: number): number {
  return share === 1 ? b : a + share * (b - a);
}

/** True when each number is greater than the one before. */
export function isGrowing(axis: readonly number[]): boolean {
  return axis.every((value, i) => i === 0 || value > axis[i - 1]!);
}

import { niceStep } from '../ui/nice-step.ts';

/** A point of a curve; the x of a curve's points grow. */
export type CurvePoint = readonly [x: number, y: number];

/** The stretch of both axes that a plot shows. */
export interface CurveView {
  x: readonly [low: number, high: number];
  y: readonly [low: number, high: number];
}

/** A curve has at least so many points. */
export const LEAST_POINTS = 2;

/** The points a value holds; undefined where it is no curve: fewer than two points, something else than numbers, x that do not grow. */
export function pointsOf(value: unknown): CurvePoint[] | undefined {
  if (!Array.isArray(value) || value.length < LEAST_POINTS) return undefined;
  const isPoint = (row: unknown): row is CurvePoint =>
    Array.isArray(row) && row.length === 2 && row.every((cell) => Number.isFinite(cell));
  if (!value.every(isPoint)) return undefined;
  return value.every(([x], i) => i === 0 || x > value[i - 1]![0]) ? value : undefined;
}

/** What a plot of the points shows: all of them and some air, so that each can be drawn outwards. */
export function viewOf(points: readonly CurvePoint[]): CurveView {
  return { x: withAir(points.map(([x]) => x)), y: withAir(points.map(([, y]) => y)) };
}

function withAir(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = high > low ? (high - low) * 0.1 : Math.max(Math.abs(high) * 0.1, 0.5);
  return [low - air, high + air];
}

/** How far a point moves at the least along each axis of a view. */
export function stepsOf({ x, y }: CurveView): { x: number; y: number } {
  return { x: niceStep(x[1] - x[0]), y: niceStep(y[1] - y[0]) };
}

/** The curve with a point moved, to the nearest step; its x stays between those of its neighbours. */
export function withMoved(
  points: readonly CurvePoint[],
  index: number,
  [x, y]: CurvePoint,
  steps: { x: number; y: number },
): CurvePoint[] {
  const low = points[index - 1]?.[0] ?? -Infinity;
  const high = points[index + 1]?.[0] ?? Infinity;
  const wanted = toStep(x, steps.x);
  const isFree = wanted > low && wanted < high;
  const near = wanted <= low ? toStep(low + steps.x, steps.x) : toStep(high - steps.x, steps.x);
  const free = isFree ? wanted : near > low && near < high ? near : points[index]![0];
  return points.toSpliced(index, 1, [free, toStep(y, steps.y)]);
}

/** The curve with one point more, on the line at x; undefined where there is a point already. */
export function withAdded(
  points: readonly CurvePoint[],
  x: number,
  steps: { x: number; y: number },
): { points: CurvePoint[]; index: number } | undefined {
  const at = toStep(x, steps.x);
  if (points.some(([other]) => other === at)) return undefined;
  const next = points.findIndex(([other]) => other > at);
  const index = next < 0 ? points.length : next;
  const [a, b] = [points[Math.max(0, index - 1)]!, points[Math.min(index, points.length - 1)]!];
  const y = a === b ? a[1] : a[1] + ((b[1] - a[1]) * (at - a[0])) / (b[0] - a[0]);
  return { points: points.toSpliced(index, 0, [at, toStep(y, steps.y)]), index };
}

/** The curve without a point; as it is where no curve would be left. */
export function withoutPoint(points: readonly CurvePoint[], index: number): readonly CurvePoint[] {
  return points.length > LEAST_POINTS ? points.toSpliced(index, 1) : points;
}

function toStep(value: number, step: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return Number((Math.round(value / step) * step).toFixed(Math.min(decimals, 12)));
}

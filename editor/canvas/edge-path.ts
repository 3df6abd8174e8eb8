import { getBezierPath, Position } from '@xyflow/react';
import type { Point } from '@twinloom/runtime/graph/bends';

export interface Ends {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
}

/** Where an edge runs and where its label stands, in canvas px. */
export interface EdgePath {
  path: string;
  labelX: number;
  labelY: number;
}

const OUT = 20;
const RADIUS = 8;

/** True when the target lies left of where an edge leaves its source: it has to go round. */
export function goesBack({ sourceX, targetX }: Ends): boolean {
  return targetX < sourceX + 8;
}

/** The points an edge that a person bent runs through, its ends included. */
export function bentPoints(
  { sourceX, sourceY, targetX, targetY }: Ends,
  bends: readonly Point[],
): readonly Point[] {
  return [
    [sourceX, sourceY],
    [sourceX + OUT, sourceY],
    ...bends,
    [targetX - OUT, targetY],
    [targetX, targetY],
  ];
}

/** The same as a path, with its label in the middle of its longest stretch. */
export function bentPath(ends: Ends, bends: readonly Point[]): EdgePath {
  const points = bentPoints(ends, bends);
  let longest = { length: -1, x: ends.sourceX, y: ends.sourceY };
  for (const [index, [x, y]] of points.slice(1).entries()) {
    const [fromX, fromY] = points[index]!;
    const length = Math.hypot(x - fromX, y - fromY);
    if (length > longest.length) longest = { length, x: (x + fromX) / 2, y: (y + fromY) / 2 };
  }
  return { path: roundedPath(points), labelX: longest.x, labelY: longest.y };
}

/** A curve to the right; or, for an edge that goes back, a path below both cards (`below` = the lower one's foot). */
export function edgePath(ends: Ends, below: number): EdgePath {
  if (!goesBack(ends)) {
    const [path, labelX, labelY] = getBezierPath({
      ...ends,
      sourcePosition: Position.Right,
      targetPosition: Position.Left,
    });
    return { path, labelX, labelY };
  }
  const { sourceX, sourceY, targetX, targetY } = ends;
  const foot = below + OUT;
  const path = roundedPath([
    [sourceX, sourceY],
    [sourceX + OUT, sourceY],
    [sourceX + OUT, foot],
    [targetX - OUT, foot],
    [targetX - OUT, targetY],
    [targetX, targetY],
  ]);
  return { path, labelX: (sourceX + targetX) / 2, labelY: foot };
}

/** Straight stretches with rounded corners. */
function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first[0]},${first[1]}`;
  rest.forEach(([x, y], index) => {
    const before = points[index]!;
    const after = rest[index + 1];
    if (!after) {
      path += ` L${x},${y}`;
      return;
    }
    const reach = (from: readonly [number, number]): number =>
      Math.min(RADIUS, Math.hypot(from[0] - x, from[1] - y) / 2);
    const [inX, inY] = towards([x, y], before, reach(before));
    const [outX, outY] = towards([x, y], after, reach(after));
    path += ` L${inX},${inY} Q${x},${y} ${outX},${outY}`;
  });
  return path;
}

function towards(
  from: readonly [number, number],
  to: readonly [number, number],
  by: number,
): [number, number] {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length === 0) return [from[0], from[1]];
  return [from[0] + ((to[0] - from[0]) / length) * by, from[1] + ((to[1] - from[1]) / length) * by];
}

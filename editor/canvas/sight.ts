import type { Viewport } from '@xyflow/react';
import type { Box } from '@twinloom/runtime/graph/arrange';

/** What is on the screen of a canvas: where and how large it is shown, and the measures of its frame, px. */
export interface Sight extends Viewport {
  width: number;
  height: number;
}

/** How near and how far a canvas is shown. */
export const ZOOMS = { least: 0.05, most: 2 };
/** Of the frame, left free around what is fitted into it. */
const AIR = 0.06;
/** Between the corner of the frame and the beginning of a flow that is larger than it, px. */
const BEGINNING_ROOM = 24;
/** A flow opens with its values readable. */
const READABLE = 0.55;

/** The part of the canvas that is in sight, with so much of the screen around it, in canvas px. */
export function boxInSight({ x, y, zoom, width, height }: Sight, around = 0): Box {
  return {
    x: (-x - around) / zoom,
    y: (-y - around) / zoom,
    width: (width + 2 * around) / zoom,
    height: (height + 2 * around) / zoom,
  };
}

/** True where two boxes have some of the canvas in common. */
export function overlaps(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/** True where a box holds all of another. */
export function holds(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

/** The smallest box around others; undefined around none. */
export function boxAround(boxes: Iterable<Box>): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left === Infinity ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}

type Frame = Pick<Sight, 'width' | 'height'>;

/** The view with a box whole in its middle, no nearer than 100 %. */
export function fittingView(box: Box, frame: Frame, leastZoom = ZOOMS.least): Viewport {
  const free = 1 - 2 * AIR;
  const fit = Math.min((frame.width * free) / box.width, (frame.height * free) / box.height);
  const zoom = Math.min(1, Math.max(leastZoom, fit));
  return {
    x: frame.width / 2 - (box.x + box.width / 2) * zoom,
    y: frame.height / 2 - (box.y + box.height / 2) * zoom,
    zoom,
  };
}

/** The view a flow opens with: whole, its values readable; one that is larger than the frame with its beginning, the sources. */
export function openingView(box: Box, frame: Frame): Viewport {
  const { x, y, zoom } = fittingView(box, frame, READABLE);
  return {
    x: Math.max(x, BEGINNING_ROOM - box.x * zoom),
    y: Math.max(y, BEGINNING_ROOM - box.y * zoom),
    zoom,
  };
}

/** A rectangle on the screen, px. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Size = Pick<Rect, 'width' | 'height'>;

const GAP = 16;
const EDGE = 8;

/** Where a card stands beside what it is about: right, left, below or above, where there is room; else in its lower right corner. Always inside the window. */
export function placeCard(target: Rect, card: Size, window: Size): { x: number; y: number } {
  const right = target.x + target.width;
  const bottom = target.y + target.height;
  const spots = [
    { x: right + GAP, y: target.y },
    { x: target.x - GAP - card.width, y: target.y },
    { x: target.x, y: bottom + GAP },
    { x: target.x, y: target.y - GAP - card.height },
  ];
  const isRoom = ({ x, y }: { x: number; y: number }, index: number): boolean =>
    index < 2
      ? x >= EDGE && x + card.width <= window.width - EDGE
      : y >= EDGE && y + card.height <= window.height - EDGE;
  const { x, y } = spots.find(isRoom) ?? { x: right - card.width - GAP, y: bottom - card.height - GAP };
  return {
    x: within(x, EDGE, window.width - card.width - EDGE),
    y: within(y, EDGE, window.height - card.height - EDGE),
  };
}

function within(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}

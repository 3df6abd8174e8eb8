import { moveNodes } from './edits.ts';
import type { Flow } from './flow.ts';

/** Where a card stands and how large it is, in canvas px. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Side = 'left' | 'right' | 'top' | 'bottom' | 'centre' | 'middle';

/** Puts nodes on one line: their sides, or their middles across (`centre`) or down (`middle`). */
export function alignNodes(flow: Flow, boxes: Readonly<Record<string, Box>>, side: Side): Flow {
  const all = Object.values(boxes);
  if (all.length < 2) return flow;
  const left = Math.min(...all.map(({ x }) => x));
  const right = Math.max(...all.map(({ x, width }) => x + width));
  const top = Math.min(...all.map(({ y }) => y));
  const bottom = Math.max(...all.map(({ y, height }) => y + height));
  return place(flow, boxes, ({ x, y, width, height }) => {
    switch (side) {
      case 'left':
        return [left, y];
      case 'right':
        return [right - width, y];
      case 'centre':
        return [(left + right - width) / 2, y];
      case 'top':
        return [x, top];
      case 'bottom':
        return [x, bottom - height];
      case 'middle':
        return [x, (top + bottom - height) / 2];
      default:
        return side satisfies never;
    }
  });
}

/** Makes the gaps between nodes equal, across or down; the outermost stay where they are. */
export function distributeNodes(
  flow: Flow,
  boxes: Readonly<Record<string, Box>>,
  axis: 'across' | 'down',
): Flow {
  const start = ({ x, y }: Box): number => (axis === 'across' ? x : y);
  const length = ({ width, height }: Box): number => (axis === 'across' ? width : height);
  const inOrder = Object.entries(boxes).toSorted(([, a], [, b]) => start(a) - start(b));
  const [first] = inOrder;
  const last = inOrder.at(-1);
  if (inOrder.length < 3 || !first || !last) return flow;
  const room = start(last[1]) + length(last[1]) - start(first[1]);
  const filled = inOrder.reduce((sum, [, box]) => sum + length(box), 0);
  const gap = (room - filled) / (inOrder.length - 1);
  const starts = new Map<string, number>();
  let next = start(first[1]);
  for (const [id, box] of inOrder) {
    starts.set(id, next);
    next += length(box) + gap;
  }
  return place(flow, boxes, (box, id) => {
    const at = starts.get(id) ?? start(box);
    return axis === 'across' ? [at, box.y] : [box.x, at];
  });
}

/** Moves only what stands elsewhere afterwards; whole px. */
function place(
  flow: Flow,
  boxes: Readonly<Record<string, Box>>,
  to: (box: Box, id: string) => [number, number],
): Flow {
  const moved = Object.entries(boxes).flatMap(([id, box]): [string, [number, number]][] => {
    const [x, y] = to(box, id).map(Math.round) as [number, number];
    return x === box.x && y === box.y ? [] : [[id, [x, y]]];
  });
  return moved.length === 0 ? flow : moveNodes(flow, Object.fromEntries(moved));
}

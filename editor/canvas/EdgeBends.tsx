import { useReactFlow } from '@xyflow/react';
import { useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import type { Point } from '@twinloom/runtime/graph/bends';
import { GRID, snap } from '../stores/add-node.ts';
import { bendEdge } from '../stores/bend-edge.ts';
import { bentPoints, type Ends } from './edge-path.ts';
import { edgeBendsWords } from '../words/edge-bends.ts';

interface EdgeBendsProps {
  edge: string;
  ends: Ends;
  bends: readonly Point[];
  /** Where it bends while that is being dragged; undefined: as the flow has it. */
  onDraw(bends: readonly Point[] | undefined): void;
}

const STEPS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-GRID, 0],
  ArrowRight: [GRID, 0],
  ArrowUp: [0, -GRID],
  ArrowDown: [0, GRID],
};

/** The grips of a selected edge: its bends, and between them where a new one can be drawn out. */
export function EdgeBends({ edge, ends, bends, onDraw }: EdgeBendsProps): ReactElement {
  const { screenToFlowPosition } = useReactFlow();
  const dragged = useRef<{ index: number; bends: readonly Point[]; isMoved: boolean }>(undefined);
  const points = bentPoints(ends, bends);

  const take = (event: PointerEvent<SVGElement>, index: number, from: readonly Point[]): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = { index, bends: from, isMoved: false };
  };
  const drag = (event: PointerEvent<SVGElement>): void => {
    const drawn = dragged.current;
    if (!drawn) return;
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    drawn.bends = drawn.bends.with(drawn.index, [snap(x), snap(y)]);
    drawn.isMoved = true;
    onDraw(drawn.bends);
  };
  const letGo = (): void => {
    if (dragged.current?.isMoved) bendEdge(edge, dragged.current.bends);
    dragged.current = undefined;
    onDraw(undefined);
  };
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const step = STEPS[event.key];
    const [x, y] = bends[index] ?? [0, 0];
    if (step && !event.ctrlKey && !event.metaKey)
      bendEdge(edge, bends.with(index, [x + step[0], y + step[1]]), `bend ${edge} ${index}`);
    else if (event.key === 'Delete' || event.key === 'Backspace') bendEdge(edge, bends.toSpliced(index, 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const grip = { onPointerMove: drag, onPointerUp: letGo, onPointerCancel: letGo };

  return (
    <g className="edge-bends nopan nodrag">
      {points.slice(1).map(([x, y], index) => {
        // The first and last stretch leave a port: a bend is drawn out of those between.
        if (index === 0 || index === points.length - 2) return null;
        const [fromX, fromY] = points[index]!;
        const [midX, midY] = [(x + fromX) / 2, (y + fromY) / 2];
        return (
          <circle
            // A stretch is what lies between two bends, whichever these are.
            // oxlint-disable-next-line react/no-array-index-key
            key={`stretch ${index}`}
            className="edge-stretch"
            cx={midX}
            cy={midY}
            r={5}
            onPointerDown={(event) => take(event, index - 1, bends.toSpliced(index - 1, 0, [midX, midY]))}
            {...grip}
          >
            <title>{edgeBendsWords.dragToBend}</title>
          </circle>
        );
      })}
      {bends.map(([x, y], index) => (
        <rect
          // A bend is known by where in the edge it stands.
          // oxlint-disable-next-line react/no-array-index-key
          key={`bend ${index}`}
          className="edge-bend"
          x={x - 6}
          y={y - 6}
          width={12}
          height={12}
          rx={2}
          role="button"
          tabIndex={0}
          aria-label={edgeBendsWords.bend(index + 1, bends.length)}
          onPointerDown={(event) => take(event, index, bends)}
          onDoubleClick={() => bendEdge(edge, bends.toSpliced(index, 1))}
          onKeyDown={(event) => onKeyDown(event, index)}
          {...grip}
        >
          <title>{edgeBendsWords.dragBend}</title>
        </rect>
      ))}
    </g>
  );
}

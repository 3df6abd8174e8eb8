import { useReactFlow } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState, type PointerEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { select, useSession } from '../stores/session-store.ts';
import type { LiveEdgeElement } from './card-edges.ts';
import { boxOf, cardAt } from './mounted-cards.ts';
import type { CanvasNode } from './move-changes.ts';
import { holds } from './sight.ts';

/** What is on the canvas of a large flow, mounted or not. */
export interface AllParts {
  nodes: readonly CanvasNode[];
  edges: readonly LiveEdgeElement[];
  isLarge: boolean;
}

/** Lets a hand reach cards that are only drawn: the one that is pointed at gets mounted, and a lasso takes in the others. */
export function useDrawnCards(all: RefObject<AllParts>) {
  const { screenToFlowPosition } = useReactFlow();
  const [pointed, setPointed] = useState<string>();
  const down = useRef({ x: 0, y: 0 });
  const cardUnder = useCallback(
    (clientX: number, clientY: number): string | undefined => {
      const { nodes, isLarge } = all.current;
      if (!isLarge) return undefined;
      const { x, y } = screenToFlowPosition({ x: clientX, y: clientY }, { snapToGrid: false });
      return cardAt(nodes, x, y)?.id;
    },
    [all, screenToFlowPosition],
  );
  const onPointerMove = useCallback(
    ({ target, clientX, clientY, buttons }: PointerEvent) => {
      const isFree = buttons === 0 || useSession.getState().wiring !== undefined;
      if (!isFree || !(target as Element).matches('.react-flow__pane')) return;
      const under = cardUnder(clientX, clientY);
      // At once: what is pressed next has to be there.
      if (under !== undefined) flushSync(() => setPointed(under));
    },
    [cardUnder],
  );
  const onPointerDownCapture = useCallback(
    ({ clientX, clientY }: PointerEvent) => void (down.current = { x: clientX, y: clientY }),
    [],
  );
  const onSelectionEnd = useCallback(
    ({ clientX, clientY }: { clientX: number; clientY: number }) => {
      const { nodes, edges, isLarge } = all.current;
      if (!isLarge) return;
      const [from, to] = [down.current, { x: clientX, y: clientY }].map((spot) =>
        screenToFlowPosition(spot, { snapToGrid: false }),
      ) as [{ x: number; y: number }, { x: number; y: number }];
      const lasso = {
        x: Math.min(from.x, to.x),
        y: Math.min(from.y, to.y),
        width: Math.abs(from.x - to.x),
        height: Math.abs(from.y - to.y),
      };
      const inside = new Set(nodes.filter((node) => holds(lasso, boxOf(node))).map(({ id }) => id));
      const touching = edges.filter(({ source, target }) => inside.has(source) || inside.has(target));
      select(
        [...inside],
        touching.map(({ id }) => id),
      );
    },
    [all, screenToFlowPosition],
  );
  return useMemo(
    () => ({ pointed, cardUnder, onPointerMove, onPointerDownCapture, onSelectionEnd }),
    [pointed, cardUnder, onPointerMove, onPointerDownCapture, onSelectionEnd],
  );
}

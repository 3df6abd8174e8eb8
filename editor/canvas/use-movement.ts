import { useStoreApi, type Viewport } from '@xyflow/react';
import { useEffect, useMemo, useState, type RefObject } from 'react';
import { live } from '../stores/live-store.ts';
import { createMovement, type Movement } from './movement.ts';
import type { Sight } from './sight.ts';

/**
 * While a large flow is moved by hand only its picture moves: React Flow is told where it is once it rests, as it would look through all
 * cards with each frame. `sight`: where it rests, kept for large flows only.
 */
export function useMovement(
  frame: RefObject<HTMLDivElement | null>,
  isLarge: boolean,
): { movement: Movement; sight: Sight | undefined; onViewportChange(view: Viewport): void } {
  const store = useStoreApi();
  const [sight, setSight] = useState<Sight>();
  const [large] = useState(() => ({ is: false }));
  const [movement] = useState(() =>
    createMovement((view) => {
      live.setCalm(false);
      store.setState({ transform: [view.x, view.y, view.zoom] });
      rest(frame.current, view.zoom);
      if (large.is) setSight(sightOf(frame.current, view));
    }),
  );
  useEffect(() => {
    large.is = isLarge;
    const element = frame.current;
    if (!isLarge || !element) return undefined;
    const observer = new ResizeObserver(() => setSight(sightOf(element, movement.now())));
    observer.observe(element);
    const leave = movement.watch((view) => {
      if (!movement.isMoving()) return;
      live.setCalm(true);
      element.dataset.moving ??= String(view.zoom);
      const moved = element.querySelector<HTMLElement>('.react-flow__viewport');
      if (moved) moved.style.transform = `translate(${view.x}px,${view.y}px) scale(${view.zoom})`;
    });
    return () => {
      observer.disconnect();
      leave();
    };
  }, [frame, isLarge, large, movement]);
  return useMemo(
    () => ({
      movement,
      sight: isLarge ? sight : undefined,
      onViewportChange: (view: Viewport) => {
        movement.move(view);
        if (!large.is && movement.isMoving()) store.setState({ transform: [view.x, view.y, view.zoom] });
      },
    }),
    [movement, sight, isLarge, large, store],
  );
}

/** What was moved lies ready to be moved again; where the zoom is another one it is painted anew, as it would be blurred. */
function rest(element: HTMLElement | null, zoom: number): void {
  if (element?.dataset.moving !== String(zoom)) delete element?.dataset.moving;
}

function sightOf(element: HTMLElement | null, view: Viewport): Sight {
  return { ...view, width: element?.clientWidth ?? 0, height: element?.clientHeight ?? 0 };
}

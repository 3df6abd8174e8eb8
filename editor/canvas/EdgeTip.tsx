import { Suspense, useEffect, useState, type ReactElement, type RefObject } from 'react';
import type { PointedEdge } from './EdgeCard.tsx';
import { lazyPart } from '../ui/on-demand.tsx';

const EdgeCard = lazyPart(async () => (await import('./EdgeCard.tsx')).EdgeCard);

/** Who only passes over an edge wants nothing of it. */
const REST_MS = 300;

/** What an edge carries now, beside it while the pointer rests on it or it has the focus of the keyboard. */
export function EdgeTip({ canvas }: { canvas: RefObject<HTMLDivElement | null> }): ReactElement | null {
  const [pointed, setPointed] = useState<PointedEdge>();
  useEffect(() => (canvas.current ? watchEdges(canvas.current, setPointed) : undefined), [canvas]);
  if (!pointed) return null;
  return (
    <Suspense>
      <EdgeCard key={pointed.id} {...pointed} />
    </Suspense>
  );
}

/** Tells which edge is pointed at, undefined once it is left; returns the undo. */
function watchEdges(canvas: HTMLElement, tell: (pointed: PointedEdge | undefined) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over: Element | undefined;
  const leave = (): void => {
    clearTimeout(timer);
    over = undefined;
    tell(undefined);
  };
  const onOver = ({ target, clientX, clientY, buttons }: PointerEvent): void => {
    const edge = edgeOf(target);
    if (edge === over) return;
    leave();
    if (!edge || buttons !== 0) return;
    over = edge;
    timer = setTimeout(() => tell({ id: edge.dataset.id ?? '', x: clientX, y: clientY }), REST_MS);
  };
  const onFocus = ({ target }: FocusEvent): void => {
    const edge = edgeOf(target);
    if (edge !== target || !edge?.matches(':focus-visible')) return;
    leave();
    over = edge;
    tell({ id: edge.dataset.id ?? '', ...middleOf(edge) });
  };
  const onKey = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') leave();
  };
  const events: [string, (event: never) => void][] = [
    ['pointerover', onOver],
    ['pointerleave', leave],
    ['pointerdown', leave],
    ['wheel', leave],
    ['focusin', onFocus],
    ['focusout', leave],
    ['keydown', onKey],
  ];
  for (const [name, listen] of events)
    canvas.addEventListener(name, listen as EventListener, { passive: true });
  return () => {
    clearTimeout(timer);
    for (const [name, listen] of events) canvas.removeEventListener(name, listen as EventListener);
  };
}

function edgeOf(target: EventTarget | null): (SVGElement & HTMLOrSVGElement) | undefined {
  const edge = target instanceof Element ? target.closest<SVGElement>('.react-flow__edge') : null;
  return edge ?? undefined;
}

/** Middle of what is drawn of an edge, in px of the screen. */
function middleOf(edge: Element): { x: number; y: number } {
  const { x, y, width, height } = edge.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}

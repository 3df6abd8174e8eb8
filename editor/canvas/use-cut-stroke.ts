import { useEffect, type RefObject } from 'react';
import { cutEdges } from '../stores/cut-edges.ts';
import { crosses } from './crosses.ts';

type Point = readonly [x: number, y: number];

/** The key that turns a drag into a cut while it is held, as Alt does. */
const KNIFE = 'x';
/** How far apart the points are by which an edge is followed, px of the screen. */
const STRETCH = 8;

/** Dragging with Alt, or while X is held, cuts every edge that the stroke crosses, as one step of undo. */
export function useCutStroke(
  frame: RefObject<HTMLDivElement | null>,
  line: RefObject<SVGPolylineElement | null>,
): void {
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    let isKnife = false;
    let end: (() => void) | undefined;
    const onKey = ({ type, key, target, ctrlKey, metaKey }: KeyboardEvent): void => {
      const isTyping = target instanceof Element && target.closest('input, textarea, select') !== null;
      if (key.toLowerCase() === KNIFE) isKnife = type === 'keydown' && !(isTyping || ctrlKey || metaKey);
      if (key === 'Escape') end?.();
      element.toggleAttribute('data-knife', isKnife);
    };
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0 || !(event.altKey || isKnife)) return;
      event.stopPropagation();
      element.setPointerCapture(event.pointerId);
      end = startStroke(element, line.current, [event.clientX, event.clientY]);
    };
    // The canvas pans, and cards are dragged, by mousedown; a click would select.
    const swallow = (event: MouseEvent): void => {
      if (!(end || event.altKey || isKnife)) return;
      event.stopPropagation();
      event.preventDefault();
    };
    const undo = listen(element, { pointerdown: onDown, mousedown: swallow, click: swallow });
    const onLeave = (): void => void (isKnife = false);
    const undoKeys = listen(window, { keydown: onKey, keyup: onKey, blur: onLeave });
    const onLetGo = (): void => void (end = undefined);
    element.addEventListener('lostpointercapture', onLetGo);
    return () => {
      end?.();
      undo();
      undoKeys();
      element.removeEventListener('lostpointercapture', onLetGo);
    };
  }, [frame, line]);
}

/** Follows the pointer until it is let go; hands back what gives the stroke up. */
function startStroke(element: HTMLElement, line: SVGPolylineElement | null, start: Point): () => void {
  const stroke: Point[] = [start];
  const crossed = new Set<Element>();
  const lines = new Map<Element, readonly Point[]>();
  const corner = element.getBoundingClientRect();
  const leave = (): void => {
    undo();
    line?.setAttribute('points', '');
    for (const edge of crossed) edge.removeAttribute('data-cut');
  };
  const onMove = ({ clientX, clientY }: PointerEvent): void => {
    const from = stroke.at(-1)!;
    const to: Point = [clientX, clientY];
    stroke.push(to);
    line?.setAttribute('points', stroke.map(([x, y]) => `${x - corner.x},${y - corner.y}`).join(' '));
    for (const edge of element.querySelectorAll('.react-flow__edge')) {
      if (crossed.has(edge) || !isNear(edge, from, to)) continue;
      const known = lines.get(edge) ?? lineOf(edge);
      lines.set(edge, known);
      if (!crosses(known, from, to)) continue;
      crossed.add(edge);
      edge.setAttribute('data-cut', '');
    }
  };
  const onUp = (): void => {
    leave();
    cutEdges([...crossed].flatMap((edge) => edge.getAttribute('data-id') ?? []));
  };
  const undo = listen(element, { pointermove: onMove, pointerup: onUp, pointercancel: leave });
  return leave;
}

function isNear(edge: Element, [ax, ay]: Point, [bx, by]: Point): boolean {
  const { left, right, top, bottom } = edge.getBoundingClientRect();
  return (
    Math.min(ax, bx) <= right &&
    Math.max(ax, bx) >= left &&
    Math.min(ay, by) <= bottom &&
    Math.max(ay, by) >= top
  );
}

/** The points of an edge, px of the screen. */
function lineOf(edge: Element): Point[] {
  const path = edge.querySelector<SVGPathElement>('.edge-line');
  const toScreen = path?.getScreenCTM();
  if (!path || !toScreen) return [];
  const length = path.getTotalLength();
  const count = Math.max(1, Math.ceil((length * toScreen.a) / STRETCH));
  return Array.from({ length: count + 1 }, (_, index): Point => {
    const { x, y } = path.getPointAtLength((length * index) / count).matrixTransform(toScreen);
    return [x, y];
  });
}

type Listeners = Readonly<Record<string, (event: never) => void>>;

/** Listens before anything inside does; returns the undo. */
function listen(target: EventTarget, listeners: Listeners): () => void {
  const each = Object.entries(listeners) as [string, EventListener][];
  for (const [type, run] of each) target.addEventListener(type, run, true);
  return () => {
    for (const [type, run] of each) target.removeEventListener(type, run, true);
  };
}

import { useReactFlow, type Viewport } from '@xyflow/react';
import { useEffect, useRef, type RefObject } from 'react';
import type { Box } from '@twinloom/runtime/graph/arrange';
import { collapsedInto } from '@twinloom/runtime/graph/group-tree';
import { offerCanvasView, type PlacedCard } from '../stores/canvas-view.ts';
import { documentStore } from '../stores/document-store.ts';
import { groupCardId } from '../stores/selection.ts';
import { useSession, type Spot } from '../stores/session-store.ts';
import { CARD_WIDTH } from './card-geometry.ts';
import { boxOf } from './mounted-cards.ts';
import type { CanvasNode } from './move-changes.ts';
import { boxAround, fittingView, openingView } from './sight.ts';

/** A card this near the edge, in px, could not be wired: React Flow moves the canvas while an edge is drawn there. */
const EDGE_ROOM = 80;
/** Between a card and the one that is added beside it, and around a card that comes into sight, px. */
const GAP = 88;
const AIR = 32;
/** How high a card is taken to be before it is there, px. */
const NEW_HEIGHT = 100;

type Frame = RefObject<HTMLDivElement | null>;
/** All that stands on the canvas, mounted or not. */
type All = RefObject<{ nodes: readonly CanvasNode[] }>;

const find = (all: All, id: string | undefined): CanvasNode | undefined =>
  id === undefined ? undefined : all.current.nodes.find((node) => node.id === id);

/** Lets commands and other panes ask the canvas: where the pointer is, where cards stand, what to show. */
export function useCanvasView(frame: Frame, all: All): void {
  const { screenToFlowPosition, flowToScreenPosition, setViewport, zoomTo } = useReactFlow();
  useEffect(() => {
    const pointer = followPointer(frame.current);
    const toCanvas = (screen: [number, number]): [number, number] => {
      const { x, y } = screenToFlowPosition({ x: screen[0], y: screen[1] });
      return [x, y];
    };
    const middleOfScreen = (): [number, number] => {
      const box = frame.current?.getBoundingClientRect();
      return box ? [box.x + box.width / 2, box.y + box.height / 2] : [0, 0];
    };
    const cards = (): PlacedCard[] =>
      all.current.nodes.flatMap((node) => (node.type === 'frame' ? [] : [{ id: node.id, box: boxOf(node) }]));
    const boxOfId = (id: string | undefined): Box | undefined => {
      const node = find(all, id);
      return node && boxOf(node);
    };
    const spotOf = (screen: [number, number]): Spot => ({ screen, at: toCanvas(screen) });
    const pointed = (): Spot | undefined => {
      const { menu } = useSession.getState();
      const screen = pointer.at();
      return menu ?? (screen && spotOf(screen));
    };
    const besideSelected = (side: 'left' | 'right'): Spot => {
      const box = boxOfId(useSession.getState().nodes.at(-1));
      if (!box) return spotOf(middleOfScreen());
      const left = side === 'right' ? box.x + box.width + GAP : box.x - GAP - CARD_WIDTH;
      const wish = { x: left, y: box.y, width: CARD_WIDTH, height: NEW_HEIGHT };
      const free = freeBelow(
        wish,
        cards().map((card) => card.box),
      );
      // To the left of a card an edge ends: there the new one is placed by its right side.
      const at: [number, number] = [side === 'right' ? free.x : free.x + CARD_WIDTH, free.y];
      const { x, y } = flowToScreenPosition({ x: at[0], y: at[1] });
      return { screen: [x, y], at };
    };
    const withdraw = offerCanvasView({
      middle: () => {
        const [x, y] = toCanvas(middleOfScreen());
        return [x - CARD_WIDTH / 2, y - 48];
      },
      middleOnScreen: middleOfScreen,
      fit: () => {
        const around = boxAround(all.current.nodes.map(boxOf));
        if (around && frame.current) void setViewport(fittingView(around, measure(frame.current)));
      },
      zoomTo: (factor) => void zoomTo(factor),
      focus: () => {
        const id = useSession.getState().nodes.at(-1);
        const card = (id === undefined ? undefined : cardElement(id)) ?? document.querySelector(CARDS);
        ((card ?? frame.current) as HTMLElement | null)?.focus({ preventScroll: true });
      },
      cards,
      pointed,
      spot: () => pointed() ?? spotOf(middleOfScreen()),
      spotToAdd: () => pointed() ?? besideSelected('right'),
      besideSelected,
      box: boxOfId,
    });
    return () => {
      withdraw();
      pointer.leave();
    };
  }, [frame, all, screenToFlowPosition, flowToScreenPosition, setViewport, zoomTo]);
}

/** The box, or the nearest place below it where no other is. */
function freeBelow(wish: Box, others: readonly Box[]): Box {
  const inTheWay = others.find(
    ({ x, y, width, height }) =>
      x < wish.x + wish.width && wish.x < x + width && y < wish.y + wish.height && wish.y < y + height,
  );
  return inTheWay ? freeBelow({ ...wish, y: inTheWay.y + inTheWay.height + AIR }, others) : wish;
}

const CARDS = '.canvas .react-flow__node-card, .canvas .react-flow__node-note';

/** The element of a card, while it is in sight. */
function cardElement(id: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>('.canvas .react-flow__node')].find(
    ({ dataset }) => dataset.id === id,
  );
}

function measure({ clientWidth, clientHeight }: HTMLElement): { width: number; height: number } {
  return { width: clientWidth, height: clientHeight };
}

function followPointer(element: HTMLElement | null) {
  let at: [number, number] | undefined;
  const follow = ({ clientX, clientY }: PointerEvent): void => void (at = [clientX, clientY]);
  const forget = (): void => void (at = undefined);
  element?.addEventListener('pointermove', follow);
  element?.addEventListener('pointerleave', forget);
  return {
    at: () => at,
    leave: () => {
      element?.removeEventListener('pointermove', follow);
      element?.removeEventListener('pointerleave', forget);
    },
  };
}

/** Brings a node to the middle when another pane asks for it; one that a person goes to by the keyboard only into sight, and the focus goes along. */
export function useShownNode(frame: Frame, all: All): void {
  const shown = useSession((state) => state.shown);
  const { setCenter, getZoom, getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    const node = shown && (find(all, shown.node) ?? find(all, cardInstead(shown.node)));
    const element = frame.current;
    if (!shown || !node || !element) return;
    const box = boxOf(node);
    const duration = window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200;
    if (shown.gently) {
      void setViewport(withInSight(getViewport(), box, element));
      focusSoon(shown.node);
    } else
      void setCenter(box.x + box.width / 2, box.y + box.height / 2, {
        zoom: Math.max(getZoom(), 0.75),
        duration,
      });
  }, [shown, frame, all, setCenter, getZoom, getViewport, setViewport]);
}

/** The card of the collapsed group that a node is hidden in. */
function cardInstead(node: string): string {
  return groupCardId(collapsedInto(documentStore.getState().draft ?? {}).get(node) ?? '');
}

/** The view moved by no more than a card needs to be seen whole. */
function withInSight(
  { x, y, zoom }: Viewport,
  box: Box,
  { clientWidth, clientHeight }: HTMLElement,
): Viewport {
  const by = (start: number, length: number, room: number): number => {
    if (start < AIR) return AIR - start;
    return Math.min(0, Math.max(AIR - start, room - AIR - start - length));
  };
  return {
    x: x + by(x + box.x * zoom, box.width * zoom, clientWidth),
    y: y + by(y + box.y * zoom, box.height * zoom, clientHeight),
    zoom,
  };
}

/** A card that comes into sight is there some frames later. Who types elsewhere keeps the focus. */
function focusSoon(id: string, framesLeft = 30): void {
  const active = document.activeElement;
  if (active !== document.body && active?.closest('.canvas') === null) return;
  const card = cardElement(id);
  if (card?.contains(active)) return;
  if (card) card.focus({ preventScroll: true });
  else if (framesLeft > 0) requestAnimationFrame(() => focusSoon(id, framesLeft - 1));
}

/** When a pane opens beside the canvas, the selected card stays in view: the canvas moves by what would be covered. */
export function useSelectedInView(frame: Frame, all: All): void {
  const { getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let former = element.clientWidth;
    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      const [id] = useSession.getState().nodes;
      const node = width < former ? find(all, id) : undefined;
      former = width;
      if (!node) return;
      const { x, y, zoom } = getViewport();
      const covered = x + (node.position.x + CARD_WIDTH) * zoom + EDGE_ROOM - width;
      if (covered > 0) void setViewport({ x: x - covered, y, zoom });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, all, getViewport, setViewport]);
}

/** A flow that opens is fitted, its values readable; an empty one with the first cards it gets. */
export function useFitOnOpen(frame: Frame, all: All, flowId: string | undefined, isEmpty: boolean): void {
  const { setViewport } = useReactFlow();
  const fitted = useRef<string>(undefined);
  useEffect(() => {
    const around = boxAround(all.current.nodes.map(boxOf));
    if (!flowId || isEmpty || !around || !frame.current || fitted.current === flowId) return;
    fitted.current = flowId;
    void setViewport(openingView(around, measure(frame.current)));
  }, [frame, all, flowId, isEmpty, setViewport]);
}

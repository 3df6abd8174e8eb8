import { useReactFlow } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import { offerCanvasView } from '../stores/canvas-view.ts';
import { useSession, type Spot } from '../stores/session-store.ts';
import { CARD_WIDTH } from './card-geometry.ts';

export const FIT = { padding: 0.06, maxZoom: 1 };
/** A card this near the edge, in px, could not be wired: React Flow moves the canvas while an edge is drawn there. */
const EDGE_ROOM = 80;
/** A flow opens with its values readable; one that is larger than the window with its beginning, the sources. */
const FIT_ON_OPEN = { ...FIT, minZoom: 0.55 };
const BEGINNING_ROOM = 24;

type Frame = RefObject<HTMLDivElement | null>;

/** Lets commands and other panes ask the canvas: where the pointer is, where cards stand, what to show. */
export function useCanvasView(frame: Frame): void {
  const { screenToFlowPosition, fitView, zoomTo, getNode } = useReactFlow();
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
    const withdraw = offerCanvasView({
      middle: () => {
        const [x, y] = toCanvas(middleOfScreen());
        return [x - CARD_WIDTH / 2, y - 48];
      },
      middleOnScreen: middleOfScreen,
      fit: () => void fitView(FIT),
      zoomTo: (factor) => void zoomTo(factor),
      focus: () => frame.current?.querySelector<HTMLElement>('.react-flow__node-card')?.focus(),
      spot: (): Spot => {
        const { menu } = useSession.getState();
        const screen = pointer.at() ?? middleOfScreen();
        return menu ?? { screen, at: toCanvas(screen) };
      },
      box: (id) => {
        const node = getNode(id);
        return node && { ...node.position, width: node.width ?? CARD_WIDTH, height: node.height ?? 0 };
      },
    });
    return () => {
      withdraw();
      pointer.leave();
    };
  }, [frame, screenToFlowPosition, fitView, zoomTo, getNode]);
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

/** Brings a node to the middle when another pane asks for it. */
export function useShownNode(): void {
  const shown = useSession((state) => state.shown);
  const { getNode, setCenter, getZoom } = useReactFlow();
  useEffect(() => {
    const node = shown && getNode(shown.node);
    if (!node) return;
    void setCenter(node.position.x + CARD_WIDTH / 2, node.position.y + (node.height ?? 0) / 2, {
      zoom: Math.max(getZoom(), 0.75),
      duration: 200,
    });
  }, [shown, getNode, setCenter, getZoom]);
}

/** When a pane opens beside the canvas, the selected card stays in view: the canvas moves by what would be covered. */
export function useSelectedInView(frame: Frame): void {
  const { getNode, getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let former = element.clientWidth;
    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      const [id] = useSession.getState().nodes;
      const node = width < former && id !== undefined ? getNode(id) : undefined;
      former = width;
      if (!node) return;
      const { x, y, zoom } = getViewport();
      const covered = x + (node.position.x + CARD_WIDTH) * zoom + EDGE_ROOM - width;
      if (covered > 0) void setViewport({ x: x - covered, y, zoom });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, getNode, getViewport, setViewport]);
}

/** A flow that opens is fitted, its values readable. */
export function useFitOnOpen(flowId: string | undefined): void {
  const { fitView, getNodes, getNodesBounds, getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    if (!flowId) return;
    void fitView(FIT_ON_OPEN).then(() => {
      const bounds = getNodesBounds(getNodes());
      const { x, y, zoom } = getViewport();
      const begins = { x: BEGINNING_ROOM - bounds.x * zoom, y: BEGINNING_ROOM - bounds.y * zoom };
      if (x < begins.x || y < begins.y)
        void setViewport({ x: Math.max(x, begins.x), y: Math.max(y, begins.y), zoom });
    });
  }, [flowId, fitView, getNodes, getNodesBounds, getViewport, setViewport]);
}

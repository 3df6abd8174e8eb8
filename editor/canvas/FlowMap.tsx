import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef, type PointerEvent, type ReactElement } from 'react';
import type { Box } from '@twinloom/runtime/graph/arrange';
import { useSession } from '../stores/session-store.ts';
import { boxOf } from './mounted-cards.ts';
import type { CanvasNode } from './move-changes.ts';
import type { Movement } from './movement.ts';
import { boxAround, ZOOMS } from './sight.ts';
import { canvasWords } from '../words/canvas.ts';

const SIZE = { width: 160, height: 104 };
const AIR = 6;
/** A card is seen, however small the map. */
const LEAST = 1.5;
/** The map waits until a drag pauses, ms. */
const DRAW_AFTER_MS = 200;

interface FlowMapProps {
  nodes: readonly CanvasNode[];
  movement: Movement;
  frame: { current: HTMLElement | null };
}

/** All of the flow, and the part of it that is in sight: dragging there moves the canvas, the wheel brings it nearer. */
export function FlowMap({ nodes, movement, frame }: FlowMapProps): ReactElement {
  const { setViewport } = useReactFlow();
  const canvas = useRef<HTMLCanvasElement>(null);
  const seen = useRef<HTMLDivElement>(null);
  const scale = useRef<MapScale>({ factor: 1, x: 0, y: 0 });
  const isDrawn = useRef(false);
  const size = useRef({ width: 0, height: 0 });
  const theme = useSession((state) => state.theme);

  const place = useCallback((): void => {
    const { x, y, zoom } = movement.now();
    const { factor, x: left, y: top } = scale.current;
    if (!seen.current) return;
    const { style } = seen.current;
    style.width = `${(size.current.width / zoom) * factor}px`;
    style.height = `${(size.current.height / zoom) * factor}px`;
    style.transform = `translate(${left - (x / zoom) * factor}px,${top - (y / zoom) * factor}px)`;
  }, [movement]);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) size.current = entry.contentRect;
      place();
    });
    if (frame.current) observer.observe(frame.current);
    const leave = movement.watch(place);
    return () => {
      observer.disconnect();
      leave();
    };
  }, [movement, frame, place]);
  useEffect(() => {
    const draw = (): void => {
      isDrawn.current = true;
      scale.current = scaleFor(boxAround(nodes.map(boxOf)) ?? { x: 0, y: 0, width: 1, height: 1 });
      if (canvas.current) drawMap(canvas.current, nodes, scale.current);
      place();
    };
    const timer = setTimeout(draw, isDrawn.current ? DRAW_AFTER_MS : 0);
    return () => clearTimeout(timer);
  }, [nodes, theme, place]);

  const goTo = (event: PointerEvent<HTMLElement>): void => {
    if (event.buttons === 0 || !frame.current) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const { factor, x, y } = scale.current;
    const { zoom } = movement.now();
    const [atX, atY] = [(event.clientX - left - x) / factor, (event.clientY - top - y) / factor];
    const { clientWidth, clientHeight } = frame.current;
    void setViewport({ x: clientWidth / 2 - atX * zoom, y: clientHeight / 2 - atY * zoom, zoom });
  };
  return (
    <div
      className="flow-map"
      role="img"
      aria-label={canvasWords.map}
      onPointerDown={goTo}
      onPointerMove={goTo}
      onWheel={({ deltaY }) => {
        const { x, y, zoom } = movement.now();
        const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {};
        const next = Math.min(ZOOMS.most, Math.max(ZOOMS.least, zoom * 2 ** (-deltaY / 300)));
        const [midX, midY] = [clientWidth / 2, clientHeight / 2];
        const by = next / zoom;
        void setViewport({ x: midX - (midX - x) * by, y: midY - (midY - y) * by, zoom: next });
      }}
    >
      <canvas ref={canvas} {...SIZE} />
      <div ref={seen} className="flow-map-seen" />
    </div>
  );
}

/** map px = factor · canvas px + x or y. */
interface MapScale {
  factor: number;
  x: number;
  y: number;
}

function scaleFor({ x, y, width, height }: Box): MapScale {
  const factor = Math.min((SIZE.width - 2 * AIR) / width, (SIZE.height - 2 * AIR) / height, 0.25);
  return {
    factor,
    x: SIZE.width / 2 - (x + width / 2) * factor,
    y: SIZE.height / 2 - (y + height / 2) * factor,
  };
}

function drawMap(element: HTMLCanvasElement, nodes: readonly CanvasNode[], { factor, x, y }: MapScale): void {
  const sharp = window.devicePixelRatio;
  element.width = SIZE.width * sharp;
  element.height = SIZE.height * sharp;
  const context = element.getContext('2d')!;
  context.scale(sharp, sharp);
  context.fillStyle = getComputedStyle(element).color;
  for (const node of nodes) {
    if (node.type === 'frame') continue;
    const box = boxOf(node);
    context.fillRect(
      box.x * factor + x,
      box.y * factor + y,
      Math.max(LEAST, box.width * factor),
      Math.max(LEAST, box.height * factor),
    );
  }
}
